"""Jobs of the window, done by roles and names of its accessibility tree alone: no key, no mouse, no place on the screen."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.desktop import Screen, deskchat, missing
from tests.support.servers import ChatServer

pytestmark = [
    pytest.mark.skipif(bool(missing()), reason=missing() or "a desktop is there"),
    pytest.mark.timeout(240),
]
PAGES = (
    "Models on this machine", "Download models", "Appearance", "Conversations", "Assistants", "Snippets", "In the background",
    "Fallback", "Spending", "Your models", "Local engine", "Network", "What left this computer", "Plugins", "Updates", "About",
)  # fmt: skip


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    home = tmp_path / "home"
    home.mkdir()
    with ChatServer(reply="A word from the server.") as server:
        (home / "providers.toml").write_text(
            f'[[provider]]\nid = "near"\nname = "Near"\nwire = "openai-chat"\nbase_url = "{server.url}"\nkey = "none"\n'
            'models = [{ id = "echo-1", context = 8192 }, { id = "echo-2", context = 8192 }]\n'
        )
        (home / "settings.toml").write_text('[chat]\nmodel = "near/echo-1"\n[window]\nwelcomed = true\n')
        yield home


def say(screen: Screen, text: str) -> None:
    screen.type("Message", text)
    screen.press("Send", timeout=30)
    screen.wait_text("Transcript", "A word from the server.", timeout=30)
    screen.find("Send", timeout=30)


def test_conversations_are_begun_searched_and_opened(screen: Screen, home: Path) -> None:
    with deskchat(screen, home):
        screen.find("Model", timeout=60)
        say(screen, "Something about pelicans")
        screen.press("New chat")
        say(screen, "Something about herons")
        screen.type("Search conversations", "pelicans")
        screen.select("Something about pelicans", prefix=True, within="Conversations", only=True, timeout=30)
        screen.wait_text("Transcript", "Something about pelicans", timeout=30)
        screen.type("Search conversations", "")
        screen.select("Something about herons", prefix=True, within="Conversations", only=True, timeout=30)
        screen.wait_text("Transcript", "Something about herons", timeout=30)


def test_every_page_of_the_settings_is_reached_and_all_in_it_has_a_name(screen: Screen, home: Path) -> None:
    with deskchat(screen, home):
        screen.find("Model", timeout=60)
        screen.press("Settings")
        screen.find("Pages", timeout=30)
        for page in PAGES:
            screen.select(page, within="Pages", only=True)
            nameless = [
                node
                for node in screen.tree()
                if node["showing"] and node["role"] in ("push button", "text", "combo box", "check box", "spin button", "list", "table")
                and not node["name"]
            ]    # fmt: skip
            assert nameless == [], page
        screen.find("Python")    # the last one is shown, not only selected
