"""A key that is heard whatever window has the focus, where the desktop gives one: the portal GlobalShortcuts (Wayland).

The desktop asks the person, and may give another key than the one that was wished for. The interface is described in the
XDG Desktop Portal's documentation, ``org.freedesktop.portal.GlobalShortcuts``. Blocks: for a thread of its own.
"""

import contextlib
import logging
import secrets
from collections import deque
from collections.abc import Callable
from typing import Any

log = logging.getLogger(__name__)

ANSWER_WITHIN_S = 10.0
DESKTOP = "/org/freedesktop/portal/desktop"
PORTAL = "org.freedesktop.portal.Desktop"
SHORTCUTS = "org.freedesktop.portal.GlobalShortcuts"
REQUEST = "org.freedesktop.portal.Request"
NAME = "quick-question"
MODIFIERS = {"ctrl": "CTRL", "alt": "ALT", "shift": "SHIFT", "meta": "LOGO"}
BOTH_WAYS = 2    # of a shutdown


class RefusedError(Exception):
    """The desktop gives no key; the text says why."""


class PortalShortcut:
    """``keys`` such as “Ctrl+Alt+Space” are a wish. ``pressed`` is called on the thread that listens."""

    def __init__(self, keys: str, description: str, pressed: Callable[[], None]) -> None:
        self._trigger = trigger(keys)
        self._description = description
        self._pressed = pressed
        self._connection: Any = None
        self._ended = False

    def listen(self) -> str:
        """Wait for the key until ``end``; at once, and with the reason, when there is none to be had."""
        try:
            from jeepney.io.blocking import open_dbus_connection  # the keyring brings it

            self._connection = open_dbus_connection("SESSION")
            if not self._ended:    # before there was a connection to break off
                self._listen()
        except RefusedError as error:
            return str(error)
        except (ImportError, OSError, KeyError, ValueError, TimeoutError, IndexError) as error:
            if not self._ended:
                log.info("no portal: %s", type(error).__name__)
                return "The desktop has no portal for shortcuts."
        finally:
            with contextlib.suppress(OSError, AttributeError):
                self._connection.close()
        return ""

    def end(self) -> None:
        """Wait no more. May be called on any thread."""
        self._ended = True
        with contextlib.suppress(OSError, AttributeError):
            self._connection.sock.shutdown(BOTH_WAYS)

    def _listen(self) -> None:
        from jeepney import MatchRule

        told: deque[Any] = deque()
        rules = [
            MatchRule(type="signal", interface=REQUEST, member="Response"),
            MatchRule(type="signal", interface=SHORTCUTS, member="Activated"),
        ]
        with contextlib.ExitStack() as filters:
            for rule in rules:
                self._subscribe(rule)
                filters.enter_context(self._connection.filter(rule, queue=told))
            session = self._session(told)
            wish = {"description": ("s", self._description), "preferred_trigger": ("s", self._trigger)}
            body = (session, [(NAME, wish)], "", {"handle_token": ("s", _token())})
            self._answer(told, self._call("BindShortcuts", "oa(sa{sv})sa{sv}", body)[0])
            while not self._ended:
                message = self._connection.recv_until_filtered(told, timeout=None)
                if len(message.body) > 1 and message.body[:2] == (session, NAME):
                    self._pressed()

    def _subscribe(self, rule: Any) -> None:
        from jeepney.bus_messages import message_bus

        self._connection.send_and_get_reply(message_bus.AddMatch(rule), timeout=ANSWER_WITHIN_S)

    def _session(self, told: "deque[Any]") -> str:
        options = {"handle_token": ("s", _token()), "session_handle_token": ("s", _token())}
        handle = self._call("CreateSession", "a{sv}", (options,))[0]
        return str(self._answer(told, handle)["session_handle"][1])

    def _call(self, method: str, signature: str, body: tuple[Any, ...]) -> Any:
        from jeepney import DBusAddress, MessageType, new_method_call

        asked = new_method_call(DBusAddress(DESKTOP, PORTAL, SHORTCUTS), method, signature, body)
        reply = self._connection.send_and_get_reply(asked, timeout=ANSWER_WITHIN_S)
        if reply.header.message_type is not MessageType.method_return:
            raise RefusedError("The desktop has no portal for shortcuts.")
        return reply.body

    def _answer(self, told: "deque[Any]", handle: str) -> dict[str, Any]:
        """What the portal says to a request, once the person has decided."""
        from jeepney import HeaderFields

        while True:
            message = self._connection.recv_until_filtered(told, timeout=None)
            if message.header.fields.get(HeaderFields.path) == handle:
                code, results = message.body
                if code != 0:
                    raise RefusedError("The desktop did not give the key.")
                return dict(results)


def trigger(keys: str) -> str:
    """The wish as the “shortcuts” specification writes it. Raises ``ValueError``."""
    *modifiers, key = [part.strip() for part in keys.split("+")]
    if not key or not modifiers or any(name.lower() not in MODIFIERS for name in modifiers):
        raise ValueError(f"“{keys}” is no key with modifiers")
    plain = key.lower() if len(key) == 1 or not key[1:].isdigit() else key.upper()
    return "+".join([*(MODIFIERS[name.lower()] for name in modifiers), plain])


def _token() -> str:
    return f"deskchat_{secrets.token_hex(6)}"
