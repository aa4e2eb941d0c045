"""Messages of another program become a conversation: linked, in order, with names that are the same each time."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from deskchat.chat.conversation import Conversation, Node
from deskchat.chat.message import Message
from deskchat.exchange.found import Found, UnreadableError
from deskchat.exchange.stable_id import stable_id

CUT = "Messages that follow each other in a circle, or none, now begin a branch."
TWICE = "Messages with the name of another one were left out."


class Draft(msgspec.Struct, frozen=True):
    """A message as it was found. ``message`` is ``None`` for one that is not shown: its answers follow its own parent."""

    name: str
    parent: str | None
    message: Message | None
    created_at: datetime


class Outline(msgspec.Struct, frozen=True):
    """What is known of the conversation. ``program`` and ``name`` tell it from all others."""

    program: str
    name: str
    title: str
    created_at: datetime
    updated_at: datetime
    leaf: str | None = None    # name of the last message that was shown
    system: str | None = None
    pinned: bool = False


def grown(outline: Outline, drafts: Sequence[Draft], notes: Sequence[str] = ()) -> Found:
    """The conversation, parents before their answers, alternatives in the order of ``drafts``.

    Raises ``UnreadableError`` when there is no message in it, or no name to know it by.
    """
    said = dict.fromkeys(notes)
    by_name: dict[str, Draft] = {}
    for draft in drafts:
        if draft.name in by_name or not draft.name:
            said[TWICE] = None
        else:
            by_name[draft.name] = draft
    if not outline.name or not any(draft.message for draft in by_name.values()):
        raise UnreadableError("A conversation without messages was left out.")
    ordered, whole = _ordered(by_name)
    if not whole:
        said[CUT] = None
    nodes, ids = _linked(outline, ordered)
    conversation = Conversation(
        id=stable_id(outline.program, outline.name),
        title=" ".join(outline.title.split())[:300],
        created_at=outline.created_at,
        updated_at=outline.updated_at,
        nodes=nodes,
        leaf=ids.get(outline.leaf) or nodes[-1].id,
        model=next((node.message.model for node in reversed(nodes) if node.message.model), None),
        system=outline.system or None,
        pinned=outline.pinned,
    )
    return Found(conversation, tuple(said))


def _linked(
    outline: Outline, ordered: Sequence[tuple[Draft, str | None]]
) -> tuple[tuple[Node, ...], dict[str | None, str | None]]:
    """The messages that are shown, and by each name the id of what stands for it: itself, or what it followed."""
    ids: dict[str | None, str | None] = {None: None}
    nodes: list[Node] = []
    for draft, parent in ordered:
        ids[draft.name] = ids[parent]
        if draft.message is not None:
            node_id = stable_id(outline.program, outline.name, draft.name)
            nodes.append(Node(node_id, ids[parent], draft.message, draft.created_at))
            ids[draft.name] = node_id
    return tuple(nodes), ids


def _ordered(by_name: dict[str, Draft]) -> tuple[list[tuple[Draft, str | None]], bool]:
    """Each with the name of its parent, parents first; ``False`` when a link had to be cut."""
    answers: dict[str | None, list[str]] = {}
    for draft in by_name.values():
        answers.setdefault(draft.parent if draft.parent in by_name else None, []).append(draft.name)
    ordered: list[tuple[Draft, str | None]] = []
    seen: set[str] = set()

    def follow(first: str) -> None:
        waiting: list[tuple[str, str | None]] = [(first, None)]
        while waiting:
            name, parent = waiting.pop()
            if name not in seen:
                seen.add(name)
                ordered.append((by_name[name], parent))
                waiting += [(answer, name) for answer in reversed(answers.get(name, ()))]

    for name in answers.get(None, ()):
        follow(name)
    whole = len(seen) == len(by_name) and all(
        draft.parent is None or draft.parent in by_name for draft in by_name.values()
    )
    for name in by_name:
        follow(name)
    return ordered, whole
