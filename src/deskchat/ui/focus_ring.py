"""The line around what has no look of its own for having the keyboard."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPalette, QRegion, QResizeEvent
from PySide6.QtWidgets import QWidget

BY_KEYS = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
WIDTH = 2    # pixels


class FocusRing(QWidget):
    """Stands around ``widget`` while it has the focus and got it by a key: who clicks knows where they are."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the widget's focus and size."""
        if isinstance(event, QFocusEvent):
            self.setGeometry(self._widget.rect())
            self.setVisible(event.gotFocus() and event.reason() in BY_KEYS)
            self.raise_()
        elif event.type() == QEvent.Type.Resize:
            self.setGeometry(self._widget.rect())
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Only the line is there: what scrolls inside is moved as a picture, and not painted anew."""
        self.setMask(QRegion(self.rect()) - QRegion(self.rect().adjusted(WIDTH, WIDTH, -WIDTH, -WIDTH)))

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Accent))
