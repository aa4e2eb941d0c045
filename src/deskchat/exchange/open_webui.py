"""Exports of Open WebUI (“Export chats”): a list of chats, each a tree of messages.

After https://github.com/open-webui/open-webui (src/lib/components/chat/Chat.svelte, backend/open_webui/models/chats.py):
``chat.history.messages`` by id with ``parentId``; ``chat.history.currentId`` is the end of the shown branch; times are
seconds.
"""

from typing import Any

from deskchat.chat.message import Message, Role
from deskchat.chat.parts import Part, TextPart
from deskchat.exchange import assets
from deskchat.exchange.assets import Assets
from deskchat.exchange.found import Found
from deskchat.exchange.loose import at, items, moment, text
from deskchat.exchange.tree import Draft, Outline, grown

ROLES = {"user": Role.USER, "assistant": Role.ASSISTANT}


def read(record: Any, _find: Assets) -> Found:
    """One chat. Raises ``UnreadableError``."""
    chat = at(record, "chat")
    made = moment(at(record, "created_at"), moment(at(chat, "timestamp")))
    outline = Outline(
        "open-webui",
        text(record, "id") or text(chat, "id"),
        text(record, "title") or text(chat, "title"),
        made,
        moment(at(record, "updated_at"), made),
        text(chat, "history", "currentId") or None,
        text(chat, "system") or text(chat, "params", "system"),
        at(record, "pinned") is True,
    )
    notes: list[str] = []
    messages = at(chat, "history", "messages")
    drafts = [
        Draft(name, text(found, "parentId") or None, _message(found, notes), moment(at(found, "timestamp"), made))
        for name, found in (messages if isinstance(messages, dict) else {}).items()
    ]
    return grown(outline, drafts, notes)


def _message(found: Any, notes: list[str]) -> Message | None:
    role = ROLES.get(text(found, "role"))
    if role is None:
        return None
    parts: list[Part] = []
    for file in items(found, "files"):
        picture = assets.from_data_url(text(file, "url"))
        parts.append(picture or assets.missing(text(file, "name")))
        if picture is None:
            notes.append(assets.MISSING)
    if text(found, "content"):
        parts.append(TextPart(text(found, "content")))
    name = (text(found, "modelName") or text(found, "model")) if role is Role.ASSISTANT else ""
    return Message(role, tuple(parts), model_name=name) if parts else None
