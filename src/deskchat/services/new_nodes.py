"""New places in the tree of a conversation, before they are stored."""

from datetime import UTC, datetime

from deskchat.chat.conversation import Conversation, Node
from deskchat.chat.message import Message, Role
from deskchat.chat.parts import Part, TextPart
from deskchat.store.ids import new_id

GO_ON = (TextPart("Go on exactly where your last reply stopped, without repeating anything of it."),)


def new_node(parent: str | None, message: Message) -> Node:
    """``message`` in a place of its own."""
    now = datetime.now(UTC)
    return Node(new_id(now), parent, message, now)


def with_message(conversation: Conversation, parent: str | None, parts: tuple[Part, ...]) -> tuple[Conversation, Node]:
    """``conversation`` with a message of the person below ``parent``, and that message."""
    node = new_node(parent, Message(Role.USER, parts))
    return conversation.with_node(node), node
