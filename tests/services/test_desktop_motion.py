"""The desktop is asked whether less is to move, over a D-Bus session with a portal as desktops have it."""

import contextlib
import threading

import pytest

from deskchat.services import desktop_motion
from deskchat.services.desktop_motion import SETTINGS, wants_less_motion
from deskchat.services.portal_shortcut import PORTAL


class Portal:
    """Answers with what is set, and with an error where nothing is."""

    def __init__(self, address: str, settings: dict[str, tuple[str, object]]) -> None:
        self._address, self._settings = address, settings
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        assert self._ready.wait(120)

    def _serve(self) -> None:
        from jeepney import HeaderFields, MessageType, new_error, new_method_return
        from jeepney.bus_messages import message_bus
        from jeepney.io.blocking import open_dbus_connection

        # the session may be over while it waits, and while it answers a question that nobody waits for any more
        with open_dbus_connection(self._address) as connection, contextlib.suppress(OSError):
            connection.send_and_get_reply(message_bus.RequestName(PORTAL))
            self._ready.set()
            while True:
                message = connection.receive(timeout=60)
                if message.header.message_type == MessageType.method_call:
                    assert message.header.fields[HeaderFields.interface] == SETTINGS
                    value = self._settings.get(message.body[1])
                    answer = new_method_return(message, "v", (("v", value),)) if value else new_error(message, "org.none")
                    connection.send(answer)


@pytest.mark.parametrize(
    ("settings", "less"),
    [
        ({"reduced-motion": ("u", 1)}, True),
        ({"reduced-motion": ("u", 0), "enable-animations": ("b", True)}, False),
        ({"enable-animations": ("b", False)}, True),
        ({"AnimationDurationFactor": ("s", "0")}, True),
        ({}, False),
    ],
)
def test_less_is_wanted_where_the_desktop_says_so(
    bus: str, settings: dict[str, tuple[str, object]], less: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desktop_motion, "ANSWER_WITHIN_S", 60.0)
    Portal(bus, settings)
    assert wants_less_motion() is less


def test_where_nobody_can_be_asked_nothing_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    assert wants_less_motion() is False
