"""Snippets: texts that “/” in the message field puts in."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from deskchat.services.snippets import Snippet, free_name
from deskchat.ui.context import UiContext
from deskchat.ui.safe_text import PlainLabel
from deskchat.ui.sentences import translated

TITLE = "Snippets"
ORDER = 43
KEEP_AFTER_MS = 400


def create(context: UiContext, parent: QWidget) -> QWidget:
    """The page."""
    return SnippetsPage(context, parent)


class SnippetsPage(QWidget):
    """The list on the left, the chosen one on the right; what is changed holds at once."""

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._service = context.services.snippets
        self._snippets: list[Snippet] = []
        self._at = -1    # which one the fields show
        self._list = QListWidget(self)
        self._list.setAccessibleName(self.tr("Snippets"))
        self._name = QLineEdit(self)
        self._name.setAccessibleName(self.tr("Name"))
        self._text = QPlainTextEdit(self)
        self._text.setAccessibleName(self.tr("Text"))
        self._said = PlainLabel("", self, wrap=True, selectable=True)
        self._later = QTimer(self, singleShot=True, interval=KEEP_AFTER_MS)
        self._place()
        self._list.currentRowChanged.connect(self._show)
        self._name.textEdited.connect(lambda _: self._changed())
        self._text.textChanged.connect(self._changed)
        self._later.timeout.connect(self._keep)
        context.relay.run(self, self._service.all(), self._fill, lambda error: self._refuse(translated(error.message)))

    @property
    def snippets(self) -> tuple[Snippet, ...]:
        """As they stand."""
        return tuple(self._snippets)

    def _place(self) -> None:
        em = self._context.theme.em
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        top = QHBoxLayout()
        for text, do in (
            (self.tr("New"), self._add),
            (self.tr("Delete"), self._delete),
            (self.tr("Import…"), self._import),
            (self.tr("Export…"), self._export),
        ):
            button = QPushButton(text, self)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, do=do: do())
            top.addWidget(button)
        top.addStretch(1)
        column.addLayout(top)
        self._list.setMaximumWidth(round(11 * em))
        self._text.setObjectName("field")
        self._text.setTabChangesFocus(True)
        right = QVBoxLayout()
        right.addWidget(self._name)
        right.addWidget(self._text, 1)
        row = QHBoxLayout()
        row.addWidget(self._list)
        row.addLayout(right, 1)
        column.addLayout(row, 1)
        said = self.tr(
            "“/” at the start of the message field offers them. What stands in {{two braces}} is filled in each time: Tab"
            " goes from one to the next. {{clipboard}} becomes what was copied last."
        )
        help_label = PlainLabel(said, self, wrap=True)
        help_label.setEnabled(False)
        column.addWidget(help_label)
        column.addWidget(self._said)
        self._said.hide()

    def _fill(self, snippets: tuple[Snippet, ...]) -> None:
        self._at = -1
        self._snippets = list(snippets)
        self._list.clear()
        self._list.addItems([snippet.name for snippet in snippets])
        self._list.setCurrentRow(0)
        self._show(self._list.currentRow())

    def _refuse(self, sentence: str) -> None:
        """A file that can't be understood is not written over."""
        self._tell(sentence)
        self.setEnabled(False)

    def _show(self, row: int) -> None:
        self._at = -1    # what is filled in now is no change of the person's
        shown = self._snippets[row] if 0 <= row < len(self._snippets) else Snippet("")
        self._name.setText(shown.name)
        self._text.setPlainText(shown.text)
        self._name.setEnabled(bool(shown.name))
        self._text.setEnabled(bool(shown.name))
        self._at = row if shown.name else -1

    def _changed(self) -> None:
        if self._at < 0:
            return
        others = [snippet for at, snippet in enumerate(self._snippets) if at != self._at]
        wanted = " ".join(self._name.text().split()) or self._snippets[self._at].name
        new = Snippet(free_name(wanted, others), self._text.toPlainText())
        self._snippets[self._at] = new
        self._list.item(self._at).setText(new.name)
        self._later.start()

    def _add(self) -> None:
        self._snippets.append(Snippet(free_name(self.tr("New snippet"), self._snippets)))
        self._list.addItem(self._snippets[-1].name)
        self._list.setCurrentRow(len(self._snippets) - 1)
        self._keep()
        self._name.setFocus()
        self._name.selectAll()

    def _delete(self) -> None:
        at, self._at = self._at, -1
        if at >= 0:
            del self._snippets[at]
            self._list.takeItem(at)
            self._show(self._list.currentRow())
            self._keep()

    def _keep(self) -> None:
        """Goes on when the page is closed at once."""
        self._later.stop()
        self._context.relay.run(self._context.relay, self._service.keep(self.snippets))

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._later.isActive():
            self._keep()

    def _import(self) -> None:
        async def take(file: Path) -> tuple[int, tuple[Snippet, ...]]:
            return await self._service.take(file), await self._service.all()

        def chosen(file: Path) -> None:
            self._context.relay.run(self, take(file), self._taken, lambda error: self._tell(translated(error.message)))

        self._choose_file(self.tr("Import snippets"), QFileDialog.AcceptMode.AcceptOpen, chosen)

    def _taken(self, taken: tuple[int, tuple[Snippet, ...]]) -> None:
        self._fill(taken[1])
        self._tell(self.tr("Snippets added: %s") % taken[0])

    def _export(self) -> None:
        def chosen(file: Path) -> None:
            exporting = self._service.export(file)
            self._context.relay.run(self, exporting, None, lambda error: self._tell(translated(error.message)))

        self._choose_file(self.tr("Export snippets"), QFileDialog.AcceptMode.AcceptSave, chosen)

    def _choose_file(self, title: str, mode: QFileDialog.AcceptMode, then: Callable[[Path], None]) -> None:
        dialog = QFileDialog(self.window(), title)
        dialog.finished.connect(dialog.deleteLater)
        dialog.setAcceptMode(mode)
        saving = mode == QFileDialog.AcceptMode.AcceptSave
        names = self.tr("Snippets (*.toml)") if saving else self.tr("Snippets and texts (*.toml *.txt *.md)")
        dialog.setNameFilters([names, self.tr("All files (*)")])
        dialog.setDefaultSuffix("toml")
        dialog.filesSelected.connect(lambda files: then(Path(files[0])))
        dialog.open()

    def _tell(self, sentence: str) -> None:
        self._said.setText(sentence)
        self._said.setVisible(bool(sentence))
