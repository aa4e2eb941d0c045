"""A list of which one is chosen."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QWidget


class ChoiceBox(QComboBox):
    """What is selected in the accessibility tree is chosen: there Qt marks it in the list and goes no further."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        soon = QTimer(self, singleShot=True)    # after mouse and keyboard made it current
        soon.timeout.connect(self._look)
        self.view().selectionModel().selectionChanged.connect(lambda *_: soon.start())

    def _look(self) -> None:
        rows = [index.row() for index in self.view().selectedIndexes()]
        pointed_at = self.view().isVisible() and rows == [self.view().currentIndex().row()]
        if len(rows) == 1 and not pointed_at:
            self.hidePopup()
            self.view().clearSelection()
            if rows != [self.currentIndex()]:
                self.setCurrentIndex(rows[0])
                self.activated.emit(rows[0])
