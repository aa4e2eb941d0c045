"""A notification of the desktop, where there is a service that shows some (org.freedesktop.Notifications).

Blocks for a moment: not on the window's thread. The interface is described in the Desktop Notifications Specification.
"""

import logging
import sys

log = logging.getLogger(__name__)

SHOWN_MS = 8_000
ANSWER_WITHIN_S = 2.0


def notify(title: str, text: str) -> bool:
    """Show it; ``False``: nobody there shows notifications."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        from jeepney import DBusAddress, new_method_call  # the keyring brings it
        from jeepney.io.blocking import open_dbus_connection
    except ImportError:
        return False

    where = DBusAddress("/org/freedesktop/Notifications", "org.freedesktop.Notifications", "org.freedesktop.Notifications")
    hints = {"desktop-entry": ("s", "io.github.deskchat.Deskchat"), "transient": ("b", True)}
    actions: list[str] = []
    body = ("deskchat", 0, "deskchat", title, _escaped(text), actions, hints, SHOWN_MS)
    try:
        with open_dbus_connection("SESSION") as connection:
            asked = new_method_call(where, "Notify", "susssasa{sv}i", body)
            answer = connection.send_and_get_reply(asked, timeout=ANSWER_WITHIN_S)
            return bool(answer.header.message_type.name == "method_return")
    except (OSError, KeyError, ValueError, TimeoutError) as error:    # no bus, or none that answers
        log.info("no notification: %s", type(error).__name__)
        return False


def _escaped(text: str) -> str:
    """The body may be taken for markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
