"""The rows of the list: conversations under headings, or the hits of a search."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from deskchat.chat.conversation import Summary
from deskchat.services.finding import Hit
from deskchat.ui.sidebar.grouping import heading

ID = Qt.ItemDataRole.UserRole
HEADING = Qt.ItemDataRole.UserRole + 1    # the heading above this row, "" for none
SNIPPET = Qt.ItemDataRole.UserRole + 2
PINNED = Qt.ItemDataRole.UserRole + 3
RUNNING = Qt.ItemDataRole.UserRole + 4

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


class ConversationModel(QAbstractListModel):
    """Flat and cheap: values as the services gave them, formatted only for rows that are looked at."""

    renamed = Signal(str, str)    # conversation id, what was typed

    def __init__(self, is_running: Callable[[str], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_running = is_running
        self._rows: Sequence[Summary] = ()
        self._snippets: Sequence[str] = ()
        self._headings: dict[int, str] = {}

    def show_all(self, summaries: Sequence[Summary]) -> None:
        """List conversations, in the order given, under their headings."""
        today = datetime.now().astimezone().date()
        headings: dict[int, str] = {}
        before = ""
        for row, summary in enumerate(summaries):
            above = heading(summary, today)
            if above != before:
                headings[row] = before = above
        self._reset(summaries, (), headings)

    def show_hits(self, hits: Sequence[Hit]) -> None:
        """List what a search found; a conversation stands there once, with its first hit."""
        first: dict[str, Hit] = {}
        for hit in hits:
            first.setdefault(hit.conversation.id, hit)
        self._reset([hit.conversation for hit in first.values()], [hit.snippet.text for hit in first.values()], {})

    def row_of(self, conversation_id: str | None) -> int:
        """The row of that conversation, or -1."""
        return next((row for row, summary in enumerate(self._rows) if summary.id == conversation_id), -1)

    def summary(self, row: int) -> Summary | None:
        """What stands in that row."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        summary = self.summary(index.row())
        if summary is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return summary.title or self.tr("New chat")
            case Qt.ItemDataRole.EditRole:
                return summary.title
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return self.tr("pinned") if summary.pinned else ""
            case _ if role == ID:
                return summary.id
            case _ if role == HEADING:
                return self._headings.get(index.row(), "")
            case _ if role == SNIPPET:
                return self._snippets[index.row()] if self._snippets else ""
            case _ if role == PINNED:
                return summary.pinned
            case _ if role == RUNNING:
                return self._is_running(summary.id)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        summary = self.summary(index.row())
        title = " ".join(str(value).split())
        if summary is None or role != Qt.ItemDataRole.EditRole or title == summary.title:
            return False
        self.renamed.emit(summary.id, title)
        return True

    def _reset(self, rows: Sequence[Summary], snippets: Sequence[str], headings: dict[int, str]) -> None:
        self.beginResetModel()
        self._rows, self._snippets, self._headings = rows, snippets, headings
        self.endResetModel()
