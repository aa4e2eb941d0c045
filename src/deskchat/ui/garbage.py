"""Python's cycle collector, kept on the window's thread.

It runs on whichever thread happens to allocate, and destroys what it finds there: a widget in a cycle, collected on the
thread that waits for the network, crashes the program.
"""

import gc

from PySide6.QtCore import QObject, QTimer

LOOK_EVERY_MS = 1000


class Garbage(QObject):
    """Collects when it is due, and only on the thread that made this."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        timer = QTimer(self)
        timer.timeout.connect(collect_when_due)
        timer.start(LOOK_EVERY_MS)


def collect_when_due() -> None:
    """Collect the oldest generation that is over its threshold, as the interpreter would have."""
    for generation, (count, threshold) in reversed(list(enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)))):
        if count > threshold:
            gc.collect(generation)
            return
