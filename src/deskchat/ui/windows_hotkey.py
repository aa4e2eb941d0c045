"""A key that is heard whatever window has the focus, on Windows: ``RegisterHotKey``, on a thread with a queue of its own.

See learn.microsoft.com, “RegisterHotKey function (winuser.h)”. One that another program has registered can't be had.
"""

import ctypes
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication

WM_HOTKEY, WM_QUIT = 0x0312, 0x0012
MODIFIERS = {"alt": 1, "ctrl": 2, "shift": 4, "meta": 8}
NO_REPEAT = 0x4000
NAMES = {"space": 0x20, "tab": 0x09, "return": 0x0D, "enter": 0x0D, "escape": 0x1B, "insert": 0x2D, "home": 0x24}
ANSWER_WITHIN_S = 5.0


class _Message(ctypes.Structure):
    """``MSG``."""

    _fields_ = [
        ("hwnd", ctypes.c_void_p),
        ("message", ctypes.c_uint),
        ("wParam", ctypes.c_size_t),
        ("lParam", ctypes.c_ssize_t),
        ("time", ctypes.c_ulong),
        ("x", ctypes.c_long),
        ("y", ctypes.c_long),
        ("private", ctypes.c_ulong),
    ]


def parsed(keys: str) -> tuple[int, int]:
    """The modifiers and the virtual key of such as “Ctrl+Alt+Space”. Raises ``ValueError``."""
    *modifiers, key = [part.strip().lower() for part in keys.split("+")]
    if not modifiers or any(modifier not in MODIFIERS for modifier in modifiers):
        raise ValueError(f"“{keys}” has no modifier, or one that is none")
    mask = sum({MODIFIERS[modifier] for modifier in modifiers})
    if key in NAMES:
        return mask, NAMES[key]
    if len(key) == 1 and key.isascii() and key.isalnum():
        return mask, ord(key.upper())
    if key.startswith("f") and key[1:].isdigit() and 1 <= int(key[1:]) <= 24:
        return mask, 0x6F + int(key[1:])
    raise ValueError(f"“{key}” is no key that can be had")


class WindowsHotkey:
    """Calls ``pressed`` on a thread of its own. ``problem``: why the key can't be had, ``""`` when it can."""

    def __init__(self, keys: str, pressed: Callable[[], None]) -> None:
        self.problem = ""
        self._pressed = pressed
        self._thread_id = 0
        try:
            self._mask, self._key = parsed(keys)
        except ValueError as error:
            self.problem = str(error)
            return
        self._known = threading.Event()
        threading.Thread(target=self._listen, name="deskchat-hotkey", daemon=True).start()
        if not self._known.wait(ANSWER_WITHIN_S):
            self.problem = QCoreApplication.translate("Presence", "Windows did not answer.")

    def end(self) -> None:
        """Give the key back."""
        if self._thread_id:
            _dll("user32").PostThreadMessageW(self._thread_id, WM_QUIT, 0, 0)

    def _listen(self) -> None:
        user, message = _dll("user32"), _Message()
        self._thread_id = int(_dll("kernel32").GetCurrentThreadId())
        if not user.RegisterHotKey(None, 1, self._mask | NO_REPEAT, self._key):
            self.problem = QCoreApplication.translate("Presence", "Another program has this key.")
        self._known.set()
        if self.problem:
            return
        while user.GetMessageW(ctypes.byref(message), None, 0, 0) > 0:
            if message.message == WM_HOTKEY:
                self._pressed()
        user.UnregisterHotKey(None, 1)


def _dll(name: str) -> Any:
    return getattr(ctypes, "windll").__getattr__(name)  # noqa: B009    # there on Windows alone
