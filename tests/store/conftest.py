"""A real history file, and small ways to fill it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from deskchat.chat.conversation import Conversation, Node
from deskchat.chat.message import Message, Role, Status
from deskchat.chat.parts import TextPart
from deskchat.store.conversations import Conversations
from deskchat.store.history import open_history
from deskchat.store.messages import Messages

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def forward(self, by: timedelta) -> None:
        self.now += by


class History:
    """An open history with everything that writes to it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.clock = Clock()
        self.database = open_history(path)
        self.conversations = Conversations(self.database, self.clock)
        self.messages = Messages(self.database, self.clock)

    def conversation(self, conversation_id: str, title: str = "") -> str:
        self.conversations.create(Conversation(conversation_id, title, self.clock.now, self.clock.now))
        return conversation_id

    def say(self, conversation_id: str, node_id: str, text: str, parent: str | None = None) -> Node:
        node = Node(node_id, parent, Message(Role.USER, (TextPart(text),)), self.clock.now)
        self.messages.add(conversation_id, node)
        return node

    def begin_reply(self, conversation_id: str, node_id: str, parent: str | None = None) -> Node:
        node = Node(node_id, parent, Message(Role.ASSISTANT, (), Status.STREAMING), self.clock.now)
        self.messages.add(conversation_id, node)
        return node


def with_text(node: Node, text: str, status: Status = Status.STREAMING) -> Node:
    """The node with other words."""
    return replace(node, message=replace(node.message, parts=(TextPart(text),), status=status))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "deskchat.db"


@pytest.fixture
def history(path: Path) -> Iterator[History]:
    opened = History(path)
    yield opened
    opened.database.close()
