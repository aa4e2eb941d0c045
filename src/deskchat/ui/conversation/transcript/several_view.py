"""Several replies to one message, side by side, until one is picked to go on with."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from deskchat.ui.conversation.transcript.entry import Entry, speaker
from deskchat.ui.conversation.transcript.ink import Ink
from deskchat.ui.conversation.transcript.message_view import MessageView
from deskchat.ui.figures import counted

NARROWEST = 17    # of a column, in em; what does not fit beside the others stands below
WIDEST_EACH = 30


class SeveralView(QWidget):
    """Shows an ``Entry`` with what stands beside it; the same widget is told their next state."""

    height_changed = Signal(str)     # node id of the entry
    selected = Signal(str)           # node id of the column in which text was selected
    picked = Signal(str)             # node id of the reply to go on with
    stop_asked = Signal(str)         # node id of a reply being written
    copy_asked = Signal(str)
    copy_as_asked = Signal(str, str)
    regenerate_asked = Signal(str)
    regenerate_with_asked = Signal(str)
    rate_asked = Signal(str, int)
    continue_asked = Signal(str)
    continue_with_asked = Signal(str)
    key_wanted = Signal(str)         # provider id
    link_clicked = Signal(str)       # target

    def __init__(self, entry: Entry, ink: Ink, parent: QWidget) -> None:
        super().__init__(parent)
        self._entry = entry
        self._em = ink.em
        self._gap = int(0.8 * ink.em)
        self._width = 0
        self._columns = {one.id: _Column(one, ink, self) for one in entry.beside}
        for column in self._columns.values():
            self._connect(column)
        self.show_entry(entry)

    @property
    def entry(self) -> Entry:
        """What is shown."""
        return self._entry

    @property
    def views(self) -> tuple[MessageView, ...]:
        """The replies, in the order they were asked for."""
        return tuple(column.view for column in self._columns.values())

    @property
    def settled(self) -> bool:
        """Is everything shown that there is to show?"""
        return all(view.settled for view in self.views)

    @property
    def wanted_width(self) -> int:
        """In pixels, when there is room."""
        return int(len(self._columns) * WIDEST_EACH * self._em)

    def pick_button(self, node_id: str) -> QPushButton:
        """The button of a column: goes on with its reply, or stops it while it is written."""
        return self._columns[node_id].button

    def holds(self, entry: Entry) -> bool:
        """Does it have a column for each reply beside ``entry``, and no other?"""
        return tuple(self._columns) == tuple(one.id for one in entry.beside)

    def show_entry(self, entry: Entry) -> None:
        """Show the replies as they stand now."""
        self._entry = entry
        for one in entry.beside:
            self._columns[one.id].show_entry(one)
        count = len(entry.beside)
        self.setAccessibleName(counted(self.tr("%1 replies side by side", "", count), count, "One reply"))

    def set_width(self, width: int) -> None:
        """Lay everything out for that many pixels."""
        if width != self._width:
            self._width = width
            self.setFixedWidth(width)
            for column in self._columns.values():
                column.set_width(self._column_width())

    def measured_height(self) -> int:
        """The height at the given width, in pixels; puts the columns in their places."""
        top = 0
        columns = list(self._columns.values())
        per_row = self._per_row()
        for start in range(0, len(columns), per_row):
            row = columns[start : start + per_row]
            height = max(column.measured_height() for column in row)
            for place, column in enumerate(row):
                left = place * (self._column_width() + self._gap)
                column.setGeometry(left, top, self._column_width(), height)
            top += height + self._gap
        return max(0, top - self._gap)

    def _per_row(self) -> int:
        fits = int((self._width + self._gap) // (NARROWEST * self._em + self._gap))
        return max(1, min(len(self._columns), fits))

    def _column_width(self) -> int:
        per_row = self._per_row()
        return max(1, (self._width - (per_row - 1) * self._gap) // per_row)

    def _connect(self, column: "_Column") -> None:
        view = column.view
        view.height_changed.connect(lambda _: self.height_changed.emit(self._entry.id))
        view.selected.connect(self.selected)
        column.picked.connect(self.picked)
        column.stop_asked.connect(self.stop_asked)
        for name in ("copy", "rate", "regenerate", "regenerate_with", "continue", "continue_with"):
            getattr(view, f"{name}_asked").connect(getattr(self, f"{name}_asked"))
        view.copy_as_asked.connect(self.copy_as_asked)
        view.key_wanted.connect(self.key_wanted)
        view.link_clicked.connect(self.link_clicked)


class _Column(QFrame):
    """One reply, and the button below it."""

    picked = Signal(str)
    stop_asked = Signal(str)

    def __init__(self, entry: Entry, ink: Ink, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("column")
        self._entry = entry
        self._pad = int(0.7 * ink.em)
        self.view = MessageView(entry, ink, self)
        self.button = QPushButton()
        self.button.clicked.connect(self._press)
        column = QVBoxLayout(self)
        column.setContentsMargins(self._pad, self._pad, self._pad, self._pad)
        column.setSpacing(self._pad)
        column.addWidget(self.view)
        column.addStretch(1)
        column.addWidget(self.button)

    def show_entry(self, entry: Entry) -> None:
        self._entry = entry
        self.view.show_entry(entry)
        pick = self.tr("This one is best") if entry.mask else self.tr("Go on with this one")
        self.button.setText(self.tr("Stop this one") if entry.streaming else pick)
        self.button.setAccessibleName(f"{self.button.text()}: {speaker(entry.message)}")

    def set_width(self, width: int) -> None:
        self.view.set_width(max(1, width - 2 * self._pad))

    def measured_height(self) -> int:
        return self.view.measured_height() + self.button.sizeHint().height() + 3 * self._pad

    def _press(self) -> None:
        (self.stop_asked if self._entry.streaming else self.picked).emit(self._entry.id)
