"""Jobs of the window, done by roles and names of its accessibility tree alone: no key, no mouse, no place on the screen."""

from pathlib import Path

import pytest

from tests.blackbox.jobs import MARKS, choose, home_with, name_file, say
from tests.support.desktop import Screen, deskchat
from tests.support.servers import ChatServer
from tests.support.waiting import until

pytestmark = MARKS
PAGES = (
    "Providers", "Models on this computer", "Download models", "Appearance", "Conversations", "Assistants", "Snippets", "In the background",
    "Fallback", "Spending", "Your models", "Local engine", "Network", "What left this computer", "Backups", "Plugins", "Crash reports", "Updates", "About",
)  # fmt: skip


@pytest.fixture
def home(tmp_path: Path, server: ChatServer) -> Path:
    return home_with(tmp_path, server)


def test_a_reply_is_stopped_asked_again_walked_compared_and_judged(
    screen: Screen, home: Path, server: ChatServer
) -> None:
    with deskchat(screen, home):
        screen.find("Model")
        server.reply, server.delay_s = "A word " * 500, 0.05
        screen.type("Message", "Something about pelicans")
        screen.press("Send")
        screen.wait_text("Transcript", "A word A word")
        screen.press("Stop")
        screen.find("Send")
        server.reply, server.delay_s = "A word from the server.", 0.0
        screen.press("Regenerate")
        screen.find("Version 2 of 2")
        screen.wait_text("Transcript", "A word from the server.")
        screen.press("Good reply")
        until(lambda: bool(screen.find("Good reply")["checked"]))
        screen.press("Previous version")
        screen.find("Version 1 of 2")
        screen.press("Side by side")
        screen.find("2 replies side by side")
        screen.press("Go on with this one: echo-1")

        screen.press("Edit")
        screen.find("Cancel editing")
        screen.type("Message", "Something about gannets")
        screen.press("Send")
        screen.wait_text("Transcript", "gannets")
        screen.find("Send")
        assert server.chats[-1].json["messages"][-1]["content"] == "Something about gannets"
        screen.press("Regenerate with…")
        screen.press("With another model…")
        screen.select("echo-2", prefix=True, within="Models")
        screen.wait_text("Transcript", "echo-2")

        choose(screen, "Branches of the conversation")
        screen.find("Branches")
        screen.select("Version 1 of 2. You: Something about pelicans")
        screen.press("Go there")
        screen.wait_text("Transcript", "pelicans")
        choose(screen, "Find in the conversation")
        screen.type("Find in the conversation", "pelicans")
        screen.find("1 of 1")


def test_conversations_are_sorted_kept_apart_thrown_away_and_carried_in_and_out(
    screen: Screen, home: Path, tmp_path: Path, server: ChatServer
) -> None:
    with deskchat(screen, home):
        screen.find("Model")
        say(screen, "Something about pelicans")
        choose(screen, "Rename the conversation")
        screen.type("Title", "Sea birds")
        screen.press("OK")
        screen.find("Sea birds", within="Conversations")
        choose(screen, "Pin or unpin the conversation")
        screen.find("Pinned", within="Conversations")
        choose(screen, "Give the selected conversations a tag")
        screen.type("Name of the tag", "Birds")
        screen.press("OK")
        screen.press("Shown: All conversations")
        screen.press("Birds", prefix=True, within="Shown: All conversations")
        screen.find("Shown: Birds")
        screen.press("Shown: Birds")
        screen.press("All conversations", prefix=True, within="Shown: Birds")
        screen.find("Shown: All conversations")
        choose(screen, "Archive the selected conversations")
        screen.find("One conversation was archived.")
        screen.press("Undo")
        screen.find("Sea birds", within="Conversations")

        page, history = tmp_path / "birds.txt", tmp_path / "birds.deskchat.json"
        page.write_text("Gannets dive.")
        screen.press("Attach")
        name_file(screen, page, "Open")
        screen.find("birds.txt", prefix=True)
        say(screen, "What do they do?")
        until(lambda: len(server.chats) == 2)
        assert "Gannets dive." in str(server.chats[-1].json["messages"][-1]["content"])
        choose(screen, "Export the conversation")
        name_file(screen, history, "Save")
        screen.find("One conversation was exported to", prefix=True)
        assert "Gannets" in history.read_text()
        choose(screen, "Delete the conversation")
        screen.find("“Sea birds” was deleted.")
        choose(screen, "Bring the deleted conversation back")
        screen.wait_text("Transcript", "What do they do?")
        choose(screen, "Import conversations")
        name_file(screen, history, "Open")
        screen.find("1 already here", part=True)
        choose(screen, "Import conversations")
        name_file(screen, page, "Open")
        screen.find("Import — deskchat")    # which says why nothing was taken
        screen.press("Close", within="Import — deskchat")

        choose(screen, "New temporary chat, of which nothing is stored")
        screen.find("Temporary chat")
        say(screen, "Nobody else shall know")
        screen.press("Erase")
        screen.find("What would you like to talk about?")
        until(lambda: [child["name"] for child in screen.children("Conversations")] == ["Pinned", "Sea birds"])


def test_assistants_snippets_keys_and_settings_are_made_and_used(screen: Screen, home: Path, server: ChatServer) -> None:
    with deskchat(screen, home):
        screen.find("Model")
        screen.press("Settings")
        screen.find("Pages")
        screen.select("Assistants", within="Pages", only=True)
        screen.find("System prompt")
        screen.press("New")
        screen.find("New assistant")
        screen.type("Name", "Pirate")
        screen.type("System prompt", "Speak as a pirate.")
        screen.select("Snippets", within="Pages", only=True)
        screen.find("Text", role="text")
        screen.press("New")
        screen.find("New snippet")
        screen.type("Name", "Greeting")
        screen.type("Text", "Good morning to all birds.")
        screen.select("Conversations", within="Pages", only=True)
        screen.select("Ctrl+Enter", hidden=True)
        screen.press("Close", within="Settings — deskchat")
        until(lambda: "ctrl+enter" in (home / "settings.toml").read_text())

        screen.press("Assistant")
        screen.press("Pirate", within="Assistant")
        screen.type("Message", "/")
        screen.select("Greeting", within="Snippets", only=True)
        until(lambda: screen.find("Message", role="text")["text"] == "Good morning to all birds.")
        screen.press("Send")
        screen.wait_text("Transcript", "A word from the server.")
        asked = server.chats[-1].json["messages"]
        assert [message["content"] for message in asked] == ["Speak as a pirate.", "Good morning to all birds."]


def test_conversations_are_begun_searched_and_opened(screen: Screen, home: Path) -> None:
    with deskchat(screen, home):
        screen.find("Model")
        say(screen, "Something about pelicans")
        screen.press("New chat")
        say(screen, "Something about herons")
        screen.type("Search conversations", "pelicans")
        screen.select("Something about pelicans", prefix=True, within="Conversations", only=True)
        screen.wait_text("Transcript", "Something about pelicans")
        screen.type("Search conversations", "")
        screen.select("Something about herons", prefix=True, within="Conversations", only=True)
        screen.wait_text("Transcript", "Something about herons")


def test_every_page_of_the_settings_is_reached_and_all_in_it_has_a_name(screen: Screen, home: Path) -> None:
    with deskchat(screen, home):
        screen.find("Model")
        screen.press("Settings")
        screen.find("Pages")
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
