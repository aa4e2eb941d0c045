"""Conversations of LM Studio, ``*.conversation.json`` below its ``conversations`` folder.

The format is not published and was not checked against a file of the program; read is what people tell of version 0.3:
``messages``, each with ``versions`` of which ``currentlySelected`` is shown; a reply's version has ``steps`` with blocks of
``content``.
"""

from typing import Any

from deskchat.chat.message import Message, Role
from deskchat.chat.parts import Part, ReasoningPart, TextPart
from deskchat.exchange.assets import MISSING
from deskchat.exchange.found import Found
from deskchat.exchange.loose import at, items, moment, text
from deskchat.exchange.tree import Draft, Outline, grown

ROLES = {"user": Role.USER, "assistant": Role.ASSISTANT}


def read(record: Any, name: str) -> Found:
    """One conversation; ``name`` is its file's. Raises ``UnreadableError``."""
    made = moment(at(record, "createdAt"))
    notes: list[str] = []
    drafts: list[Draft] = []
    before = None
    for place, found in enumerate(items(record, "messages")):
        shown = at(found, "currentlySelected")
        versions = items(found, "versions")
        names = [f"{place}.{number}" for number in range(len(versions))]
        drafts += [Draft(n, before, _message(v, notes), made) for n, v in zip(names, versions, strict=True)]
        if names:
            before = names[shown] if type(shown) is int and 0 <= shown < len(names) else names[-1]
    outline = Outline(
        "lm-studio", f"{name}/{made}", text(record, "name"), made, made, before, text(record, "systemPrompt")
    )
    return grown(outline, drafts, notes)


def _message(version: Any, notes: list[str]) -> Message | None:
    role = ROLES.get(text(version, "role"))
    if role is None:
        return None
    blocks = [version, *(step for step in items(version, "steps") if text(step, "type") == "contentBlock")]
    parts: list[Part] = []
    for block in blocks:
        thinking = text(block, "style", "type") == "thinking"
        for piece in items(block, "content"):
            said = text(piece, "text")
            if said:
                parts.append(ReasoningPart(said) if thinking else TextPart(said))
            elif text(piece, "type") == "file":
                notes.append(MISSING)
    sender = text(version, "senderInfo", "senderName") if role is Role.ASSISTANT else ""
    return Message(role, tuple(parts), model_name=sender) if parts else None
