"""Does the person want less to move? What the desktop's own settings say, where they can be asked.

May block for a moment: not on the window's thread. On Linux the portal's settings are asked (XDG Desktop Portal,
``org.freedesktop.portal.Settings.Read``: old ones know no other); on Windows ``SystemParametersInfoW`` with
SPI_GETCLIENTAREAANIMATION; on a Mac ``accessibilityDisplayShouldReduceMotion`` of ``NSWorkspace``.
"""

import ctypes
import ctypes.util
import logging
import sys
from typing import Any

from deskchat.services.portal_shortcut import DESKTOP, PORTAL

log = logging.getLogger(__name__)

ANSWER_WITHIN_S = 2.0
CLIENT_AREA_ANIMATION = 0x1042
SETTINGS = "org.freedesktop.portal.Settings"
# what is asked for, and the answer that means “less”: first for every desktop, then what GNOME and KDE have had for long
ANSWERS = (
    ("org.freedesktop.appearance", "reduced-motion", 1),
    ("org.gnome.desktop.interface", "enable-animations", False),
    ("org.kde.kdeglobals.KDE", "AnimationDurationFactor", "0"),
)


def wants_less_motion() -> bool:
    """``True`` only where the desktop says so; ``False`` as well where nobody can be asked."""
    try:
        if sys.platform == "win32":
            return _windows()
        if sys.platform == "darwin":
            return _mac()
        return _portal() if sys.platform.startswith("linux") else False
    except (ImportError, OSError, KeyError, ValueError, AttributeError, TimeoutError) as error:    # nobody who answers
        log.info("the desktop's wish for less motion is not known: %s", type(error).__name__)
        return False


def _portal() -> bool:
    from jeepney import DBusAddress, new_method_call  # the keyring brings it
    from jeepney.io.blocking import open_dbus_connection

    where = DBusAddress(DESKTOP, PORTAL, SETTINGS)
    with open_dbus_connection("SESSION") as connection:
        for space, key, less in ANSWERS:
            asked = new_method_call(where, "Read", "ss", (space, key))
            answer = connection.send_and_get_reply(asked, timeout=ANSWER_WITHIN_S)
            if answer.header.message_type.name == "method_return" and _value(answer.body[0]) == less:
                return True
    return False


def _value(variant: Any) -> Any:
    """What is inside: ``Read`` packs it twice."""
    while isinstance(variant, tuple):
        variant = variant[1]
    return variant


def _windows() -> bool:
    animated = ctypes.c_int(1)
    user: Any = getattr(ctypes, "windll").user32  # noqa: B009    # there on Windows alone
    asked = user.SystemParametersInfoW(CLIENT_AREA_ANIMATION, 0, ctypes.byref(animated), 0)
    return bool(asked) and not animated.value


def _mac() -> bool:
    objc: Any = ctypes.CDLL(ctypes.util.find_library("objc"))
    objc.objc_getClass.restype = objc.sel_registerName.restype = objc.objc_msgSend.restype = ctypes.c_void_p
    objc.objc_getClass.argtypes = objc.sel_registerName.argtypes = [ctypes.c_char_p]
    objc.objc_msgSend.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
    shared = objc.objc_msgSend(objc.objc_getClass(b"NSWorkspace"), objc.sel_registerName(b"sharedWorkspace"))
    objc.objc_msgSend.restype = ctypes.c_bool
    return bool(objc.objc_msgSend(shared, objc.sel_registerName(b"accessibilityDisplayShouldReduceMotion")))
