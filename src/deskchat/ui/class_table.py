"""Room in the binding's table of classes, made before a thread beside the window's adds to it.

On Python 3.11 PySide6 keeps what it knows of a class in one hash table (``PepType_SOTP`` in libshiboken), and looks into it
without the interpreter's lock, at every ``metaObject()``: a widget is drawn, asked by a screen reader, or sends a signal.
When another thread defines or first uses a class of Qt at that moment and the table grows, the look finds nothing, and the
program dies. A table that was large enough once never grows. Later Pythons keep it in the class.
"""

import functools
import gc
import sys

from shiboken6 import Shiboken

OURS = 350          # deskchat's own, and what they use of Qt
ALL_OF_QT = 1000    # pyqtgraph goes through it


@functools.cache
def make_room(classes: int) -> None:
    """For so many, once; on the window's thread, before another makes them. The binding keeps 1 kB of each for ever."""
    if sys.version_info >= (3, 12):
        return
    made = [type("Room", (Shiboken.Object,), {}) for _ in range(classes)]
    del made
    gc.collect(0)    # a class is in cycles with itself; the table keeps its size
