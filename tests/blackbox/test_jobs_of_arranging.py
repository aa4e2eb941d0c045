"""Jobs of arranging: conversations by their menu, lists of assistants and models, files that come along, the first start."""

from pathlib import Path

import pytest

from tests.blackbox.jobs import MARKS, choose, close_settings, home_with, name_file, open_settings, say
from tests.support import keyring_session, models
from tests.support.desktop import Screen, deskchat
from tests.support.pictures import png
from tests.support.servers import ChatServer
from tests.support.waiting import until

pytestmark = MARKS


@pytest.fixture
def home(tmp_path: Path, server: ChatServer) -> Path:
    return home_with(tmp_path, server)


def test_several_conversations_are_arranged_by_their_menu(screen: Screen, home: Path, tmp_path: Path) -> None:
    file = tmp_path / "both.deskchat.json"
    with deskchat(screen, home):
        screen.find("Model")
        say(screen, "Something about pelicans")
        choose(screen, "New chat")
        say(screen, "Something about herons")
        screen.find("Something about herons", within="Conversations")
        do_with_both(screen, "New tag…")
        screen.type("Name of the tag", "Birds")
        screen.press("OK")
        screen.press("Shown: All conversations")
        screen.press("Birds", prefix=True, within="Shown: All conversations")
        screen.find("Shown: Birds")
        do_with_both(screen, "Export…")
        name_file(screen, file, "Save")
        screen.find("2 conversations were exported to", prefix=True)
        do_with_both(screen, "Archive")
        screen.find("2 conversations were archived.")
        screen.press("Close the notice")
        screen.press("Shown: All conversations")    # nothing else has that tag
        screen.press("Archive", prefix=True, within="Shown: All conversations")
        screen.find("Shown: Archive")
        do_with_both(screen, "Take out of the archive")
        screen.find("Shown: All conversations")    # nothing is left in the archive
        do_with_both(screen, "Delete")
        screen.find("2 conversations were deleted.")
        screen.press("Undo")
        screen.find("Something about herons", within="Conversations")


def do_with_both(screen: Screen, what: str) -> None:
    """Select the two that are listed, and choose from their menu."""
    for about in ("pelicans", "herons"):
        screen.find(f"Something about {about}", within="Conversations")
    screen.select_all("Conversations", role="list")
    screen.press("2 selected: what to do with them")
    screen.press(what, within="2 selected: what to do with them", hidden=True)


def test_assistants_are_doubled_carried_out_and_in_and_one_is_the_first(screen: Screen, home: Path, tmp_path: Path) -> None:
    file = tmp_path / "assistants.toml"
    with deskchat(screen, home):
        screen.find("Model")
        open_settings(screen, "Assistants")
        screen.press("New")
        screen.find("New assistant", within="Assistants", of_role="list")
        screen.type("Name", "Pirate")
        screen.find("Pirate", within="Assistants", of_role="list")
        screen.press("Duplicate")
        screen.find("Pirate 2", within="Assistants", of_role="list")
        screen.press("New conversations begin with it")
        until(lambda: 'assistant = "Pirate 2"' in (home / "settings.toml").read_text())
        screen.press("Export…")
        name_file(screen, file, "Save")
        until(file.exists)
        screen.press("Delete", within="Settings — deskchat")
        screen.find("“Pirate 2” was deleted.", prefix=True)
        screen.press("Undo")
        screen.find("Pirate 2", within="Assistants", of_role="list")
        screen.press("Import…")
        name_file(screen, file, "Open")
        screen.find("Assistants added: ", prefix=True)


def test_who_is_asked_next_is_put_in_order(screen: Screen, home: Path) -> None:
    with deskchat(screen, home):
        screen.find("Model")
        open_settings(screen, "Fallback")
        screen.press("When a model can't answer, ask the next of this list by itself")
        for name in ("echo-1", "echo-2"):
            screen.type("Model to add", name)
            screen.press("Add")
            screen.find(f"near/{name}", within="Models to fall back on", of_role="list")
        screen.press("Move up")
        until(lambda: listed(screen) == ["near/echo-2", "near/echo-1"])
        screen.press("Move down")
        until(lambda: listed(screen) == ["near/echo-1", "near/echo-2"])
        screen.press("Remove")
        until(lambda: listed(screen) == ["near/echo-1"])
        close_settings(screen)
        say(screen, "Something about pelicans")
        choose(screen, "Choose who answers when the model can't")
        screen.find("As in the settings: near/echo-1")
        screen.press("In this conversation, ask the next of this list by itself")
        screen.press("OK")


def listed(screen: Screen) -> list[str]:
    """The models to fall back on, in their order."""
    return [child["name"] for child in screen.children("Models to fall back on", role="list")]


def test_a_picture_is_looked_at_and_copied(screen: Screen, home: Path, tmp_path: Path) -> None:
    file = tmp_path / "gannet.png"
    file.write_bytes(png(60, 40, (30, 90, 160)))
    with deskchat(screen, home):
        screen.find("Model")
        screen.press("Attach")
        name_file(screen, file, "Open")
        screen.press("gannet.png", part=True, role="push button")
        screen.press("Copy picture")
        screen.press("Close", within="gannet.png — deskchat")


def test_a_model_file_is_added_and_taken_off_the_list(screen: Screen, home: Path) -> None:
    with deskchat(screen, home):
        screen.find("Model")
        open_settings(screen, "Models on this computer")
        screen.press("Add a GGUF file…")
        name_file(screen, models.smollm2(), "Open")
        screen.find("was added.", part=True)
        screen.press("Take off the list")


def test_an_address_is_changed_and_a_key_is_kept_for_once(screen: Screen, home: Path, server: ChatServer) -> None:
    with deskchat(screen, home):    # no keyring runs here
        screen.find("Model")
        open_settings(screen, "Providers")
        screen.type("Key", "sk-canary-0123456789abcdef", role="password text")
        screen.press("Save the key")
        screen.press("Keep it for this session only")
        screen.find("Its key is kept until deskchat is closed.")
        screen.type("Address", f"{server.url}/other")
        screen.press("Change the address")
        until(lambda: "/other" in (home / "providers.toml").read_text())


def test_the_password_of_a_proxy_is_kept_and_forgotten(screen: Screen, home: Path) -> None:
    if not keyring_session.is_available():
        pytest.skip("gnome-keyring is not installed")
    with keyring_session.unlocked(screen.environment), deskchat(screen, home):
        screen.find("Model")
        open_settings(screen, "Network")
        screen.type("Proxy", "http://me@127.0.0.1:9")
        screen.type("Password of the proxy", "a secret", role="password text")
        screen.press("Save the password")
        screen.find("Its password is in the system's keyring.")
        screen.press("Delete the password")
        screen.find("It has no password yet.")


def test_what_was_spent_is_looked_at_in_every_way(screen: Screen, home: Path) -> None:
    with deskchat(screen, home):
        screen.find("Model")
        say(screen, "Something about pelicans")
        open_settings(screen, "Spending")
        screen.find("Spending, By provider", role="table")
        screen.select("Tokens", role="list item", hidden=True)
        screen.select("By model", role="list item", hidden=True)
        screen.find("Spending, By model", role="table")
        screen.select("The last 12 months", role="list item", hidden=True)
        screen.find("By month", hidden=True)


def test_the_first_start_leads_on_and_the_guide_is_turned_over(screen: Screen, home: Path) -> None:
    ways = {
        "Add a key": "New server: Name", "Get a better model": "Search the Hugging Face Hub", "Bring my chats": "File name:",
        "Chat now": "Message", "Skip": "Message",
    }    # fmt: skip
    for way, found in ways.items():
        (home / "settings.toml").write_text('[chat]\nmodel = "near/echo-1"\n')
        with deskchat(screen, home):
            screen.find("Welcome to deskchat")
            screen.press(way, prefix=True)
            screen.find(found)
    with deskchat(screen, home):
        screen.find("Model")
        choose(screen, "User guide")
        pages = screen.children("Pages")
        screen.select(pages[3]["name"], within="Pages", only=True)
        screen.find(pages[3]["name"], within="Page")
        screen.select(pages[0]["name"], within="Pages", only=True)
        screen.find("First start", within="Page")
        screen.press("Links", within="User guide — deskchat")
        screen.press("Providers", within="Links", hidden=True)
        screen.find("Providers", within="Page")
        screen.press("Back", within="User guide — deskchat")
        screen.find("First start", within="Page")
        screen.press("Close", within="User guide — deskchat")
