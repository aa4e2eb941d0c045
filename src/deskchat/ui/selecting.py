"""What is selected in the accessibility tree: there Qt selects without making it the current one."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QTimer
from PySide6.QtWidgets import QAbstractItemView


def follow_selection(view: QAbstractItemView, do: Callable[[QModelIndex], object] | None = None) -> None:
    """Do ``do`` with the first cell of a row that alone was selected and is not current; without it, make it current.

    Mouse and keyboard do both in one step, and are not noticed. Call it when the view has its model.
    """
    chosen = do if do is not None else view.setCurrentIndex

    def look() -> None:
        rows = {index.siblingAtColumn(0) for index in view.selectionModel().selectedIndexes()}
        if len(rows) == 1 and rows != {view.currentIndex().siblingAtColumn(0)}:
            chosen(rows.pop())

    soon = QTimer(view, singleShot=True)    # once for what clears and selects, and after mouse and keyboard made it current
    soon.timeout.connect(look)
    view.selectionModel().selectionChanged.connect(lambda *_: soon.start())
