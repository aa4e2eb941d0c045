"""OpenRouter's ``reasoning_details``: what a model wants back with its own replies, unchanged.

https://openrouter.ai/docs/use-cases/reasoning-tokens#preserving-reasoning-blocks: pieces of one ``index`` and type are
joined (``text``, ``summary``, ``data``, ``signature``), and the list goes back on the assistant's message.
"""

import json
from math import isfinite
from typing import Any

import msgspec

from deskchat.providers.reading import parsed, sound, string, tables

WIRE = "openai-chat"
LARGEST = 4_000_000    # characters; a reply whose details are larger goes without
DEEPEST = 10    # levels within a detail
GROWING = ("text", "summary", "data", "signature")


class Details:
    """The details of one reply while they arrive."""

    def __init__(self) -> None:
        self._items: list[dict[str, Any]] = []
        self._places: dict[tuple[str, int], dict[str, Any]] = {}
        self._size = 0

    def take(self, given: object) -> None:
        """More of them, if ``given`` is a list of any."""
        for detail in tables(given):
            if self._size <= LARGEST:
                self._add(_pruned(detail))

    @property
    def state(self) -> str:
        """All as JSON text; ``""`` when there are none worth keeping: plain text alone needs no way back."""
        if self._size > LARGEST or not any(item.get("signature") or item.get("data") for item in self._items):
            return ""
        return msgspec.json.encode(_storable(self._items)).decode()

    def _add(self, detail: dict[str, Any]) -> None:
        begun = self._begun(detail)
        if begun is None:
            begun = {}
            self._items.append(begun)
            if (place := _place(detail)) is not None:
                self._places[place] = begun
        new = {field: value for field, value in detail.items() if value is not None and value != begun.get(field)}
        new |= {field: detail[field] for field in GROWING if isinstance(detail.get(field), str)}
        self._size += len(json.dumps(new)) + 20
        for field, value in new.items():
            before = begun.get(field)
            grows = field in GROWING and isinstance(before, str) and isinstance(value, str)
            begun[field] = before + value if grows else value

    def _begun(self, detail: dict[str, Any]) -> dict[str, Any] | None:
        """The item that ``detail`` goes on with: the one of its index, or without any index the last one of its type."""
        place = _place(detail)
        if place is not None:
            return self._places.get(place)
        last = self._items[-1] if self._items else {}
        return last if _place(last) is None and last.get("type") == detail.get("type") and last else None


def _place(detail: dict[str, Any]) -> tuple[str, int] | None:
    index = detail.get("index")
    return (string(detail.get("type")), index) if isinstance(index, int) else None


def details_from(state: str) -> list[dict[str, Any]]:
    """What goes back; none when the state is damaged."""
    return [_storable(_pruned(detail)) for detail in tables(parsed(state))]


def _pruned(value: Any, levels: int = DEEPEST) -> Any:
    """``value`` without what is nested deeper than any detail is, and without numbers that JSON can't hold."""
    match value:
        case dict() | list() if levels == 0:
            return None
        case dict():
            return {key: _pruned(inner, levels - 1) for key, inner in value.items()}
        case list():
            return [_pruned(inner, levels - 1) for inner in value]
        case int() if not -(2**63) <= value < 2**64:
            return None
        case float() if not isfinite(value):
            return None
        case _:
            return value


def _storable(value: Any) -> Any:
    """The same with whole characters only."""
    match value:
        case str():
            return sound(value)
        case dict():
            return {sound(key): _storable(inner) for key, inner in value.items()}
        case list():
            return [_storable(inner) for inner in value]
        case _:
            return value
