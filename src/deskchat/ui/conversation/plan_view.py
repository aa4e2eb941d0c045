"""One quiet line below the composer: what the chosen model will see, and what had to change for it."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from deskchat.chat.model import ModelInfo
from deskchat.chat.plan import Plan
from deskchat.ui.conversation.transcript.caption import Caption
from deskchat.ui.safe_text import set_tooltip


class PlanView(QWidget):
    """Notes on the left, tokens on the right."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        self._notes = Caption("", quiet=True)
        self._tokens = Caption("", quiet=True)
        self._tokens.setWordWrap(False)
        self._tokens.setAccessibleName("Context")
        row.addWidget(self._notes, 1)
        row.addStretch()
        row.addWidget(self._tokens)

    def show_plan(self, plan: Plan | None, model: ModelInfo | None) -> None:
        """Show the plan; ``None``: nothing is known yet."""
        if plan is None or model is None:
            self._notes.show_text("")
            self._tokens.show_text("")
            return
        notes = list(plan.notes)
        if model.unavailable:
            notes.insert(0, model.unavailable)
        self._notes.show_text(" ".join(notes))
        self._tokens.show_text(meter(plan))
        set_tooltip(self._tokens, "" if plan.context_tokens is None else f"{plan.context_tokens:,} tokens at most")


def meter(plan: Plan) -> str:
    """How full the model's window is, in rounded numbers."""
    if not plan.fits:
        return ""
    if plan.context_tokens is None:
        return f"about {_rounded(plan.input_tokens)} tokens"
    return f"about {_rounded(plan.input_tokens)} of {_short(plan.context_tokens)} tokens"


def _rounded(tokens: int) -> str:
    """An estimate should look like one."""
    if tokens < 100:
        return str(tokens)
    return f"{round(tokens, -1 if tokens < 1_000 else -2):,}" if tokens < 10_000 else _short(tokens)


def _short(tokens: int) -> str:
    if tokens < 1_000:
        return str(tokens)
    if tokens < 1_000_000:
        return f"{tokens / 1_000:.0f}k"
    return f"{tokens / 1_000_000:.1f}M".replace(".0M", "M")
