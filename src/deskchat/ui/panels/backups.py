"""Copies of the whole history: which there are, one more, and one brought back."""

from PySide6.QtCore import QDateTime, QLocale, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QMessageBox, QVBoxLayout, QWidget

from deskchat.chat.errors import ChatError
from deskchat.services.backups import Backup, Why
from deskchat.ui.buttons import add_button
from deskchat.ui.context import UiContext
from deskchat.ui.conversation.transcript.entry import size_words
from deskchat.ui.safe_text import HintLabel, PlainLabel
from deskchat.ui.selecting import follow_selection
from deskchat.ui.sentences import translated

TITLE = "Backups"
ORDER = 78
BACKUP = Qt.ItemDataRole.UserRole


def create(context: UiContext, parent: QWidget) -> QWidget:
    """The page."""
    return BackupsPage(context, parent)


class BackupsPage(QWidget):
    """Reads the folder when it is made, and after everything that is done here."""

    conversation_wanted = Signal(object)    # None, a new one: the one that is open may not be part of the history any more

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._backups = context.services.backups
        self._list = QListWidget(self)
        self._list.setAccessibleName(self.tr("Backups"))
        self._said = PlainLabel("", self, wrap=True, selectable=True)
        self._place()
        follow_selection(self._list)
        self._list.currentRowChanged.connect(lambda row: self._restore.setEnabled(row >= 0))
        self._read()

    def _place(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(round(0.6 * self._context.theme.em))
        said = self.tr(
            "A copy of all conversations is made once a day, and before anything that could harm them. Those of the last"
            " seven days and four weeks are kept, and all that you made yourself."
        )
        column.addWidget(PlainLabel(said, self, wrap=True))
        column.addWidget(self._list, 1)
        row = QHBoxLayout()
        self._make = add_button(self.tr("Make one now"), row, self)
        self._restore = add_button(self.tr("Restore…"), row, self)
        opening = add_button(self.tr("Open the folder"), row, self)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self._said)
        hint = self.tr("Settings, assistants and snippets are files of their own, and stay as they are.")
        column.addWidget(HintLabel(hint, self))
        self._restore.setEnabled(False)
        self._said.hide()
        self._make.clicked.connect(self._make_one)
        self._restore.clicked.connect(self._ask)
        opening.clicked.connect(self._open_folder)

    def _read(self) -> None:
        self._context.relay.run(self, self._backups.all(), self._show)

    def _show(self, found: tuple[Backup, ...]) -> None:
        why = {
            Why.DAILY: self.tr("daily"),
            Why.BY_HAND: self.tr("made by you"),
            Why.BEFORE_RESTORE: self.tr("before another was restored"),
            Why.BEFORE_UPDATE: self.tr("before an update"),
        }
        self._list.clear()
        for backup in found:
            item = QListWidgetItem(f"{_when(backup)} · {why[backup.why]} · {size_words(backup.size)}")
            item.setData(BACKUP, backup)
            self._list.addItem(item)
        self._list.setCurrentRow(0 if found else -1)

    def _make_one(self) -> None:
        self._make.setEnabled(False)
        self._say(self.tr("Copying…"))

        def made(_: object) -> None:
            self._make.setEnabled(True)
            self._say(self.tr("The copy is made."))
            self._read()

        self._context.relay.run(self, self._backups.make(), made, self._fail)

    def _ask(self) -> None:
        item = self._list.currentItem()
        if item is None:
            return
        backup: Backup = item.data(BACKUP)
        box = QMessageBox(self)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle(self.tr("Restore a backup"))
        box.setText(self.tr("Bring back all conversations as they were on %1?").replace("%1", _when(backup)))
        box.setInformativeText(self.tr("What is there now becomes a backup first: you can go back."))
        restore = box.addButton(self.tr("Restore"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        restore.clicked.connect(lambda: self._bring_back(backup))
        box.open()

    def _bring_back(self, backup: Backup) -> None:
        def restored(_: None) -> None:
            self.conversation_wanted.emit(None)
            self._say(self.tr("It is the history now."))
            self._read()

        self._context.relay.run(self, self._backups.restore(backup.name), restored, self._fail)

    def _fail(self, error: ChatError) -> None:
        self._make.setEnabled(True)
        self._say(translated(error.message))

    def _say(self, sentence: str) -> None:
        self._said.setText(sentence)
        self._said.setVisible(bool(sentence))

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._backups.folder)))


def _when(backup: Backup) -> str:
    made = QDateTime.fromSecsSinceEpoch(int(backup.made_at.timestamp()))    # as the clock on the wall said
    return QLocale().toString(made, QLocale.FormatType.ShortFormat)
