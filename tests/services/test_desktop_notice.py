"""A notification reaches the desktop's service, with its text escaped; where there is none, nothing happens."""

import threading
from typing import Any

import pytest

from deskchat.services import desktop_notice
from deskchat.services.desktop_notice import notify


def serve_one(address: str, told: list[Any], ready: threading.Event) -> None:
    """A desktop that shows one notification."""
    from jeepney import MessageType, new_method_return
    from jeepney.bus_messages import message_bus
    from jeepney.io.blocking import open_dbus_connection

    with open_dbus_connection(address) as connection:
        connection.send_and_get_reply(message_bus.RequestName("org.freedesktop.Notifications"))
        ready.set()
        while not told:
            message = connection.receive(timeout=120)
            if message.header.message_type == MessageType.method_call:
                connection.send(new_method_return(message, "u", (1,)))
                told.append(message.body)


def test_it_is_shown_with_what_was_said(bus: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desktop_notice, "ANSWER_WITHIN_S", 60.0)
    told: list[Any] = []
    ready = threading.Event()
    desktop = threading.Thread(target=serve_one, args=(bus, told, ready), daemon=True)
    desktop.start()
    assert ready.wait(120)
    assert notify("deskchat", "The reply in “<b>A & B</b>” is there.")
    desktop.join(120)
    name, _, icon, title, text, _, hints, _ = told[0]
    assert (name, icon, title) == ("deskchat", "deskchat", "deskchat")
    assert text == "The reply in “&lt;b&gt;A &amp; B&lt;/b&gt;” is there."
    assert hints["transient"] == ("b", True)    # the desktop is not to keep it


def test_nobody_there_is_no_failure(bus: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not notify("deskchat", "Nobody shows it.")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
    assert not notify("deskchat", "Nobody shows it.")
