"""Backups of Cherry Studio: ``data.json`` with its database and settings.

After https://github.com/CherryHQ/cherry-studio (src/renderer/src/services/BackupService.ts, types/newMessage.ts):
``indexedDB.topics`` with messages, ``indexedDB.message_blocks`` with what they say; names of topics are in the
settings, which also hold keys: nothing but those names is read there.
"""

from collections.abc import Iterator
from typing import Any

from deskchat.chat.message import Message, Role
from deskchat.chat.parts import Part, ReasoningPart, TextPart
from deskchat.exchange.found import Found, Refused, UnreadableError
from deskchat.exchange.json_stream import decoded
from deskchat.exchange.loose import EPOCH, at, items, moment, text
from deskchat.exchange.tree import Draft, Outline, grown

ROLES = {"user": Role.USER, "assistant": Role.ASSISTANT}
WORDS = frozenset({"main_text", "code", "translation"})


def conversations(backup: Any) -> Iterator[Found | Refused]:
    """All topics that hold messages."""
    titles = _titles(backup)
    blocks: dict[str, list[Any]] = {}
    for block in items(backup, "indexedDB", "message_blocks"):
        blocks.setdefault(text(block, "messageId"), []).append(block)
    for topic in items(backup, "indexedDB", "topics"):
        try:
            yield _conversation(topic, titles.get(text(topic, "id"), ""), blocks)
        except UnreadableError as error:
            yield Refused(str(error))


def _conversation(topic: Any, title: str, blocks: dict[str, list[Any]]) -> Found:
    drafts: list[Draft] = []
    asked: dict[str, int] = {}    # replies to one question are alternatives
    for found in items(topic, "messages"):
        question = text(found, "askId")
        parent = question if question in asked else (drafts[-1].name if drafts else None)
        name = text(found, "id")
        asked[name] = len(drafts)
        drafts.append(Draft(name, parent, _message(found, blocks.get(name, ())), moment(at(found, "createdAt"))))
    times = [draft.created_at for draft in drafts] or [EPOCH]
    leaf = drafts[-1].name if drafts else None
    return grown(Outline("cherry-studio", text(topic, "id"), title, min(times), max(times), leaf), drafts)


def _message(found: Any, blocks: Any) -> Message | None:
    role = ROLES.get(text(found, "role"))
    parts: list[Part] = [TextPart(text(found, "content"))] if text(found, "content") else []
    for block in blocks:
        said = text(block, "content")
        if said and text(block, "type") == "thinking":
            parts.append(ReasoningPart(said))
        elif said and text(block, "type") in WORDS:
            parts.append(TextPart(said))
    name = text(found, "model", "name") or text(found, "model", "id")
    return Message(role, tuple(parts), model_name=name if role is Role.ASSISTANT else "") if role and parts else None


def _titles(backup: Any) -> dict[str, str]:
    try:
        kept = decoded(text(backup, "localStorage", "persist:cherry-studio").encode("utf-8", "replace") or b"{}")
        assistants = decoded(text(kept, "assistants").encode("utf-8", "replace") or b"{}")
    except UnreadableError:
        return {}
    found = [one for each in items(assistants, "assistants") for one in items(each, "topics")]
    return {text(one, "id"): text(one, "name") for one in found}
