"""Ways through a long conversation: from one question to the next, and to a day."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale, QObject, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from deskchat.ui.figures import counted
from deskchat.ui.menu_button import MenuButton

if TYPE_CHECKING:
    from deskchat.ui.conversation.transcript.entry import Entry
    from deskchat.ui.conversation.transcript.transcript import Transcript

DAY = Qt.ItemDataRole.UserRole


class Jumps(QObject):
    """Moves the transcript that ``transcript`` gives; also from the menu of ``button``."""

    def __init__(self, button: MenuButton, transcript: "Callable[[], Transcript]") -> None:
        super().__init__(button)
        self._transcript = transcript
        menu = button.menu()
        menu.addSeparator()
        menu.addAction(self.tr("Previous question")).triggered.connect(lambda: self.step(-1))
        menu.addAction(self.tr("Next question")).triggered.connect(lambda: self.step(1))
        menu.addAction(self.tr("Go to a day…")).triggered.connect(lambda: self.ask_day())
        menu.addAction(self.tr("Go to the end")).triggered.connect(lambda: self._transcript().go_to_end())

    def step(self, by: int) -> None:
        """Go to the next (1) or previous (-1) message of the person; behind the last one to the end."""
        transcript = self._transcript()
        entries, at = transcript.entries, transcript.place
        places = range(at + 1, len(entries)) if by > 0 else range(at - 1, -1, -1)
        found = next((place for place in places if entries[place].is_person), None)
        if found is not None:
            transcript.go_to(entries[found].id)
        elif by > 0:
            transcript.go_to_end()

    def ask_day(self) -> None:
        """Let the person choose a day, and go to what was said first on it or after it."""
        entries = self._transcript().entries
        if entries:
            at = entries[min(self._transcript().place, len(entries) - 1)]
            dialog = DayDialog(Counter(map(_day, entries)), _day(at), self._transcript().window())
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.accepted.connect(lambda: self.go_to_day(dialog.day))
            dialog.open()

    def go_to_day(self, day: date) -> None:
        """Go to what was said first on that day or after it."""
        transcript = self._transcript()
        found = next((entry for entry in transcript.entries if _day(entry) >= day), None)
        if found is not None:
            transcript.go_to(found.id)


class DayDialog(QDialog):
    """The days on which something was said, the newest first: how many messages each has."""

    def __init__(self, days: Counter[date], shown: date, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Go to a day"))
        self._list = QListWidget()
        self._list.setAccessibleName(self.tr("Day"))
        for day, count in sorted(days.items(), reverse=True):
            said = counted(self.tr("%2: %1 messages", "", count), count, "%2: one message")
            item = QListWidgetItem(said.replace("%2", _words(day)))
            item.setData(DAY, day)
            self._list.addItem(item)
            if day == shown:
                self._list.setCurrentItem(item)
        margin = self._list.verticalScrollBar().sizeHint().width() + 2 * self._list.frameWidth()
        self._list.setMinimumWidth(self._list.sizeHintForColumn(0) + margin)
        self._list.itemActivated.connect(lambda _: self.accept())
        buttons = QDialogButtonBox()
        buttons.addButton(self.tr("Go"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self._list)
        column.addWidget(buttons)
        self._list.setFocus()

    @property
    def day(self) -> date:
        """The chosen one; in the accessibility tree one selects without making it the current one."""
        chosen: date = (self._list.selectedItems() or [self._list.currentItem()])[0].data(DAY)
        return chosen

    def choose(self, day: date) -> None:
        """Choose that one, where something was said on it."""
        for row in range(self._list.count()):
            if self._list.item(row).data(DAY) == day:
                self._list.setCurrentRow(row)


def _day(entry: "Entry") -> date:
    return entry.node.created_at.astimezone().date()    # as the clock on the wall said


def _words(day: date) -> str:
    return QLocale().toString(QDate(day.year, day.month, day.day), QLocale.FormatType.LongFormat)
