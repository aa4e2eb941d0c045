"""What a conversation or a reply leaves behind is given back to the system when the window has come to rest.

Messages that were shown are in cycles of Python's, and wait for a full collection, which is seldom due; the source lines of
modules, in which PySide looks for its name at each import (``shibokensupport.feature``), wait in ``linecache`` for ever.
What lies below the window, the services give back.
"""

import gc
import linecache

from PySide6.QtCore import QObject, QTimer

from deskchat.ui.context import UiContext

REST_MS = 4000


class SpareMemory(QObject):
    """One timer that runs once, after the last call of ``give_back_soon``."""

    def __init__(self, context: UiContext, parent: QObject) -> None:
        super().__init__(parent)
        self._relay = context.relay
        self._below = context.services.memory
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._give_back)

    def give_back_soon(self) -> None:
        """Something large was let go of."""
        self._rest.start()

    def _give_back(self) -> None:
        gc.collect()    # here: what is found is destroyed on the thread that collects
        linecache.clearcache()
        self._relay.run(self, self._below.give_back())
