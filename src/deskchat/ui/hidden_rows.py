"""To Qt the rows of a list that is hidden show as long as it has a size, and a screen reader would find them."""

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtWidgets import QAbstractItemView


class HiddenRows(QObject):
    """Takes the size of ``view`` while it is hidden; it comes back as it was, scrolled to the same place."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self._size = QSize()
        self._scrolled = 0
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See Qt. A window that is minimised hides nothing."""
        if watched is self._view and not event.spontaneous():
            if event.type() is QEvent.Type.Hide:
                self._leave()
            elif event.type() is QEvent.Type.Show:
                self._come_back()
        return False

    def _leave(self) -> None:
        self._size, self._scrolled = self._view.size(), self._view.verticalScrollBar().value()
        self._view.resize(0, 0)

    def _come_back(self) -> None:
        if self._view.size().isEmpty():    # else a layout has given it another
            self._view.resize(self._size)
        self._view.verticalScrollBar().setValue(self._scrolled)
