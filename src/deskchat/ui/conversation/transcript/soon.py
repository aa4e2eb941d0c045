"""What is to be done once, before the next picture."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject

BEFORE_PAINTING = QEvent.Type(QEvent.registerEventType())


class Soon(QObject):
    """Calls ``do`` once, however often it is asked. A timer would come behind the picture: all is drawn twice."""

    def __init__(self, do: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._do = do
        self._asked = False

    def ask(self) -> None:
        """Call it when the events that wait now are handled."""
        if not self._asked:
            self._asked = True
            QCoreApplication.postEvent(self, QEvent(BEFORE_PAINTING))

    def event(self, event: QEvent) -> bool:
        """The call."""
        if event.type() != BEFORE_PAINTING:
            return super().event(event)
        self._asked = False
        self._do()
        return True
