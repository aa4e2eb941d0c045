"""Conversations and a server, written into a home before the program starts there."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from streaming_server import reply

from deskchat.chat.conversation import Conversation, Node
from deskchat.chat.message import Message, Role, Status, Stop, Timing, Usage
from deskchat.chat.model import ModelRef
from deskchat.chat.parts import TextPart
from deskchat.paths import find
from deskchat.store.conversations import Conversations
from deskchat.store.database import Database

MODEL = ModelRef("loopback", "river")
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


def add_server(home: Path, url: str) -> None:
    """The only provider of its model."""
    file = find(home).providers
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f'[[provider]]\nid = "{MODEL.provider}"\nname = "Loopback"\nbase_url = "{url}"\n')


def add_conversation(home: Path, number: int, messages: int = 2, letters: int = 500) -> str:
    """A conversation of questions and replies in Markdown, each of about so many letters; gives its id."""
    text = reply(400_000)
    nodes: list[Node] = []
    for place in range(messages):
        person = place % 2 == 0
        start = text.find("\n\n", place * 997 % 300_000) + 2
        length = letters // 3 if person else letters * 5 // 3
        said = text[start : max(start + 20, text.rfind("\n", start, start + length))]
        if said.count("```") % 2:
            said += "\n```"
        message = (
            Message(Role.USER, (TextPart(said.replace("`", "")),))
            if person
            else Message(
                Role.ASSISTANT, (TextPart(said),), Status.DONE, MODEL, "river",
                stop=Stop.END, usage=Usage(500, 120), timing=Timing(0.4, 3.0, 50.0),
            )
        )    # fmt: skip
        parent = nodes[-1].id if nodes else None
        nodes.append(Node(f"{number:08d}-{place:06d}", parent, message, BEGAN + timedelta(minutes=5 * place)))
    conversation_id = f"{number:08d}"
    made = Conversation(
        conversation_id, f"Rivers {number}", BEGAN, BEGAN, tuple(nodes), nodes[-1].id, model=MODEL
    )
    path = find(home).database
    path.parent.mkdir(parents=True, exist_ok=True)
    database = Database.open(path)
    try:
        Conversations(database).create(made)
    finally:
        database.close()
    return conversation_id
