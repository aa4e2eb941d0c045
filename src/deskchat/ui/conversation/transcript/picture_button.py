"""A picture in the transcript: as large as is pleasant, and a click away from being larger."""

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton

from deskchat.ui.conversation.transcript.ink import Ink
from deskchat.ui.conversation.transcript.pictures import size_of

RADIUS = 0.6    # of the corners, in em


class PictureButton(QAbstractButton):
    """Has its size at once, from the picture's first bytes, and the picture a little later."""

    def __init__(self, data: bytes, ink: Ink, room: QSize) -> None:
        """``room``: pixels it may take."""
        super().__init__()
        self._ink = ink
        self._picture: QPixmap | None = None
        self._damaged = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        size = size_of(data)
        if not size.isValid():
            size = QSize(int(4 * ink.em), int(4 * ink.em))
        elif size.width() > room.width() or size.height() > room.height():
            size = size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        self.setFixedSize(size.expandedTo(QSize(int(2 * ink.em), int(2 * ink.em))))
        ink.decoding.begin(self, data, int(max(size.width(), size.height()) * self.devicePixelRatioF()), self._show)

    def _show(self, image: QImage) -> None:
        self._damaged = image.isNull()
        if not self._damaged:
            self._picture = QPixmap.fromImage(image)
        self.update()

    def sizeHint(self) -> QSize:
        return self.size()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Rounded; its place is grey until it is there."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        box, radius = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS * self._ink.em
        path = QPainterPath()
        path.addRoundedRect(box, radius, radius)
        painter.fillPath(path, self._ink.colours.hover)
        if self._picture is not None:
            painter.setClipPath(path)
            size = self._picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            painter.drawPixmap(centred(size, self.rect()), self._picture)
            painter.setClipping(False)
        painter.setPen(QPen(self._ink.colours.accent if self.hasFocus() else self._ink.colours.border, 1))
        painter.drawPath(path)
        if self._damaged:
            self._ink.icons.icon("warning", self._ink.colours.quiet).paint(painter, self.rect().adjusted(8, 8, -8, -8))


def centred(size: QSize, inside: QRect) -> QRect:
    """Where something of that size stands in the middle."""
    place = QRect(QPoint(0, 0), size)
    place.moveCenter(inside.center())
    return place
