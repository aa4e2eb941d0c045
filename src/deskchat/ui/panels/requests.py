"""What left this machine: every request, with its size and what it carried, without a word of what was said."""

from datetime import datetime

from PySide6.QtCore import QDate, QDateTime, QLocale, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMessageBox, QPushButton, QVBoxLayout, QWidget

from deskchat.services.departure_words import result, size, where
from deskchat.services.departures import Departure, Purpose, Sum
from deskchat.settings import KEEP_REQUESTS_DAYS
from deskchat.ui.context import UiContext
from deskchat.ui.figures import counted, figures
from deskchat.ui.panels.setting_rows import page_of
from deskchat.ui.panels.spending_table import SpendingTable
from deskchat.ui.safe_text import PlainLabel
from deskchat.ui.selecting import follow_selection
from deskchat.ui.sentences import translated

TITLE = "What left this computer"
ORDER = 62
SHOWN = 1000
NAMES = (0, 1, 2, 3, 7)    # columns that hold no numbers
GIVING = (1, 2, 3, 7)      # and those that are cut off where there is little room: all of it stands below


def create(context: UiContext, parent: QWidget) -> QWidget:
    """The page."""
    return RequestsPage(context, parent)


class RequestsPage(QWidget):
    """Follows the list while it is open."""

    conversation_wanted = Signal(str)    # its id

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._departures = context.services.departures
        self._shown: tuple[Departure, ...] = ()
        self._sum = PlainLabel("", self, wrap=True, selectable=True)
        self._table = SpendingTable(context, self)
        self._whole = PlainLabel("", self, wrap=True, selectable=True)
        self._whole.setAccessibleDescription(self.tr("The chosen request"))    # its name is what it says
        self._open = QPushButton(self.tr("Show the conversation"), self)
        self._clear = QPushButton(self.tr("Clear the list…"), self)
        self._table.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._place()
        self._open.clicked.connect(self._want_conversation)
        self._clear.clicked.connect(self._ask_to_clear)
        follow_selection(self._table)
        for moved in (self._table.selectionModel().selectionChanged, self._table.selectionModel().currentChanged):
            moved.connect(lambda *_: self._follow_selection())
        self._table.doubleClicked.connect(lambda _: self._want_conversation())
        context.relay.listen(self, self._departures.changes(), self._reload)
        self._reload()

    def _place(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, round(0.5 * self._context.theme.em), 0)
        said = self.tr(
            "Every request that deskchat sent, the newest first. What was said is not written down here: of the messages"
            " only how many went along, and in which conversation they are."
        )
        column.addWidget(PlainLabel(said, self, wrap=True))
        column.addWidget(self._sum)
        column.addWidget(self._table, 1)
        column.addWidget(self._whole)
        buttons = QHBoxLayout()
        buttons.addWidget(self._open)
        buttons.addStretch(1)
        buttons.addWidget(self._clear)
        column.addLayout(buttons)
        column.addWidget(page_of(self._context, self, (KEEP_REQUESTS_DAYS,)))

    def _reload(self, _: object = None) -> None:
        self._context.relay.run(self, self._departures.latest(SHOWN), self._show)
        self._context.relay.run(self, self._departures.sum(), self._show_sum)

    def _show(self, departures: tuple[Departure, ...]) -> None:
        row = self._table.currentIndex().row()
        chosen = self._shown[row].id if 0 <= row < len(self._shown) else ""
        self._shown = departures
        heads = [
            self.tr("Time"), self.tr("What for"), self.tr("To"), self.tr("Model"), self.tr("Messages"), self.tr("Sent"),
            self.tr("Received"), self.tr("Result"),
        ]    # fmt: skip
        self._table.show_rows(self.tr("Requests"), heads, [self._row(one) for one in departures], NAMES, GIVING)
        at = next((n for n, one in enumerate(departures) if one.id == chosen), None)
        if at is not None:
            self._table.selectRow(at)
        self._follow_selection()
        self._clear.setEnabled(bool(departures))

    def _show_sum(self, total: Sum) -> None:
        words = self.tr("%1 requests, %2 sent, %3 received.", "", total.requests)
        words = counted(words, total.requests, "One request, %2 sent, %3 received.")
        words = words.replace("%2", figures(size(total.sent_bytes))).replace("%3", figures(size(total.received_bytes)))
        self._sum.setText(words if total.requests else self.tr("The list of requests is empty."))

    def _row(self, departure: Departure) -> tuple[str, ...]:
        subject = departure.subject
        return (
            _moment(departure.at),
            self._purpose(subject.purpose),
            departure.host,
            subject.model or departure.provider,
            str(subject.messages) if subject.messages else "",
            figures(size(departure.sent_bytes)),
            figures(size(departure.received_bytes)),
            translated(result(departure)),
        )

    def _purpose(self, purpose: Purpose) -> str:
        return {
            Purpose.REPLY: self.tr("a reply"),
            Purpose.COUNT: self.tr("counting tokens"),
            Purpose.MODELS: self.tr("the list of models"),
            Purpose.SEARCH: self.tr("looking for models"),
            Purpose.DOWNLOAD: self.tr("a download"),
            Purpose.NEARBY: self.tr("looking for servers"),
            Purpose.OTHER: self.tr("something else"),
        }[purpose]

    def _chosen(self) -> Departure | None:
        row = self._table.currentIndex().row()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def _conversation(self) -> str:
        chosen = self._chosen()
        return chosen.subject.conversation if chosen is not None else ""

    def _follow_selection(self) -> None:
        self._open.setEnabled(bool(self._conversation()))
        chosen = self._chosen()
        if chosen is None:
            self._whole.setText(self.tr("Choose a request to see all that is known of it."))
            return
        when = _moment(chosen.at, whole=True)
        self._whole.setText(f"{when} · {chosen.provider} · {where(chosen)} · {translated(result(chosen))}")

    def _want_conversation(self) -> None:
        if self._conversation():
            self.conversation_wanted.emit(self._conversation())

    def _ask_to_clear(self) -> None:
        box = QMessageBox(self)
        box.setWindowTitle(self.tr("Clear the list"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(self.tr("Forget which requests left this computer? Your conversations stay."))
        clear = box.addButton(self.tr("Clear"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.finished.connect(box.deleteLater)
        clear.clicked.connect(lambda: self._context.relay.run(self, self._departures.clear()))
        box.open()


def _moment(moment: datetime, *, whole: bool = False) -> str:
    """In the person's own time, as their language writes it: in a list without the day, where that is today."""
    there = QDateTime.fromSecsSinceEpoch(int(moment.timestamp()))
    if whole:
        return f"{QLocale().toString(there.date(), QLocale.FormatType.ShortFormat)} {there.toString('HH:mm:ss')}"
    today = there.date() == QDate.currentDate()
    return there.toString("HH:mm:ss") if today else QLocale().toString(there, "d MMM HH:mm")
