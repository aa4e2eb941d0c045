"""The tree of messages, and the branch of it that is shown."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from deskchat.chat.message import Message
from deskchat.chat.model import ModelRef, Sampling
from deskchat.chat.persona import Terms

TEMPORARY = "temporary-"    # how the id of a conversation begins that is kept in memory alone


def is_temporary(conversation_id: str) -> bool:
    """Is nothing of this conversation ever on the disk?"""
    return conversation_id.startswith(TEMPORARY)


class Node(msgspec.Struct, frozen=True, gc=False):
    """A message in its place: ``parent`` is the id of the message it answers or follows, ``None`` for a first one."""

    id: str
    parent: str | None
    message: Message
    created_at: datetime    # aware, UTC


class Summary(msgspec.Struct, frozen=True, gc=False):
    """A conversation as the list shows it. ``title`` is ``""`` until one was made."""

    id: str
    title: str
    updated_at: datetime    # aware, UTC
    pinned: bool = False
    archived: bool = False
    tags: tuple[str, ...] = ()


class Listed(msgspec.Struct, frozen=True):
    """Which conversations a list shows: those with a tag, and those that are archived or those that are not."""

    tag: str | None = None
    archived: bool = False


class Run(msgspec.Struct, frozen=True):
    """Conversations that follow each other in a list under one heading: since which time, and how many."""

    since: int
    count: int


class Snippet(msgspec.Struct, frozen=True):
    """One line of plain text that a search found; ``marks``: from where to where in it the words stand."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


class Conversation(msgspec.Struct, frozen=True, weakref=True):
    """All messages of a conversation; siblings (same parent) are alternatives, in the order they were made.

    ``leaf`` is the id of the last message of the branch that is shown, ``None`` while there is no message.
    ``model`` is the one chosen for the next reply. ``fallback``: who is asked when it can't answer; none for an empty
    list, ``None``: as the settings say. ``persona``: the name of the assistant that ``system`` and ``sampling`` came from.
    ``tags`` are sorted.
    """

    id: str
    title: str
    created_at: datetime
    updated_at: datetime
    nodes: tuple[Node, ...] = ()
    leaf: str | None = None
    model: ModelRef | None = None
    system: str | None = None
    pinned: bool = False
    fallback: tuple[ModelRef, ...] | None = None
    persona: str = ""
    sampling: Sampling = Sampling()
    archived: bool = False
    tags: tuple[str, ...] = ()

    @property
    def terms(self) -> Terms:
        """What holds for this conversation alone."""
        return Terms(self.persona, self.system, self.sampling)

    def node(self, node_id: str) -> Node:
        """The node with that id. Raises ``KeyError``."""
        for node in self.nodes:
            if node.id == node_id:
                return node
        raise KeyError(node_id)

    def branch(self, leaf: str | None = None) -> tuple[Node, ...]:
        """From the first message down to ``leaf`` (the shown one when ``None``)."""
        by_id = {node.id: node for node in self.nodes}
        path: list[Node] = []
        at = leaf if leaf is not None else self.leaf
        while at is not None:
            path.append(by_id[at])
            at = by_id[at].parent
        return tuple(reversed(path))

    def siblings(self, node_id: str) -> tuple[Node, ...]:
        """The alternatives at this place, itself included, oldest first."""
        parent = self.node(node_id).parent
        return tuple(node for node in self.nodes if node.parent == parent)

    def newest_leaf_below(self, node_id: str) -> str:
        """Where to go when a sibling is chosen: down its newest children to the end."""
        newest: dict[str | None, str] = {}
        for node in self.nodes:
            newest[node.parent] = node.id
        at = node_id
        while at in newest:
            at = newest[at]
        return at

    def with_node(self, node: Node) -> "Conversation":
        """The same, with ``node`` added or (same id) replaced, and shown."""
        kept: Iterable[Node] = self.nodes
        if any(old.id == node.id for old in self.nodes):
            nodes = tuple(node if old.id == node.id else old for old in kept)
        else:
            nodes = (*kept, node)
        return msgspec.structs.replace(self, nodes=nodes, leaf=node.id)
