"""Python's cycle collector, kept on the window's thread.

It runs on whichever thread happens to allocate, and destroys what it finds there: a widget in a cycle, collected on the
thread that waits for the network, crashes the program.
"""

import gc
import time

from PySide6.QtCore import QAbstractEventDispatcher, QObject, QTimer

AT_MOST_EVERY_S = 1.0
FREEZE_AFTER_MS = 4000    # by then all modules are there: no collection need look at them ever again


class Garbage(QObject):
    """Collects when it is due and the window has nothing else to do, and only on the thread that made this."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        gc.freeze()    # what is there before the window is modules
        self._looked_s = time.monotonic()
        QTimer.singleShot(FREEZE_AFTER_MS, self, gc.freeze)
        dispatcher = QAbstractEventDispatcher.instance()
        dispatcher.aboutToBlock.connect(self._look)    # no timer: what rests is not woken for it

    def _look(self) -> None:
        now_s = time.monotonic()
        if now_s - self._looked_s >= AT_MOST_EVERY_S:
            self._looked_s = now_s
            collect_when_due()


def collect_when_due() -> None:
    """Collect the oldest generation that is over its threshold, as the interpreter would have."""
    for generation, (count, threshold) in reversed(list(enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)))):
        if count > threshold:
            gc.collect(generation)
            return
