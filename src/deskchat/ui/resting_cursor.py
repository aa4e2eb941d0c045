"""A text cursor that comes to rest: blinking wakes the processor twice a second, for ever."""

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

RESTS_AFTER_MS = 10_000
SIGNS_OF_LIFE = (QEvent.Type.KeyPress, QEvent.Type.FocusIn, QEvent.Type.MouseButtonPress)


class RestingCursor(QObject):
    """Lets the cursor of ``field`` blink while somebody is there, and stay lit some seconds after the last key."""

    def __init__(self, field: QWidget) -> None:
        super().__init__(field)
        self._usual_ms = QGuiApplication.styleHints().cursorFlashTime()
        self._blinks = True
        self._rest = QTimer(self, singleShot=True, interval=RESTS_AFTER_MS)
        self._rest.timeout.connect(lambda: QGuiApplication.styleHints().setCursorFlashTime(0))
        field.installEventFilter(self)

    def set_blinking(self, blinks: bool) -> None:
        """``False``: it is lit all the time, in every field."""
        if blinks == self._blinks:
            return
        self._blinks = blinks
        QGuiApplication.styleHints().setCursorFlashTime(self._usual_ms if blinks else 0)
        if blinks:
            self._rest.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Somebody is there."""
        if self._blinks and event.type() in SIGNS_OF_LIFE:
            QGuiApplication.styleHints().setCursorFlashTime(self._usual_ms)
            self._rest.start()
        return super().eventFilter(watched, event)
