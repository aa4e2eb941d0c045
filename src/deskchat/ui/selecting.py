"""What is selected in the accessibility tree: there Qt selects without making it the current one."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QTimer
from PySide6.QtWidgets import QAbstractItemView


def follow_selection(view: QAbstractItemView, do: Callable[[QModelIndex], object] | None = None) -> None:
    """Make current what alone was selected and is not; with ``do``, do it instead with the first cell of that row.

    Mouse and keyboard do both in one step, and are not noticed. Call it when the view has its model.
    """
    chosen = do if do is not None else view.setCurrentIndex
    last = QPersistentModelIndex()    # what was current; none any more when the list was filled anew

    def look() -> None:
        nonlocal last
        before, last = last, QPersistentModelIndex(view.currentIndex())
        rows = {index.siblingAtColumn(0) for index in view.selectionModel().selectedIndexes()}
        again = do is not None and before.isValid() and before == last
        if len(rows) == 1 and (again or rows != {view.currentIndex().siblingAtColumn(0)}):
            chosen(rows.pop())

    soon = QTimer(view, singleShot=True)    # once for what clears and selects, and after mouse and keyboard made it current
    soon.timeout.connect(look)
    view.selectionModel().selectionChanged.connect(lambda *_: soon.start())
