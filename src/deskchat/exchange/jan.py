"""Threads of Jan: a folder with ``thread.json`` and ``messages.jsonl``.

After https://github.com/janhq/jan (docs/docs/specs/threads.md, messages.md): messages in the form of
OpenAI's Threads, one a line.
"""

from collections.abc import Iterable
from typing import Any

from deskchat.chat.message import Message, Role
from deskchat.chat.parts import Part, TextPart
from deskchat.exchange.found import Found
from deskchat.exchange.loose import at, items, moment, text
from deskchat.exchange.tree import Draft, Outline, grown

ROLES = {"user": Role.USER, "assistant": Role.ASSISTANT}


def read(thread: Any, messages: Iterable[Any]) -> Found:
    """One thread with the values of its lines. Raises ``UnreadableError``."""
    made = moment(at(thread, "created"))
    drafts: list[Draft] = []
    for found in messages:
        when = moment(at(found, "created_at"), made)
        drafts.append(Draft(text(found, "id"), drafts[-1].name if drafts else None, _message(found), when))
    title = text(thread, "title") or text(thread, "summary") or text(thread, "metadata", "title")
    last = drafts[-1] if drafts else None
    updated = moment(at(thread, "updated"), last.created_at if last else made)
    return grown(Outline("jan", text(thread, "id"), title, made, updated, last.name if last else None), drafts)


def _message(found: Any) -> Message | None:
    role = ROLES.get(text(found, "role"))
    parts: list[Part] = [
        TextPart(text(piece, "text", "value")) for piece in items(found, "content") if text(piece, "text", "value")
    ]
    return Message(role, tuple(parts)) if role is not None and parts else None
