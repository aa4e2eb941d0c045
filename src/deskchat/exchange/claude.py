"""Data exports of Claude: ``conversations.json``, a list of messages a conversation.

Anthropic publishes no description. After https://github.com/Sinity/polylogue (docs/providers/claude-ai.md) and the
fields named in https://github.com/withLinda/claude-conversation-exporter: ``chat_messages`` with ``sender``, ``content``
blocks and ``attachments`` whose text is in ``extracted_content``; newer ones name ``parent_message_uuid``.
"""

import json
from typing import Any

from deskchat.chat.message import Message, Role
from deskchat.chat.model import ModelRef
from deskchat.chat.parts import FilePart, Part, ReasoningPart, TextPart, ToolPart
from deskchat.exchange import assets
from deskchat.exchange.assets import Assets
from deskchat.exchange.found import Found
from deskchat.exchange.loose import at, items, moment, text
from deskchat.exchange.tree import Draft, Outline, grown

ROLES = {"human": Role.USER, "user": Role.USER, "assistant": Role.ASSISTANT}


def read(record: Any, find: Assets) -> Found:
    """One conversation. Raises ``UnreadableError``."""
    made = moment(at(record, "created_at"))
    outline = Outline(
        "claude",
        text(record, "uuid"),
        text(record, "name"),
        made,
        moment(at(record, "updated_at"), made),
        text(record, "current_leaf_message_uuid") or None,
    )
    model = text(record, "model")
    notes: list[str] = []
    drafts: list[Draft] = []
    names = {text(found, "uuid") for found in items(record, "chat_messages")}
    for found in items(record, "chat_messages"):
        told = text(found, "parent_message_uuid")
        before = drafts[-1].name if drafts else None
        # the first ones name a parent that is not in the file
        parent = (told if told in names else None) if told else before
        message = _message(found, model, find, notes)
        drafts.append(Draft(text(found, "uuid"), parent, message, moment(at(found, "created_at"), made)))
    return grown(outline, drafts, notes)


def _message(found: Any, model: str, find: Assets, notes: list[str]) -> Message | None:
    role = ROLES.get(text(found, "sender"))
    if role is None:
        return None
    parts: list[Part] = [part for block in items(found, "content") if (part := _part(block)) is not None]
    if not parts and text(found, "text"):
        parts = [TextPart(text(found, "text"))]
    for attached in items(found, "attachments"):
        name = text(attached, "file_name") or "file"
        parts.append(FilePart(name, text(attached, "file_type") or "text/plain", text(attached, "extracted_content")))
    for file in items(found, "files"):
        name = text(file, "file_name")
        there = find(name) if name else None
        picture = assets.picture(*there) if there is not None else None
        parts.append(picture or assets.missing(name))
        if picture is None:
            notes.append(assets.MISSING)
    if not parts:
        return None
    by = ModelRef("anthropic", model) if model and role is Role.ASSISTANT else None
    return Message(role, tuple(parts), model=by, model_name="Claude" if role is Role.ASSISTANT else "")


def _part(block: Any) -> Part | None:
    kind = text(block, "type")
    if kind == "text" and text(block, "text"):
        return TextPart(text(block, "text"))
    if kind == "thinking" and text(block, "thinking"):
        return ReasoningPart(text(block, "thinking"))
    if kind == "tool_use":
        return ToolPart(text(block, "name") or "tool", _readable(at(block, "input")))
    if kind == "tool_result":
        said = [text(one, "text") for one in items(block, "content")]
        return ToolPart(text(block, "name") or "tool", result="\n".join(filter(None, said)))
    return None


def _readable(value: Any) -> str:
    return "" if value is None else json.dumps(value, ensure_ascii=False)
