"""A key that is heard whatever window has the focus, on X11: ``XGrabKey`` of Xlib, over a connection of its own.

See Xlib's manual, “Grabbing the keyboard”. A grabbed key reaches no other program, and one that another program has
grabbed can't be had.
"""

import ctypes
import ctypes.util
import os
import selectors
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication

KEY_PRESS = 2
SHIFT, LOCK, CONTROL, ALT, NUM, SUPER = 1, 2, 4, 8, 16, 64    # X.h; which key is Alt or Super is the usual map
MODIFIERS = {"shift": SHIFT, "ctrl": CONTROL, "alt": ALT, "meta": SUPER}
SLACK = (0, LOCK, NUM, LOCK | NUM)    # heard with Caps Lock and Num Lock, too
EVENT_BYTES = 192
ASYNC = 1
ENDS_WITHIN_S = 2.0    # an X server that hangs keeps nobody from ending


def parsed(keys: str) -> tuple[int, str]:
    """The modifiers and the key's name of such as “Ctrl+Alt+Space”. Raises ``ValueError``."""
    *modifiers, key = [part.strip().lower() for part in keys.split("+")]
    if not key or not modifiers:
        raise ValueError(f"“{keys}” has no modifier or no key")
    mask = 0
    for modifier in modifiers:
        if modifier not in MODIFIERS:
            raise ValueError(f"“{modifier}” is no modifier")
        mask |= MODIFIERS[modifier]
    return mask, key


class X11Hotkey:
    """Calls ``pressed`` on a thread of its own. ``problem``: why the key can't be had, ``""`` when it can."""

    def __init__(self, keys: str, pressed: Callable[[], None]) -> None:
        self.problem = ""
        self._pressed = pressed
        self._ended = False
        try:
            mask, key = parsed(keys)
            self._x = _library()
        except (ValueError, OSError) as error:
            self.problem = str(error)
            return
        self._display = self._x.XOpenDisplay(None)
        if not self._display:
            self.problem = QCoreApplication.translate("Presence", "There is no X server.")
            return
        if not self._grab(mask, key):
            self.problem = QCoreApplication.translate("Presence", "Another program has this key.")
            self._x.XCloseDisplay(self._display)
            return
        self._told, self._tell = os.pipe()    # from here on the display is the thread's alone
        self._thread = threading.Thread(target=self._listen, name="deskchat-hotkey", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Give the key back; it can be had again, and the thread has ended, when this returns."""
        if not self.problem and not self._ended:
            self._ended = True
            os.close(self._tell)
            self._thread.join(ENDS_WITHIN_S)

    def _grab(self, mask: int, key: str) -> bool:
        x = self._x
        name = key if len(key) == 1 else key.capitalize() if key.startswith("f") and key[1:].isdigit() else key
        symbol = x.XStringToKeysym(name.encode("ascii", "ignore"))
        self._code = x.XKeysymToKeycode(self._display, symbol)
        self._mask = mask
        self._root = x.XDefaultRootWindow(self._display)
        if not symbol or not self._code:
            return False
        refused: list[int] = []

        def note(_: object, __: object) -> int:
            refused.append(1)
            return 0

        handler = _ErrorHandler(note)
        before = x.XSetErrorHandler(handler)
        for slack in SLACK:
            x.XGrabKey(self._display, self._code, mask | slack, self._root, 0, ASYNC, ASYNC)
        x.XSync(self._display, 0)
        x.XSetErrorHandler(before)
        return not refused

    def _listen(self) -> None:
        x, event = self._x, ctypes.create_string_buffer(EVENT_BYTES)
        with os.fdopen(self._told, "rb") as told, selectors.DefaultSelector() as waiting:
            waiting.register(x.XConnectionNumber(self._display), selectors.EVENT_READ)
            waiting.register(told, selectors.EVENT_READ)
            while not self._ended:
                while x.XPending(self._display):    # what Xlib has read already wakes no selector
                    x.XNextEvent(self._display, event)
                    if ctypes.c_int.from_buffer(event).value == KEY_PRESS and not self._ended:
                        self._pressed()
                waiting.select()
        for slack in SLACK:
            x.XUngrabKey(self._display, self._code, self._mask | slack, self._root)
        x.XCloseDisplay(self._display)    # waits until the server has done all of it


_ErrorHandler = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)


def _library() -> Any:
    """libX11, with the types of what is called. Raises ``OSError``."""
    name = ctypes.util.find_library("X11")
    if name is None:
        raise OSError("libX11 is not installed.")
    x = ctypes.CDLL(name)
    x.XInitThreads()
    for call, result, arguments in (
        ("XOpenDisplay", ctypes.c_void_p, [ctypes.c_char_p]),
        ("XCloseDisplay", ctypes.c_int, [ctypes.c_void_p]),
        ("XDefaultRootWindow", ctypes.c_ulong, [ctypes.c_void_p]),
        ("XStringToKeysym", ctypes.c_ulong, [ctypes.c_char_p]),
        ("XKeysymToKeycode", ctypes.c_ubyte, [ctypes.c_void_p, ctypes.c_ulong]),
        ("XGrabKey", ctypes.c_int, [ctypes.c_void_p, ctypes.c_int, ctypes.c_uint, ctypes.c_ulong, *[ctypes.c_int] * 3]),
        ("XUngrabKey", ctypes.c_int, [ctypes.c_void_p, ctypes.c_int, ctypes.c_uint, ctypes.c_ulong]),
        ("XSync", ctypes.c_int, [ctypes.c_void_p, ctypes.c_int]),
        ("XConnectionNumber", ctypes.c_int, [ctypes.c_void_p]),
        ("XPending", ctypes.c_int, [ctypes.c_void_p]),
        ("XNextEvent", ctypes.c_int, [ctypes.c_void_p, ctypes.c_void_p]),
        ("XSetErrorHandler", ctypes.c_void_p, [ctypes.c_void_p]),
    ):
        function = getattr(x, call)
        function.restype, function.argtypes = result, arguments
    return x
