"""The numbers of a report as rows, for eyes and for screen readers."""

import html
from collections.abc import Collection, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from deskchat.ui.context import UiContext

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
NARROWEST = 5    # of the column of names, in em
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Rows(QAbstractTableModel):
    """Texts in rows; the first column names them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._heads: Sequence[str] = ()
        self._rows: Sequence[Sequence[str]] = ()
        self._names: Collection[int] = (0,)

    def show(self, heads: Sequence[str], rows: Sequence[Sequence[str]], names: Collection[int]) -> None:
        """Show these; ``names`` are the columns that hold no numbers."""
        self.beginResetModel()
        self._heads, self._rows, self._names = heads, rows, names
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return self._rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return LEFT if index.column() in self._names else RIGHT
        if role == Qt.ItemDataRole.AccessibleTextRole:
            head, text = self._heads[index.column()].replace("\n", " "), self._rows[index.row()][index.column()]
            return f"{self._rows[index.row()][0]}, {head}: {text}" if index.column() else text
        if role == Qt.ItemDataRole.ToolTipRole and not index.column():
            return f"<qt>{html.escape(self._rows[index.row()][0])}</qt>"    # it may be cut off
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return LEFT if section in self._names else RIGHT
        return None


class SpendingTable(QTableView):
    """Read with the arrow keys; Tab leaves it."""

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._giving: Collection[int] = (0,)
        self._rows = Rows(self)
        self.setModel(self._rows)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        context.theme.changed.connect(self._follow_theme)
        self._follow_theme()

    def show_rows(
        self,
        name: str,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        names: Collection[int] = (0,),
        giving: Collection[int] = (0,),
    ) -> None:
        """Show these; ``name`` says what they are, ``names`` are the columns that hold no numbers, ``giving`` those that
        get what room the others leave.
        """
        self._giving = giving
        self.setAccessibleName(name)
        self._rows.show(heads, rows, names)
        if heads:
            self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
            for column in giving:
                self.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            self._fit_names()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_names()

    def _fit_names(self) -> None:
        """The names get what the numbers leave, and are cut off in the middle rather than that a number is out of sight."""
        head = self.horizontalHeader()
        if head.count():
            others = sum(head.sectionSize(column) for column in range(head.count()) if column not in self._giving)
            room = self.viewport().width() - others
            wished = {column: max(self.sizeHintForColumn(column), head.sectionSizeHint(column)) for column in self._giving}
            least, left = round(NARROWEST * self._context.theme.em), sum(wished.values())
            for column, width in sorted(wished.items(), key=lambda pair: pair[1]):    # what the narrow need, the wide give
                share = max(least, room * width // max(1, left))
                head.resizeSection(column, share)
                room, left = room - share, left - width

    def texts(self) -> tuple[tuple[str, ...], ...]:
        """What the table says, row by row."""
        columns = range(self._rows.columnCount())
        return tuple(
            tuple(self._rows.data(self._rows.index(row, column)) for column in columns)
            for row in range(self._rows.rowCount())
        )

    def _follow_theme(self) -> None:
        em = self._context.theme.em
        self.verticalHeader().setDefaultSectionSize(round(1.5 * em))
        self.setMinimumHeight(round(13 * em))
