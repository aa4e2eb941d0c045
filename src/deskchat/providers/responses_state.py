"""What a model on the Responses wire wants back with its own replies: encrypted reasoning, and phases.

A reasoning item is sent together with the message that follows it, or not at all ("Item 'rs_…' of type 'reasoning' was
provided without its required following item" is a 400). Shapes: ``ResponseReasoningItemParam`` and
``EasyInputMessageParam`` in openai 3.54.0 (``types/responses/``). Messages go without ids: with ``store: false`` the
server knows none.
"""

from collections.abc import Sequence
from typing import Any

import msgspec

from deskchat.providers.reading import parsed, sound, string, table, tables

WIRE = "openai-responses"
LARGEST = 4_000_000    # bytes; a reply whose state is larger goes without
PHASES = ("commentary", "final_answer")


class Kept:
    """Collects the state of a reply from its finished output items, and holds no more of them than it may keep."""

    def __init__(self) -> None:
        self._items: list[dict[str, Any] | None] = []
        self._size = 0

    def add(self, item: dict[str, Any]) -> None:
        """One more finished item; the order counts."""
        shaped = _shaped(item)
        self._size += len(msgspec.json.encode(shaped)) + 1
        if self._size > LARGEST:
            self._items.clear()
        else:
            self._items.append(shaped)

    @property
    def state(self) -> str:
        """All that is worth sending back, as JSON text; ``""`` when there is nothing."""
        paired = [
            item
            for place, item in enumerate(self._items)
            if item is not None and (item["type"] == "message" or _is_followed(self._items, place))
        ]
        if self._size > LARGEST or not any(item["type"] == "reasoning" or "phase" in item for item in paired):
            return ""
        return msgspec.json.encode(paired).decode()


def items_for(state: str, text: str) -> list[dict[str, Any]]:
    """The input items for a reply whose visible words are ``text``; none when the state is another reply's, or damaged."""
    items = [item for one in tables(parsed(state)) if (item := _shaped(one)) is not None]
    if "".join(item["content"] for item in items if item["type"] == "message") != text:
        return []
    sound = all(item["type"] == "message" or _is_followed(items, place) for place, item in enumerate(items))
    return items if sound else []


def _is_followed(items: Sequence[dict[str, Any] | None], place: int) -> bool:
    """Does a message, perhaps after more reasoning, come next?"""
    following = next((item for item in items[place + 1 :] if item is None or item["type"] != "reasoning"), None)
    return following is not None


def _shaped(item: dict[str, Any]) -> dict[str, Any] | None:
    """The item as input; ``None`` for everything else than messages and encrypted reasoning."""
    if item.get("type") == "reasoning":
        secret, own_id = sound(string(item.get("encrypted_content"))), sound(string(item.get("id")))
        summary = [
            {"type": "summary_text", "text": sound(string(part.get("text")))} for part in tables(item.get("summary"))
        ]
        if not secret or not own_id:
            return None
        return {"type": "reasoning", "id": own_id, "summary": summary, "encrypted_content": secret}
    if item.get("type") != "message":
        return None
    content = item.get("content")
    text = sound(content if isinstance(content, str) else "".join(_words(part) for part in tables(content)))
    phase = item.get("phase")
    shaped = {"type": "message", "role": "assistant", "content": text}
    return {**shaped, "phase": phase} if phase in PHASES else shaped if text else None


def _words(part: dict[str, Any]) -> str:
    return string(table(part).get("text") if part.get("type") == "output_text" else part.get("refusal"))
