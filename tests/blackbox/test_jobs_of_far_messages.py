"""Messages far from what is in sight are in no tree until somebody goes there: every way there, by the tree alone."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from deskchat.chat.conversation import Conversation, Node
from deskchat.chat.message import Message, Role, Status, Stop
from deskchat.chat.model import ModelRef
from deskchat.chat.parts import TextPart
from deskchat.paths import find
from deskchat.store.conversations import Conversations
from deskchat.store.database import Database
from tests.blackbox.jobs import MARKS, choose
from tests.support.desktop import Screen, deskchat

pytestmark = MARKS
QUESTIONS = 40
BEGAN = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with one conversation: a question and a long answer on each of so many days."""
    nodes: list[Node] = []
    for number in range(QUESTIONS):
        asked = Message(Role.USER, (TextPart(f"Question {number} of birds"),))
        said = (TextPart(f"Answer {number} begins. " + "The gannet dives from a height. " * 60),)
        replied = Message(Role.ASSISTANT, said, Status.DONE, ModelRef("near", "echo-1"), "echo-1", stop=Stop.END)
        for message in (asked, replied):
            parent = nodes[-1].id if nodes else None
            nodes.append(Node(f"m{len(nodes):04}", parent, message, BEGAN + timedelta(days=number)))
    home = tmp_path / "home"
    path = find(home).database
    path.parent.mkdir(parents=True, exist_ok=True)
    find(home).settings.write_text("[window]\nwelcomed = true\n")
    database = Database.open(path)
    Conversations(database).create(Conversation("c1", "Birds", BEGAN, BEGAN, tuple(nodes), nodes[-1].id))
    database.close()
    return home


def in_the_tree(screen: Screen) -> set[str]:
    """The messages that are there now, without their long ends."""
    return {child["name"][:26] for child in screen.children("Transcript")}


def test_every_message_of_a_long_conversation_is_read_from_its_end_to_its_beginning(screen: Screen, home: Path) -> None:
    with deskchat(screen, home):
        screen.press("Birds", within="Conversations")
        screen.wait_text("Transcript", f"Answer {QUESTIONS - 1} begins")
        assert "You: Question 0 of birds" not in in_the_tree(screen), "only what is near is there"
        for number in reversed(range(QUESTIONS)):
            choose(screen, "Previous question in the conversation")
            screen.wait_text("Transcript", f"Question {number} of birds")
            told = screen.wait_text("Transcript", f"Answer {number} begins")
            assert told.count("The gannet dives") > 10, "the answer is read there, too"
        choose(screen, "Next question in the conversation")
        screen.wait_text("Transcript", "Question 1 of birds")


def test_the_ends_a_day_and_what_is_sought_are_gone_to_at_once(screen: Screen, home: Path) -> None:
    with deskchat(screen, home):
        screen.press("Birds", within="Conversations")
        screen.wait_text("Transcript", f"Answer {QUESTIONS - 1} begins")
        bar = screen.find("Scroll the conversation", role="scroll bar")
        assert bar["showing"]
        screen.set("Scroll the conversation", 0, role="scroll bar")
        screen.wait_text("Transcript", "Question 0 of birds")
        screen.press("↓ To the end")
        screen.wait_text("Transcript", f"Answer {QUESTIONS - 1} begins")
        screen.set("Scroll the conversation", 0, role="scroll bar")
        screen.wait_text("Transcript", "Question 0 of birds")
        screen.press("Go to the end", within="Conversation", of_role="push button", hidden=True)
        screen.wait_text("Transcript", f"Answer {QUESTIONS - 1} begins")

        screen.press("Go to a day…", within="Conversation", of_role="push button", hidden=True)
        days = screen.children("Day", role="list")
        assert len(days) == QUESTIONS
        screen.select(days[30]["name"], within="Day", of_role="list", only=True, hidden=True)
        screen.press("Go")
        screen.wait_text("Transcript", f"Question {QUESTIONS - 31} of birds")

        choose(screen, "Find in the conversation")
        screen.type("Find in the conversation", "Question 2")
        screen.find("11 of 11")
        screen.wait_text("Transcript", "Question 29 of birds")
        screen.press("Previous hit")
        screen.wait_text("Transcript", "Question 28 of birds")
        screen.press("Next hit")
        screen.press("Next hit")
        screen.wait_text("Transcript", "Question 2 of birds")
        screen.press("Close")
