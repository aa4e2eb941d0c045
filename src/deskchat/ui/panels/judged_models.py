"""Your models, judged by you: how often each was picked, what it cost and how fast it was, in your own chats."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QT_TRANSLATE_NOOP
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from deskchat.chat.cost import units
from deskchat.chat.judgement import Judged
from deskchat.chat.message import Cost
from deskchat.ui.choice_box import ChoiceBox
from deskchat.ui.context import UiContext
from deskchat.ui.figures import amount_words, figures, seconds_words
from deskchat.ui.panels.spending_plot import Bars, SpendingPlot, Stack
from deskchat.ui.panels.spending_table import SpendingTable
from deskchat.ui.safe_text import HintLabel

TITLE = str(QT_TRANSLATE_NOOP("Panels", "Your models"))
ORDER = 48
MOST_BARS = 12
PERIODS = (0, 30, 365)    # days; 0: all
Measure = Callable[[Judged], float | None]


def create(context: UiContext, parent: QWidget) -> QWidget:
    """The page."""
    return JudgedModels(context, parent)


class JudgedModels(QWidget):
    """A plot of one measure, and a table of all."""

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._models: tuple[Judged, ...] = ()
        periods = [self.tr("All time"), self.tr("30 days"), self.tr("12 months")]
        measures = [
            self.tr("Picked, in % of comparisons"), self.tr("Thumbs up, in % of all thumbs"),
            self.tr("Cost of a reply"), self.tr("Tokens a second"), self.tr("Seconds until the first word"),
        ]    # fmt: skip
        self._period = self._choice(self.tr("Period"), periods)
        self._measure = self._choice(self.tr("Measure"), measures)
        self._plot = SpendingPlot(context, self)
        self._table = SpendingTable(context, self)
        self._place()
        self._period.activated.connect(self._read)
        self._measure.activated.connect(self._show)
        self._read()

    def _choice(self, name: str, texts: list[str]) -> QComboBox:
        box = ChoiceBox(self)
        box.setAccessibleName(name)
        box.addItems(texts)
        return box

    def _place(self) -> None:
        em = self._context.theme.em
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, round(0.5 * em), 0)
        column.setSpacing(round(0.6 * em))
        head = QHBoxLayout()
        head.addWidget(self._measure)
        head.addWidget(self._period)
        head.addStretch(1)
        column.addLayout(head)
        column.addWidget(self._plot)
        column.addWidget(self._table, 1)
        said = self.tr(
            "Counted from your own chats, on this computer. A comparison is a question to several models of which you "
            "picked one reply; ask blind, and no name can sway you. Thumbs stand below each reply."
        )
        column.addWidget(HintLabel(said, self))

    def _read(self) -> None:
        days = PERIODS[self._period.currentIndex()]
        since = datetime.now(UTC) - timedelta(days) if days else None
        self._context.relay.run(self, self._context.services.judging.models(since), self._take)

    def _take(self, models: tuple[Judged, ...]) -> None:
        self._models = models
        self._show()

    def _show(self) -> None:
        at = self._measure.currentIndex()
        column = (1, 3, 5, 6, 7)[at]
        measured = [(model, height) for model in self._models if (height := MEASURES[at](model)) is not None]
        measured = sorted(measured, key=lambda pair: -pair[1])[:MOST_BARS]
        names = tuple(_short(model.model.model) for model, _ in measured)
        told = tuple(f"{model.model}: {self._row(model)[column]}" for model, _ in measured)
        stack = Stack(self._measure.currentText(), tuple(height for _, height in measured))
        title = f"{self._measure.currentText()}, {self._period.currentText()}"
        self._plot.show_bars(Bars(title, names, told, (stack,) if measured else ()))
        heads = [
            "", self.tr("Picked"), self.tr("Picked\nblind"), self.tr("Thumbs"), self.tr("Replies"),
            self.tr("Cost of\na reply"), self.tr("Tokens\n/ s"), self.tr("First\nword"),
        ]    # fmt: skip
        self._table.show_rows(self.tr("Models in your chats"), heads, [self._row(model) for model in self._models])

    def _row(self, model: Judged) -> tuple[str, ...]:
        cost = _mean(model)
        return (
            str(model.model),
            _rate(model.won, model.contests),
            f"{model.won_blind}/{model.blind}" if model.blind else "",
            f"+{model.up} −{model.down}" if model.up + model.down else "",
            figures(f"{model.replies:,}"),
            amount_words(cost) if cost is not None else (self.tr("local") if model.model.is_local else ""),
            figures(f"{model.tokens_per_s:,.1f}") if model.tokens_per_s else "",
            seconds_words(model.first_token_s) if model.first_token_s is not None else "",
        )


def _rate(won: int, of: int) -> str:
    return figures(f"{100 * won / of:.0f} % ({won}/{of})") if of else ""


def _mean(model: Judged) -> Cost | None:
    """The mean cost of the replies whose cost is known, in the currency most was paid in."""
    costs, replies = model.cost.costs, model.cost.replies
    return Cost(costs[0].nanos // replies, costs[0].currency) if costs and replies else None


def _mean_units(model: Judged) -> float | None:
    cost = _mean(model)
    return None if cost is None else float(units(cost))


def _picked(model: Judged) -> float | None:
    return None if model.win_rate is None else 100 * model.win_rate


def _praised(model: Judged) -> float | None:
    thumbs = model.up + model.down
    return 100 * model.up / thumbs if thumbs else None


def _speed(model: Judged) -> float | None:
    return model.tokens_per_s


def _wait(model: Judged) -> float | None:
    return model.first_token_s


MEASURES: tuple[Measure, ...] = (_picked, _praised, _mean_units, _speed, _wait)


def _short(name: str) -> str:
    return name if len(name) <= 14 else name[:13] + "…"
