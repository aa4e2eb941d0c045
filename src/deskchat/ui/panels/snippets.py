"""Snippets: texts that “/” in the message field puts in."""

from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from deskchat.services.snippets import Snippet
from deskchat.ui.context import UiContext
from deskchat.ui.panels.named_list import NamedPage, Words

TITLE = "Snippets"
ORDER = 43


def create(context: UiContext, parent: QWidget) -> QWidget:
    """The page."""
    return SnippetsPage(context, parent)


class SnippetsPage(NamedPage[Snippet]):
    """Name and text."""

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        super().__init__(context, context.services.snippets, self._own_words(), parent)
        fields = QWidget(self)
        self._text = QPlainTextEdit(fields)
        self._text.setAccessibleName(self.tr("Text"))
        self._text.setObjectName("field")
        self._text.setTabChangesFocus(True)
        self._text.textChanged.connect(self.note_change)
        column = QVBoxLayout(fields)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._name)
        column.addWidget(self._text, 1)
        hint = self.tr(
            "“/” at the start of the message field offers them. What stands in {{two braces}} is filled in each time: Tab"
            " goes from one to the next. {{clipboard}} becomes what was copied last."
        )
        self.begin(fields, hint)

    def make(self, name: str) -> Snippet:
        return Snippet(name)

    def show_fields(self, thing: Snippet | None) -> None:
        self._text.setPlainText("" if thing is None else thing.text)

    def read_fields(self, name: str) -> Snippet:
        return Snippet(name, self._text.toPlainText())

    def _own_words(self) -> Words:
        return Words(
            title=self.tr("Snippets"),
            new=self.tr("New snippet"),
            none=self.tr("There are no snippets yet. “New” makes one."),
            added=self.tr("Snippets added: %s"),
            deleted=self.tr("“%s” was deleted."),
            taking=self.tr("Import snippets"),
            giving=self.tr("Export snippets"),
            taken=self.tr("Snippets and texts (*.toml *.txt *.md)"),
            given=self.tr("Snippets (*.toml)"),
        )
