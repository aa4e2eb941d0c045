"""Conversations from elsewhere: added once, and what they have more than the last time is added to them."""

from collections.abc import Callable
from enum import StrEnum

from msgspec.structs import replace

from deskchat.chat.conversation import Conversation, Node
from deskchat.store import messages, sorting
from deskchat.store.conversations import Conversations
from deskchat.store.database import Database

RENEWED = "renewed"


class Taken(StrEnum):
    """What became of a conversation that was imported."""

    ADDED = "added"
    EXTENDED = "extended"    # it was there, some messages were not
    KNOWN = "known"          # nothing of it is new


class Imports:
    """Puts conversations below those that are there, in the order they come. Each is one transaction."""

    def __init__(
        self, database: Database, conversations: Conversations, renew: Callable[[str, str, str], str]
    ) -> None:
        self._database = database
        self._conversations = conversations
        self._renew = renew

    def take(self, conversation: Conversation) -> tuple[Taken, int]:
        """Store what is new of it, all or nothing; what that was, and how many messages. Raises ``ChatError``.

        A message whose id another conversation has gets a new one (``renew``), the same each time.
        """
        with self._database.transaction():
            return self._taken(conversation)

    def _taken(self, conversation: Conversation) -> tuple[Taken, int]:
        conversation = self._with_own_ids(conversation)
        found = self._database.rows("SELECT leaf FROM conversation WHERE id = ?", conversation.id)
        if not found:
            self._conversations.create(conversation)
            self._database.change(
                "UPDATE conversation SET touched = (SELECT min(touched) - 1 FROM conversation) WHERE id = ?", conversation.id
            )
            return Taken.ADDED, len(conversation.nodes)
        added = self._extend(conversation, found[0][0])
        for tag in conversation.tags:
            sorting.tag(self._database, conversation.id, tag)
        return (Taken.EXTENDED if added else Taken.KNOWN), added

    def _extend(self, conversation: Conversation, shown: str | None) -> int:
        known = {
            row[0] for row in self._database.rows("SELECT id FROM message WHERE conversation = ?", conversation.id)
        }
        new = [node for node in conversation.nodes if node.id not in known]
        continues = conversation.leaf not in known and shown in {node.id for node in conversation.branch()}
        if new:
            for node in new:
                messages.insert(self._database, conversation.id, node)
            if continues or shown is None:
                self._database.change("UPDATE conversation SET leaf = ? WHERE id = ?", conversation.leaf, conversation.id)
        return len(new)

    def _with_own_ids(self, conversation: Conversation) -> Conversation:
        foreign = {
            node.id
            for node in conversation.nodes
            if self._database.rows(
                "SELECT 1 FROM message WHERE id = ? AND conversation <> ?", node.id, conversation.id
            )
        }
        if not foreign:
            return conversation
        names = {old: self._renew(RENEWED, conversation.id, old) for old in foreign}
        nodes = tuple(_renamed(node, names) for node in conversation.nodes)
        leaf = names.get(conversation.leaf, conversation.leaf) if conversation.leaf else None
        return replace(conversation, nodes=nodes, leaf=leaf)


def _renamed(node: Node, names: dict[str, str]) -> Node:
    parent = names.get(node.parent, node.parent) if node.parent else None
    return replace(node, id=names.get(node.id, node.id), parent=parent)
