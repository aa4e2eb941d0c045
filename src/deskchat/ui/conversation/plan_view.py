"""One quiet line below the composer: what the chosen model will see, and what had to change for it."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from deskchat.chat.model import ModelInfo
from deskchat.chat.plan import Plan
from deskchat.ui.conversation.transcript.caption import Caption
from deskchat.ui.figures import figures
from deskchat.ui.safe_text import set_tooltip
from deskchat.ui.sentences import translated


class PlanView(QWidget):
    """Notes on the left, tokens on the right."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        self._notes = Caption("", quiet=True)
        self._tokens = Caption("", quiet=True)
        self._tokens.setWordWrap(False)
        row.addWidget(self._notes, 1)
        row.addStretch()
        row.addWidget(self._tokens)

    def show_plans(self, plans: Sequence[tuple[Plan, ModelInfo]]) -> None:
        """Show what each model will see; without any, nothing is known yet."""
        several = len(plans) > 1
        notes = [f"{model.name}: {note}" if several else note for plan, model in plans for note in _notes(plan, model)]
        self._notes.show_text(" ".join(notes))
        meters = [f"{model.name}: {meter(plan)}" for plan, model in plans if plan.fits]
        if several:
            self._show_tokens(
                meters[0] + (self.tr(" and %1 more").replace("%1", str(len(meters) - 1)) if meters[1:] else "")
                if meters
                else ""
            )
            set_tooltip(self._tokens, ". ".join(meters))
        else:
            self._show_tokens(meter(plans[0][0]) if plans else "")
            limit = plans[0][0].context_tokens if plans else None
            set_tooltip(self._tokens, "" if limit is None else _tr("%1 tokens at most").replace("%1", figures(f"{limit:,}")))

    def _show_tokens(self, said: str) -> None:
        self._tokens.show_text(said)
        self._tokens.setAccessibleName(self.tr("Context: %1").replace("%1", said))

    def show_count(self, plan: Plan, tokens: int) -> None:
        """The exact number of tokens, in place of the estimate."""
        if plan.context_tokens is None:
            self._show_tokens(_tr("%1 tokens").replace("%1", figures(f"{tokens:,}")))
        else:
            self._show_tokens(
                _tr("%1 of %2 tokens").replace("%1", figures(f"{tokens:,}")).replace("%2", _short(plan.context_tokens))
            )


def _notes(plan: Plan, model: ModelInfo) -> tuple[str, ...]:
    return tuple(map(translated, (model.unavailable, *plan.notes) if model.unavailable else plan.notes))


def meter(plan: Plan) -> str:
    """How full the model's window is, in rounded numbers."""
    if not plan.fits:
        return ""
    if plan.context_tokens is None:
        return _tr("about %1 tokens").replace("%1", _rounded(plan.input_tokens))
    return _tr("about %1 of %2 tokens").replace("%1", _rounded(plan.input_tokens)).replace("%2", _short(plan.context_tokens))


def _tr(text: str) -> str:
    return QCoreApplication.translate("PlanView", text)


def _rounded(tokens: int) -> str:
    """An estimate should look like one."""
    if tokens < 100:
        return str(tokens)
    return figures(f"{round(tokens, -1 if tokens < 1_000 else -2):,}") if tokens < 10_000 else _short(tokens)


def _short(tokens: int) -> str:
    if tokens < 1_000:
        return str(tokens)
    if tokens < 1_000_000:
        return figures(f"{tokens / 1_000:.0f}k")
    return figures(f"{tokens / 1_000_000:.1f}M".replace(".0M", "M"))
