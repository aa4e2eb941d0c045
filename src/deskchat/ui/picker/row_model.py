"""The picker's rows as Qt wants them."""

from collections.abc import Collection, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from deskchat.chat.model import ModelRef
from deskchat.ui.picker.rows import Kind, Row
from deskchat.ui.sentences import translated

ROW = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


class RowModel(QAbstractListModel):
    """Holds the rows; only headings can't be selected. Models have a check mark while several are to be chosen."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[Row] = ()
        self._marked: Collection[ModelRef] | None = None

    def show(self, rows: Sequence[Row]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def mark(self, marked: Collection[ModelRef] | None) -> None:
        """Show which models are chosen; ``None``: only one can be."""
        self._marked = marked
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def row(self, index: Index) -> Row | None:
        """What stands there."""
        return self._rows[index.row()] if 0 <= index.row() < len(self._rows) else None

    def first(self, ref: object = None) -> Index:
        """The row of that model, else of the first model."""
        models = [n for n, row in enumerate(self._rows) if row.kind is Kind.MODEL]
        ours = [n for n in models if (info := self._rows[n].info) is not None and info.ref == ref]
        return self.index((ours or models)[0]) if models else QModelIndex()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.row(index)
        if row is None or row.kind is Kind.HEADING:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index)
        if row is None:
            return None
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.accessible_name
        if role == Qt.ItemDataRole.CheckStateRole and self._marked is not None and row.info is not None:
            return Qt.CheckState.Checked if row.info.ref in self._marked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.AccessibleDescriptionRole and row.info is not None:
            return ". ".join(filter(None, (row.facts, translated(row.info.unavailable))))
        return None
