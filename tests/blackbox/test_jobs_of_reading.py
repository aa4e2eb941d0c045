"""Jobs around what was said, done by roles and names of the accessibility tree alone."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.blackbox.jobs import MARKS, choose, close_settings, home_with, name_file, open_settings, say
from tests.support.desktop import Screen, deskchat
from tests.support.servers import ChatServer
from tests.support.waiting import until

pytestmark = MARKS
RICH = """The [Gannet page](https://example.org/gannet?size=1) says $\\frac{a}{b}$.

| Bird | Wing |
|---|---|
| Gannet | long |

```python
print("code")
```

![a drawing](https://pictures.example.org/gannet.png)
"""
DAY_US = 86_400_000_000


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with ChatServer(reply=RICH) as server:
        yield server


@pytest.fixture
def home(tmp_path: Path, server: ChatServer) -> Path:
    return home_with(tmp_path, server)


def test_a_reply_is_read_copied_and_followed(screen: Screen, home: Path) -> None:
    with deskchat(screen, home):
        screen.find("Model")
        say(screen, "Tell me of gannets", "Gannet")
        told = screen.children("Transcript")[-1]
        for part in ("$\\frac{a}{b}$", "| Gannet | long |", 'print("code")'):
            assert part in told["description"]
        screen.press("Copy code")
        until(lambda: screen.clipboard()["text"] == 'print("code")')
        choose(screen, "Copy the last reply")
        until(lambda: screen.clipboard()["text"].strip() == RICH.strip())
        screen.press("Copy as plain text", within=told["name"], hidden=True)
        until(lambda: "Gannet page" in (text := screen.clipboard()["text"]) and "](" not in text)
        screen.press("Copy as Markdown", within=told["name"], hidden=True)
        until(lambda: "[Gannet page](https://" in screen.clipboard()["text"])
        screen.press("Copy as rich text", within=told["name"], hidden=True)
        until(lambda: "<table" in screen.clipboard()["html"])

        screen.press("Links")
        screen.press("Gannet page – https://example.org/gannet?size=1", hidden=True)
        screen.find("This link leads to example.org.", part=True)
        screen.press("Copy link")
        until(lambda: screen.clipboard()["text"] == "https://example.org/gannet?size=1")
        screen.press("Links")
        screen.press("pictures.example.org", part=True, role="menu item", hidden=True)
        screen.find("pictures.example.org would learn", part=True)
        screen.press("Cancel")


def test_a_long_conversation_is_walked(screen: Screen, home: Path, server: ChatServer) -> None:
    with deskchat(screen, home):
        screen.find("Model")
        server.reply = "A word. " * 800
        for number in range(3):
            say(screen, f"Question {number}", "A word.")
    with sqlite3.connect(home / "deskchat.db") as database:    # the first question was asked two days ago
        first = "SELECT id FROM message ORDER BY created_at LIMIT 2"
        database.execute(f"UPDATE message SET created_at = created_at - {2 * DAY_US} WHERE id IN ({first})")
    with deskchat(screen, home):
        screen.find("Model")
        screen.press("Question 0", within="Conversations")
        screen.wait_text("Transcript", "A word.")
        choose(screen, "Go to a day in the conversation")
        days = screen.children("Day", role="list")
        assert len(days) == 2
        screen.select(days[-1]["name"], within="Day", of_role="list", only=True)
        screen.press("Go")
        screen.wait_text("Transcript", "Question 0")
        choose(screen, "Next question in the conversation")
        screen.press("Go to the end", within="Conversation", of_role="push button", hidden=True)
        choose(screen, "Previous question in the conversation")
        screen.wait_text("Transcript", "Question 2")


def test_what_holds_for_one_conversation_is_set(screen: Screen, home: Path, server: ChatServer) -> None:
    server.reply = "A word from the server."
    with deskchat(screen, home):
        screen.find("Model")
        say(screen, "Something about pelicans")
        choose(screen, "System prompt and parameters of the conversation")
        screen.type("System prompt", "Speak as a pelican.")
        screen.press("OK")
        choose(screen, "Choose who answers when the model can't")
        screen.press("In this conversation, ask nobody else")
        screen.press("OK")
        choose(screen, "Choose the model")
        screen.press("Ask several")
        screen.type("Search models", "echo")
        screen.select("echo-2", prefix=True, within="Models")
        screen.press("Ask echo-1, echo-2")
        say(screen, "And what of herons?")
        screen.find("2 replies side by side")
        assert all("Speak as a pelican." in str(chat.json["messages"][0]) for chat in server.chats[-2:])
        choose(screen, "Regenerate the last reply")
        until(lambda: len(server.chats) > 3)
        server.mode = "unauthorized"
        screen.find("Send")
        choose(screen, "New chat")
        screen.type("Message", "And of gannets?")
        screen.press("Send")
        screen.press("Details")
        server.mode = "well"
        screen.press("Retry")
        screen.wait_text("Transcript", "A word from the server.")
        choose(screen, "Previous conversation")
        choose(screen, "Next conversation")


def test_several_conversations_are_chosen_and_all_are_carried_out(screen: Screen, home: Path, tmp_path: Path, server: ChatServer) -> None:
    server.reply = "A word from the server."
    everything = tmp_path / "everything.deskchat.json"
    with deskchat(screen, home):
        screen.find("Model")
        for words in ("Something about pelicans", "Something about herons", "Something about storks"):
            choose(screen, "New chat")
            say(screen, words)
        screen.find("Something about storks", within="Conversations")
        screen.select_all("Conversations", role="list")
        screen.find("3 selected: what to do with them")
        screen.deselect("Something about storks", within="Conversations")
        screen.press("2 selected: what to do with them")
        screen.press("Archive", within="2 selected: what to do with them", hidden=True)
        screen.find("2 conversations were archived.")
        screen.press("Undo")
        choose(screen, "Export all conversations")
        name_file(screen, everything, "Save")
        screen.find("3 conversations were exported to", prefix=True)
        assert "herons" in everything.read_text()
        choose(screen, "Search conversations")
        choose(screen, "Go to the message field")
        choose(screen, "Stop the reply")    # there is none: nothing happens


def test_what_is_around_the_window_is_used(screen: Screen, home: Path, server: ChatServer) -> None:
    server.reply = "A word from the server."
    with deskchat(screen, home) as program:
        screen.find("Model")
        choose(screen, "Quick question")
        screen.find("Quick question")
        screen.type("Message", "Something about storks", within="Quick question")
        screen.press("Ask", within="Quick question")
        screen.wait_text("Quick question", "A word from the server.")
        screen.press("Open in the window")
        screen.wait_text("Transcript", "storks")
        for view in ("Larger text", "Smaller text", "Usual text size", "Show or hide the conversations"):
            choose(screen, view)
        choose(screen, "Show or hide the conversations")
        screen.find("Search conversations")
        choose(screen, "Keyboard shortcuts")
        screen.find("Keyboard shortcuts — deskchat")
        screen.press("Close", within="Keyboard shortcuts — deskchat")
        choose(screen, "User guide")
        screen.type("Search the guide", "keyring")
        screen.press("Close", within="User guide — deskchat")
        open_settings(screen, "Network")
        close_settings(screen)
        choose(screen, "Quit")
        assert program.wait(120) == 0


def test_long_code_and_a_very_long_reply_are_unfolded(screen: Screen, home: Path, server: ChatServer) -> None:
    lines = "\n".join(f"line_{number} = {'1234567890 + ' * 30}0" for number in range(80))
    server.reply = f"```python\n{lines}\n```\n"
    with deskchat(screen, home):
        screen.find("Model")
        say(screen, "Something long", "line_79")
        screen.press("Bad reply")
        until(lambda: bool(screen.find("Bad reply")["checked"]))
        server.reply = "The gannet dives. " * 12_000
        say(screen, "Something longer", "The gannet dives.")
        screen.press("Show all (", prefix=True)
    with deskchat(screen, home):    # what was not seen being written is folded
        screen.press("Something long", within="Conversations")
        screen.wait_text("Transcript", "The gannet dives.")
        choose(screen, "Previous question in the conversation")
        choose(screen, "Previous question in the conversation")
        screen.press("Show all 80 lines")
        screen.find("Show the first 40 lines")
        screen.set("Scroll the code sideways", 200, role="scroll bar", hidden=True)
        screen.press("Show the first 40 lines")
        screen.find("Show all 80 lines")
