"""The button over the transcript that leads to its end, while the reader is elsewhere."""

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QPushButton, QWidget

from deskchat.ui.conversation.transcript.ink import Ink


class EndButton(QPushButton):
    """Says whether text is being written down there."""

    def __init__(self, ink: Ink, parent: QWidget) -> None:
        super().__init__(parent)
        self.ink = ink
        self.setObjectName("floating")
        self.hide()

    def float_over(self, host: QWidget) -> None:
        """Lie on ``host``, which the transcript is in: a scroll area has no button in the tree that screen readers see."""
        self.setParent(host)

    def offer(self, area: QWidget, *, writing: bool) -> None:
        """Show it at the lower edge of ``area``."""
        text = self.tr("↓ New text below") if writing else self.tr("↓ To the end")
        if text != self.text():
            self.setText(text)
            self.adjustSize()
        host = self.parentWidget() or area
        place = QRect(area.mapTo(host, QPoint()), area.size())
        x = place.center().x() - self.width() // 2
        self.move(x, place.bottom() - self.height() - int(0.6 * self.ink.em))
        if self.isHidden():
            self.show()
            self.raise_()    # not each time: Qt raises the scroll bar again, and draws it for that
