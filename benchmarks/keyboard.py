"""A keyboard on an X display: real key events, as a person's, through the XTEST extension."""

import ctypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager

EVERY_S = 0.005


@contextmanager
def typing(letter: str, display: str) -> Iterator[None]:
    """Press and release ``letter`` every ``EVERY_S`` seconds on ``display``, for whoever has the focus."""
    stop = threading.Event()
    typist = threading.Thread(target=_type, args=(letter, display, stop))
    typist.start()
    try:
        yield
    finally:
        stop.set()
        typist.join()


def _type(letter: str, display: str, stop: threading.Event) -> None:
    x11, xtst = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXtst.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(x11.XOpenDisplay(display.encode()))
    if not connection:
        raise RuntimeError(f"there is no X display {display}")
    key = x11.XKeysymToKeycode(connection, ctypes.c_ulong(ord(letter)))
    while not stop.wait(EVERY_S):
        for down in (1, 0):
            xtst.XTestFakeKeyEvent(connection, key, down, ctypes.c_ulong(0))
        x11.XFlush(connection)
    x11.XCloseDisplay(connection)
