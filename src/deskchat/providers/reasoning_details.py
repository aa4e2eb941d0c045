"""OpenRouter's ``reasoning_details``: what a model wants back with its own replies, unchanged.

https://openrouter.ai/docs/use-cases/reasoning-tokens#preserving-reasoning-blocks: pieces of one ``index`` and type are
joined (``text``, ``summary``, ``data``, ``signature``), and the list goes back on the assistant's message.
"""

from typing import Any

import msgspec

from deskchat.providers.reading import parsed, sound, tables

WIRE = "openai-chat"
LARGEST = 4_000_000    # characters; a reply whose details are larger goes without
GROWING = ("text", "summary", "data", "signature")


class Details:
    """The details of one reply while they arrive."""

    def __init__(self) -> None:
        self._items: list[dict[str, Any]] = []
        self._size = 0

    def take(self, given: object) -> None:
        """More of them, if ``given`` is a list of any."""
        for detail in tables(given):
            self._size += sum(len(value) for value in detail.values() if isinstance(value, str)) + 20
            if self._size <= LARGEST:
                self._add(detail)

    @property
    def state(self) -> str:
        """All as JSON text; ``""`` when there are none worth keeping: plain text alone needs no way back."""
        if self._size > LARGEST or not any(item.get("signature") or item.get("data") for item in self._items):
            return ""
        return sound(msgspec.json.encode(_storable(self._items)).decode())

    def _add(self, detail: dict[str, Any]) -> None:
        last = self._items[-1] if self._items else None
        same = last is not None and all(last.get(field) == detail.get(field) for field in ("type", "index"))
        if last is None or not same:
            self._items.append(dict(detail))
            return
        for field, value in detail.items():
            before = last.get(field)
            if field in GROWING and isinstance(value, str) and isinstance(before, str):
                last[field] = before + value
            elif value is not None:
                last[field] = value


def details_from(state: str) -> list[dict[str, Any]]:
    """What goes back; none when the state is damaged."""
    return tables(parsed(state))


def _storable(value: Any) -> Any:
    """Strings without halves of characters; floats that JSON can't hold become nothing."""
    match value:
        case str():
            return sound(value)
        case dict():
            return {sound(str(key)): _storable(inner) for key, inner in value.items()}
        case list():
            return [_storable(inner) for inner in value]
        case int() if not -(2**63) <= value < 2**64:
            return None
        case _:
            return value
