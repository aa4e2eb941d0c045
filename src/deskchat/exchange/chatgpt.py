"""Data exports of ChatGPT: ``conversations.json``, a tree of messages a conversation.

OpenAI publishes no description. After https://github.com/mitkury/chatgpt-export-parser
(docs/chatgpt-data-export-format.md): ``mapping`` holds nodes by id with ``parent``, ``children`` and ``message``;
``current_node`` is the end of the shown branch; times are seconds; ``asset_pointer`` names a file of the archive.
"""

from typing import Any

from deskchat.chat.message import Message, Role
from deskchat.chat.model import ModelRef
from deskchat.chat.parts import Part, ReasoningPart, TextPart, ToolPart
from deskchat.exchange import assets
from deskchat.exchange.assets import Assets
from deskchat.exchange.found import Found
from deskchat.exchange.loose import at, items, moment, text
from deskchat.exchange.tree import Draft, Outline, grown


def read(record: Any, find: Assets) -> Found:
    """One conversation. Raises ``UnreadableError``."""
    made = moment(at(record, "create_time"))
    outline = Outline(
        "chatgpt",
        text(record, "conversation_id") or text(record, "id"),
        text(record, "title"),
        made,
        moment(at(record, "update_time"), made),
        text(record, "current_node") or None,
    )
    notes: list[str] = []
    mapping = at(record, "mapping")
    drafts = []
    for name, node in (mapping if isinstance(mapping, dict) else {}).items():
        message = _message(at(node, "message"), find, notes)
        drafts.append(Draft(name, text(node, "parent") or None, message, moment(at(node, "message", "create_time"), made)))
    return grown(outline, drafts, notes)


def _message(found: Any, find: Assets, notes: list[str]) -> Message | None:
    role = text(found, "author", "role")
    if role not in {"user", "assistant", "tool"} or at(found, "metadata", "is_visually_hidden_from_conversation") is True:
        return None
    parts = [part for part in _parts(at(found, "content"), find, notes) if part != TextPart("")]
    said = "\n".join(part.text for part in parts if isinstance(part, TextPart))
    recipient = text(found, "recipient")
    if role == "tool":
        parts = [ToolPart(text(found, "author", "name") or "tool", result=said), *_others(parts)]
    elif role == "assistant" and recipient not in {"", "all"}:
        parts = [ToolPart(recipient, arguments=said), *_others(parts)]
    if not parts:
        return None
    slug = text(found, "metadata", "model_slug") if role == "assistant" else ""
    return Message(
        Role.USER if role == "user" else Role.ASSISTANT,
        tuple(parts),
        model=ModelRef("openai", slug) if slug else None,
        model_name=slug,
    )


def _others(parts: list[Part]) -> list[Part]:
    return [part for part in parts if not isinstance(part, TextPart)]


def _parts(content: Any, find: Assets, notes: list[str]) -> list[Part]:
    kind = text(content, "content_type")
    if kind == "thoughts":
        thoughts = [f"{text(one, 'summary')}\n{text(one, 'content')}".strip() for one in items(content, "thoughts")]
        return [ReasoningPart("\n\n".join(thoughts))] if any(thoughts) else []
    if kind in {"text", "multimodal_text"}:
        return [_piece(piece, find, notes) for piece in items(content, "parts")]
    return [TextPart(text(content, "text") or text(content, "result"))]


def _piece(piece: Any, find: Assets, notes: list[str]) -> Part:
    if isinstance(piece, str):
        return TextPart(piece)
    pointer = text(piece, "asset_pointer").rpartition("/")[2]
    found = find(pointer) if pointer else None
    picture = assets.picture(*found) if found is not None else None
    if picture is not None:
        return picture
    if pointer:
        notes.append(assets.MISSING)
        return assets.missing(pointer)
    return TextPart(text(piece, "text"))
