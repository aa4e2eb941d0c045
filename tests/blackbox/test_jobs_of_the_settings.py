"""Jobs around models, keys and money, done by roles and names of the accessibility tree alone."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.blackbox.jobs import MARKS, choose, close_settings, name_file, open_settings, say
from tests.support import keyring_session, models
from tests.support.desktop import Screen, deskchat
from tests.support.loopback_hub import LoopbackHub
from tests.support.servers import ChatServer
from tests.support.waiting import until

pytestmark = MARKS
KEY = "sk-canary-0123456789abcdef"
REPOSITORY = "maker/Tiny-GGUF"


@pytest.fixture
def keyring(screen: Screen) -> Iterator[None]:
    if not keyring_session.is_available():
        pytest.skip("gnome-keyring is not installed")
    with keyring_session.unlocked(screen.environment):
        yield


def kept_keys(screen: Screen) -> str:
    """What the keyring holds for deskchat, as another program reads it."""
    asking = ["secret-tool", "search", "--all", "service", "deskchat"]
    return subprocess.run(asking, env=dict(screen.environment), capture_output=True, text=True).stdout


@pytest.mark.usefixtures("keyring")
def test_a_server_gets_a_key_answers_is_paid_and_forgotten(screen: Screen, tmp_path: Path) -> None:
    home, table = tmp_path / "home", tmp_path / "spent.csv"
    home.mkdir()
    (home / "settings.toml").write_text("[window]\nwelcomed = true\n")
    with ChatServer(reply="A word from the server.", key=KEY) as server, deskchat(screen, home):
        screen.find("Model")
        open_settings(screen, "Providers")
        screen.type("New server: Name", "Far")
        screen.type("New server: Address", server.url)
        screen.press("It needs a key")
        screen.press("Add the server")
        screen.find("Far", role="label")
        screen.find("It has no key yet.")
        screen.type("Key", KEY, role="password text")
        screen.press("Save the key")
        screen.find("It answers, and offers 2 models.")
        screen.find("Its key is in the system's keyring.")
        assert KEY in kept_keys(screen)
        assert not any(KEY in node["text"] + node["name"] for node in screen.tree())
        close_settings(screen)

        screen.press("Model")
        screen.type("Search models", "echo-2")
        screen.select("echo-2, Far", prefix=True, within="Models")
        say(screen, "Something about pelicans")
        assert server.chats[-1].headers["authorization"] == f"Bearer {KEY}"

        open_settings(screen, "What left this computer")
        screen.find("Requests", role="table")
        screen.select("What for: a reply", part=True, within="Requests", only=True)
        screen.find("· Far ·", part=True)
        screen.press("Show the conversation")
        screen.wait_text("Transcript", "pelicans")
        open_settings(screen, "What left this computer")
        screen.press("Clear the list…")
        screen.press("Clear")
        screen.find("The list of requests is empty.")

        open_settings(screen, "Spending")
        screen.set("Monthly budget for Far", 12)
        screen.find("spent (0 %)", part=True)
        screen.press("Export as CSV…")
        name_file(screen, table, "Save")
        screen.find("One reply was written.")
        assert "echo-2" in table.read_text()

        open_settings(screen, "Providers")
        screen.select("Far", within="Providers", of_role="list", only=True, hidden=True)    # below others
        screen.press("Delete the key")
        screen.find("It has no key yet.")
        assert KEY not in kept_keys(screen)
        screen.press("Remove the provider")
        until(lambda: "Far" not in [child["name"] for child in screen.children("Providers", role="list")])


def test_a_server_nearby_is_found_and_offline_nothing_is_asked(screen: Screen, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "settings.toml").write_text("[window]\nwelcomed = true\n")
    with ChatServer(reply="A word from the server.") as server, deskchat(screen, home):
        screen.find("Model")
        open_settings(screen, "Providers")
        screen.type("Computer to look at", server.url)
        screen.press("Find")
        screen.press("Add it")
        screen.find("A compatible server", prefix=True, role="label")
        screen.press("Check the connection")
        screen.find("It answers, and offers 2 models.")
        close_settings(screen)
        screen.press("Model")
        screen.type("Search models", "echo-1")
        screen.select("echo-1", prefix=True, within="Models")
        say(screen, "Something about herons")
        choose(screen, "Go offline, or end it")
        asked = len(server.requests)
        screen.type("Message", "And of gannets?")
        screen.press("Send")
        screen.wait_text("Transcript", "Offline mode is on")
        assert len(server.requests) == asked
        screen.press("Offline")
        screen.press("Retry")
        screen.wait_text("Transcript", "A word from the server.")
        until(lambda: len(server.requests) > asked)


def test_a_model_is_downloaded_paused_continued_asked_and_deleted(screen: Screen, tmp_path: Path) -> None:
    home, data = tmp_path / "home", models.smollm2().read_bytes()
    home.mkdir()
    (home / "settings.toml").write_text("[window]\nwelcomed = true\n[models]\nother_programs = false\n")
    with LoopbackHub({REPOSITORY: {"Tiny-Q4_K_M.gguf": data}}, bytes_per_s=len(data) / 100) as hub:
        screen.environment = {**screen.environment, "HF_ENDPOINT": hub.url}
        with deskchat(screen, home):
            screen.find("Model")
            open_settings(screen, "Download models")
            screen.press("Show models that fit this computer")
            screen.find(REPOSITORY, prefix=True, within="Models that were found")
            screen.type("Search the Hugging Face Hub", "no such words")
            screen.press("Search", within="Settings — deskchat")
            screen.find("No model in GGUF form has these words in its name.")    # what was suggested is gone
            screen.type("Search the Hugging Face Hub", "tiny")
            screen.press("Search", within="Settings — deskchat")
            screen.select(REPOSITORY, prefix=True, within="Models that were found", only=True)
            screen.select("Q4_K_M. Tiny-Q4_K_M.gguf", within="Sizes of the model", only=True)
            screen.press("Download")
            until(lambda: any(part.stat().st_size for part in (home / "models").rglob("*.part")))
            screen.press("Pause, Tiny-Q4_K_M")
            screen.press("Resume, Tiny-Q4_K_M")
            screen.find("Pause, Tiny-Q4_K_M")
            hub.bytes_per_s = 0
            screen.press("Close, Tiny-Q4_K_M")
            assert any("range" in asked.headers for asked in hub.storage_asked), "it went on where it was"
            close_settings(screen)
            screen.press("Model")
            screen.type("Search models", "Tiny")
            screen.select("Tiny", prefix=True, within="Models")
            screen.type("Message", "Complete the sentence: The capital city of France is called")
            screen.press("Send")
            screen.wait_text("Transcript", "Tiny: ", timeout=90)
            screen.find("Send", timeout=90)    # a model that writes a reply is not deleted

            open_settings(screen, "Models on this computer")
            screen.select("Tiny", prefix=True, within="Models on this computer", of_role="list", only=True)
            screen.press("Delete…")
            screen.press("Delete")
            screen.find("“Tiny” was deleted; ", prefix=True)
            assert not list((home / "models").rglob("*.gguf"))
