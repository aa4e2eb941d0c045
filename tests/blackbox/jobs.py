"""What the scripts share that do the jobs of the window by roles and names of its accessibility tree alone."""

from pathlib import Path

import pytest

from tests.support.desktop import Screen, missing
from tests.support.servers import ChatServer

REPLY = "A word from the server."
MARKS = [
    pytest.mark.skipif(bool(missing()), reason=missing() or "a desktop is there"),
    pytest.mark.timeout(600),
]


def home_with(folder: Path, server: ChatServer) -> Path:
    """A home below ``folder`` that knows ``server`` as “Near”, and asks it."""
    home = folder / "home"
    home.mkdir()
    (home / "providers.toml").write_text(
        f'[[provider]]\nid = "near"\nname = "Near"\nwire = "openai-chat"\nbase_url = "{server.url}"\nkey = "none"\n'
        'models = [{ id = "echo-1", context = 8192 }, { id = "echo-2", context = 8192 }]\n'
    )
    (home / "settings.toml").write_text('[chat]\nmodel = "near/echo-1"\n[window]\nwelcomed = true\n')
    return home


def say(screen: Screen, text: str, answer: str = REPLY) -> None:
    """Ask, and wait for the whole answer."""
    screen.type("Message", text)
    screen.press("Send")
    screen.wait_text("Transcript", text)
    screen.wait_text("Transcript", answer)
    screen.find("Send")


def choose(screen: Screen, action: str) -> None:
    """Do an action of the window from its menu."""
    screen.press(action, within="Menu", hidden=True)


def open_settings(screen: Screen, page: str) -> None:
    """Open the settings, or another page of them."""
    if not any(node["name"] == "Settings — deskchat" and node["showing"] for node in screen.tree()):
        screen.press("Settings")
    screen.find("Pages")
    screen.select(page, within="Pages", only=True)


def close_settings(screen: Screen) -> None:
    """Close them."""
    screen.press("Close", within="Settings — deskchat")


def name_file(screen: Screen, path: Path, button: str) -> None:
    """Answer a dialog of files."""
    screen.type("File name:", str(path))
    screen.press(button, role="push button")
