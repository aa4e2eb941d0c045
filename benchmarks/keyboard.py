"""A keyboard on an X display: real key events, as a person's, through the XTEST extension."""

import ctypes
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

EVERY_S = 0.005
NAMES = {" ": "space"}


class Typist:
    """Types on ``display``, for whoever has the focus."""

    def __init__(self, display: str) -> None:
        self._x11, self._xtst = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXtst.so.6")
        self._x11.XOpenDisplay.restype = ctypes.c_void_p
        self._x11.XStringToKeysym.restype = self._x11.XDefaultRootWindow.restype = ctypes.c_ulong
        self._connection = ctypes.c_void_p(self._x11.XOpenDisplay(display.encode()))
        if not self._connection:
            raise RuntimeError(f"there is no X display {display}")

    def take_focus(self) -> None:
        """Give the focus to the window below the pointer, as a window manager would: without it no shortcut is heard."""
        root = self._x11.XDefaultRootWindow(self._connection)
        window, numbers = ctypes.c_ulong(), [ctypes.byref(ctypes.c_int()) for _ in range(5)]
        self._x11.XQueryPointer(self._connection, root, ctypes.byref(ctypes.c_ulong()), ctypes.byref(window), *numbers)
        if not window.value:
            raise RuntimeError("there is no window below the pointer")
        self._x11.XSetInputFocus(self._connection, window, 1, 0)    # the pointer's window when this one is closed; now
        self._x11.XFlush(self._connection)

    def press(self, key: str, *held: str) -> None:
        """Press and release ``key`` while ``held`` are down; all by the names of X's keysyms."""
        codes = [self._x11.XKeysymToKeycode(self._connection, ctypes.c_ulong(self._keysym(name))) for name in (*held, key)]
        for code in codes:
            self._xtst.XTestFakeKeyEvent(self._connection, code, 1, ctypes.c_ulong(0))
        for code in reversed(codes):
            self._xtst.XTestFakeKeyEvent(self._connection, code, 0, ctypes.c_ulong(0))
        self._x11.XFlush(self._connection)

    def write(self, text: str) -> None:
        """Type small letters and spaces."""
        for letter in text:
            self.press(NAMES.get(letter, letter))
            time.sleep(EVERY_S)

    def close(self) -> None:
        """Leave the display."""
        self._x11.XCloseDisplay(self._connection)

    def _keysym(self, name: str) -> int:
        return int(self._x11.XStringToKeysym(name.encode()))


@contextmanager
def typing(letter: str, display: str, every_s: float = EVERY_S) -> Iterator[None]:
    """Press and release ``letter`` every ``every_s`` seconds on ``display``."""
    stop = threading.Event()
    typist = threading.Thread(target=_type, args=(letter, display, stop, every_s))
    typist.start()
    try:
        yield
    finally:
        stop.set()
        typist.join()


def _type(letter: str, display: str, stop: threading.Event, every_s: float) -> None:
    typist = Typist(display)
    while not stop.wait(every_s):
        typist.press(letter)
    typist.close()
