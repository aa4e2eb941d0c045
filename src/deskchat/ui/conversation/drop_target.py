"""Files and pictures that are dragged over a part of the window."""

from PySide6.QtCore import QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QWidget


class DropTarget(QObject):
    """Takes what is dropped on some widgets, and on what in them takes no drops itself."""

    hovered = Signal(bool)       # something that would be taken is over them, or no longer
    dropped = Signal(QMimeData)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._told_of: QWidget | None = None

    def take_drops_on(self, widget: QWidget) -> None:
        """Also on this."""
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def tell_of(self, widget: QWidget) -> None:
        """Only tell what is over this one: it takes its drops itself."""
        self._told_of = widget
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._told_of:
            self._tell(event)
            return False
        if isinstance(event, QDragEnterEvent):    # first: it is a kind of drop
            if _is_attachable(event.mimeData()):
                self.hovered.emit(True)
                event.acceptProposedAction()
        elif isinstance(event, QDragLeaveEvent):
            self.hovered.emit(False)
        elif isinstance(event, QDropEvent) and event.type() is QEvent.Type.Drop:
            self.hovered.emit(False)
            self.dropped.emit(event.mimeData())
            event.acceptProposedAction()
        return super().eventFilter(watched, event)

    def _tell(self, event: QEvent) -> None:
        if isinstance(event, QDragEnterEvent):
            self.hovered.emit(_is_attachable(event.mimeData()))
        elif isinstance(event, QDragLeaveEvent) or event.type() is QEvent.Type.Drop:
            self.hovered.emit(False)


def _is_attachable(data: QMimeData) -> bool:
    return data.hasImage() or any(url.isLocalFile() for url in data.urls())
