"""What a conversation or a reply leaves behind is given back to the system when the window has come to rest.

Messages that were shown are in cycles of Python's, and wait for a full collection, which is seldom due; the source lines of
modules, in which PySide looks for its name at each import (``shibokensupport.feature``), wait in ``linecache`` for ever.
glibc returns freed memory by itself only from the end of its heap; pages in the middle stay with the program until it is
told (``malloc_trim(3)``). The allocators of macOS and Windows do that themselves.
"""

import asyncio
import gc
import linecache
import sys

from PySide6.QtCore import QObject, QTimer

from deskchat.ui.relay import Relay

REST_MS = 4000


class SpareMemory(QObject):
    """One timer that runs once, after the last call of ``give_back_soon``."""

    def __init__(self, relay: Relay, parent: QObject) -> None:
        super().__init__(parent)
        self._relay = relay
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._give_back)

    def give_back_soon(self) -> None:
        """Something large was let go of."""
        self._rest.start()

    def _give_back(self) -> None:
        gc.collect()    # here: what is found is destroyed on the thread that collects
        linecache.clearcache()
        self._relay.run(self, asyncio.to_thread(give_back))


def give_back() -> bool:
    """Give freed pages back. Takes some milliseconds in which other threads may wait. ``False`` where nothing was given."""
    if not sys.platform.startswith("linux"):
        return False
    import ctypes

    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)    # not in every C library
    return trim is not None and bool(trim(0))
