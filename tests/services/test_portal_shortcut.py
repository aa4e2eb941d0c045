"""The portal for shortcuts, as a desktop would offer it, on a D-Bus session of its own."""

import threading
from typing import Any

import pytest

from deskchat.services.portal_shortcut import DESKTOP, PORTAL, REQUEST, SHORTCUTS, PortalShortcut, trigger


class Portal:
    """Gives a session, binds with ``code``, then says that the key was pressed."""

    def __init__(self, address: str, code: int) -> None:
        self.wishes: list[Any] = []
        self._address, self._code = address, code
        self.ready = threading.Event()
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()
        assert self.ready.wait(120)

    def end(self) -> None:
        """Waits for its last signal: the session bus must not go away while it writes."""
        self.thread.join(120)
        assert not self.thread.is_alive()

    def _serve(self) -> None:
        from jeepney import DBusAddress, HeaderFields, MessageType, new_method_return, new_signal
        from jeepney.bus_messages import message_bus
        from jeepney.io.blocking import open_dbus_connection

        with open_dbus_connection(self._address) as connection:
            connection.send_and_get_reply(message_bus.RequestName(PORTAL))
            self.ready.set()
            while len(self.wishes) < 2:
                message = connection.receive(timeout=120)
                if message.header.message_type != MessageType.method_call:
                    continue
                self.wishes.append(message.body)
                creates = message.header.fields[HeaderFields.member] == "CreateSession"
                handle = f"{DESKTOP}/request/{len(self.wishes)}"
                answer = (0, {"session_handle": ("s", "/session/1")}) if creates else (self._code, {})
                # the answer may come before the call returns
                connection.send(new_signal(DBusAddress(handle, interface=REQUEST), "Response", "ua{sv}", answer))
                connection.send(new_method_return(message, "o", (handle,)))
            here = DBusAddress(DESKTOP, interface=SHORTCUTS)
            for session in ("/session/other", "/session/1"):
                connection.send(new_signal(here, "Activated", "osta{sv}", (session, "quick-question", 1, {})))


def test_the_key_of_the_portal_is_heard_and_those_of_others_are_not(bus: str) -> None:
    portal = Portal(bus, code=0)
    pressed: list[int] = []
    heard = threading.Event()

    def press() -> None:
        pressed.append(1)
        heard.set()

    shortcut = PortalShortcut("Ctrl+Alt+Space", "Quick question", press)
    ended: list[str] = []
    listening = threading.Thread(target=lambda: ended.append(shortcut.listen()))
    listening.start()
    assert heard.wait(120)
    _, wishes, _, _ = portal.wishes[1]
    assert wishes == [("quick-question", {"description": ("s", "Quick question"), "preferred_trigger": ("s", "CTRL+ALT+space")})]
    shortcut.end()
    listening.join(120)
    portal.end()
    assert (ended, pressed) == ([""], [1])


def test_a_key_that_is_given_back_at_once_is_not_asked_for(bus: str) -> None:
    shortcut = PortalShortcut("Ctrl+K", "Quick question", lambda: None)
    shortcut.end()
    assert shortcut.listen() == ""    # there is no portal, and nobody was told so: nobody was asked


def test_what_the_person_refuses_and_a_desktop_without_a_portal_are_sentences(
    bus: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "no portal" in PortalShortcut("Ctrl+K", "Quick question", lambda: None).listen()
    portal = Portal(bus, code=1)
    assert "did not give" in PortalShortcut("Ctrl+K", "Quick question", lambda: None).listen()
    portal.end()
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
    assert "no portal" in PortalShortcut("Ctrl+K", "Quick question", lambda: None).listen()


def test_a_wish_is_written_as_the_specification_has_it() -> None:
    assert [trigger(keys) for keys in ("Ctrl+K", "meta + shift + F5", "Alt+space")] == ["CTRL+k", "LOGO+SHIFT+F5", "ALT+space"]
    with pytest.raises(ValueError, match="modifiers"):
        trigger("Space")
