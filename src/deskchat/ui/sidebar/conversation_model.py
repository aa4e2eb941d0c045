"""The rows of the list: headings and conversations, read where they are looked at; or the hits of a search."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QStringListModel, Qt, Signal

from deskchat.chat.conversation import Run, Snippet, Summary
from deskchat.services.finding import Hit

ID = Qt.ItemDataRole.UserRole              # "" for a heading, and for a row that is being read
HEADING = Qt.ItemDataRole.UserRole + 1     # the words of a heading, "" for a conversation
SNIPPET = Qt.ItemDataRole.UserRole + 2     # Snippet of a hit, else None
PINNED = Qt.ItemDataRole.UserRole + 3
RUNNING = Qt.ItemDataRole.UserRole + 4
TAGS = Qt.ItemDataRole.UserRole + 5
NODE = Qt.ItemDataRole.UserRole + 6        # id of the message that a search found, "" for a title

PAGE = 64         # conversations read at once
MOST_PAGES = 60   # kept
Index = QModelIndex | QPersistentModelIndex


class ConversationModel(QStringListModel):
    """All rows are equally high, so that a view needs to ask only for those it shows.

    The texts it has for Qt are empty; there are as many as rows. Each time all is laid out the view asks for every row
    whether it is there, twice: a tenth of a second for 100,000 of them, where it is Python that answers.
    """

    renamed = Signal(str, str)    # conversation id, what was typed
    page_wanted = Signal(int)     # number of a page that is looked at and not there

    def __init__(self, is_running: Callable[[str], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_running = is_running
        self._runs: Sequence[Run] = ()
        self._heads: Sequence[str] = ()
        self._starts: list[int] = []                       # the row of each heading
        self._count = 0
        self._pages: dict[int, Sequence[Summary]] = {}
        self._wanted: set[int] = set()
        self._hits: Sequence[Hit] | None = None

    @property
    def searched(self) -> bool:
        """Are hits shown?"""
        return self._hits is not None

    def show_list(self, runs: Sequence[Run], heads: Sequence[str], pages: dict[int, Sequence[Summary]]) -> None:
        """List conversations below their headings, one for each run; ``pages``: those that are there already."""
        if self._hits is None and (runs, heads) == (self._runs, self._heads):
            self._pages, self._wanted = pages, set()    # what is selected and where one looks stays
            if self._count:
                self.dataChanged.emit(self.index(0), self.index(self._count - 1))
            return
        self._hits, self._runs, self._heads, self._pages, self._wanted = None, runs, heads, pages, set()
        self._starts, row = [], 0
        for run in runs:
            self._starts.append(row)
            row += run.count + 1
        self._have(row)

    def show_hits(self, hits: Sequence[Hit]) -> None:
        """List what a search found."""
        self._hits = hits
        self._have(len(hits))

    def add_page(self, number: int, page: Sequence[Summary]) -> None:
        """A page that was wanted is there."""
        while len(self._pages) >= MOST_PAGES:
            del self._pages[next(iter(self._pages))]
        self._pages[number] = page
        self._wanted.discard(number)
        first = self.row_at(number * PAGE)
        last = self.row_at(number * PAGE + len(page) - 1)
        if not self.searched and 0 <= first <= last < self._count:
            self.dataChanged.emit(self.index(first), self.index(last))

    def row_at(self, place: int) -> int:
        """The row of the conversation at that place of the list, from 0."""
        before = 0
        for number, run in enumerate(self._runs):
            if place < before + run.count:
                return place + number + 1
            before += run.count
        return -1

    def place_of(self, row: int) -> int:
        """The place in the list of the conversation in that row; -1 for a heading."""
        at = bisect_right(self._starts, row) - 1
        return -1 if at < 0 or self._starts[at] == row else row - at - 1

    def headings_above(self, row: int) -> Sequence[str]:
        """The headings that stand above that row."""
        return self._heads[: bisect_right(self._starts, row)]

    def row_of(self, conversation_id: str | None) -> int:
        """The row of that conversation, or -1 when it is not among those that were read."""
        if self._hits is not None:
            return next((row for row, hit in enumerate(self._hits) if hit.conversation.id == conversation_id), -1)
        for number, page in self._pages.items():
            for at, summary in enumerate(page):
                if summary.id == conversation_id:
                    return self.row_at(number * PAGE + at)
        return -1

    def summary(self, row: int) -> Summary | None:
        """What stands in that row; ``None`` for a heading, and for one that is being read."""
        if self._hits is not None:
            return self._hits[row].conversation if 0 <= row < len(self._hits) else None
        place = self.place_of(row)
        if not 0 <= row < self._count or place < 0:
            return None
        number, at = divmod(place, PAGE)
        page = self._pages.get(number)
        if page is None:
            if number not in self._wanted:
                self._wanted.add(number)
                self.page_wanted.emit(number)
            return None
        return page[at] if at < len(page) else None

    def _have(self, rows: int) -> None:
        """Begin anew with so many."""
        self._count = rows
        self.setStringList([""] * rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self._heading(index.row()):
            return Qt.ItemFlag.ItemNeverHasChildren
        usual = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
        return usual | Qt.ItemFlag.ItemIsEditable if index.isValid() else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        heading = self._heading(index.row())
        if role == HEADING:
            return heading
        if role == SNIPPET:
            return self._snippet(index.row())
        if heading:
            return heading if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) else None
        summary = self.summary(index.row())
        if summary is None:
            return "" if role in (Qt.ItemDataRole.DisplayRole, ID) else None
        return self._of(summary, index.row(), role)

    def _of(self, summary: Summary, row: int, role: int) -> Any:
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return summary.title or self.tr("New chat")
            case Qt.ItemDataRole.EditRole:
                return summary.title
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return self._description(summary, row)
            case _ if role == ID:
                return summary.id
            case _ if role == PINNED:
                return summary.pinned
            case _ if role == RUNNING:
                return self._is_running(summary.id)
            case _ if role == TAGS:
                return summary.tags
            case _ if role == NODE:
                return (self._hits[row].node_id or "") if self._hits is not None else ""
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        summary = self.summary(index.row())
        title = " ".join(str(value).split())
        if summary is None or role != Qt.ItemDataRole.EditRole or title == summary.title:
            return False
        self.renamed.emit(summary.id, title)
        return True

    def _heading(self, row: int) -> str:
        if self._hits is not None or not self._starts:
            return ""
        at = bisect_right(self._starts, row) - 1
        return self._heads[at] if at >= 0 and self._starts[at] == row else ""

    def _snippet(self, row: int) -> Snippet | None:
        return self._hits[row].snippet if self._hits is not None and 0 <= row < len(self._hits) else None

    def _description(self, summary: Summary, row: int) -> str:
        snippet = self._snippet(row)
        words = [
            self.tr("pinned") if summary.pinned else "",
            self.tr("archived") if summary.archived else "",
            ", ".join(summary.tags),
            snippet.text if snippet is not None else "",
        ]
        return "; ".join(filter(None, words))
