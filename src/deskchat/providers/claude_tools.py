"""Tools in a reply of Anthropic's, as text: what was asked, and what was found. Bounded.

anthropic 2.12.0, ``types/*_tool_use_block.py`` and ``types/*_tool_result_block.py``. Calls of tools that Anthropic itself
runs are followed by a block with their result, which names the call; others are for the asker to run.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from deskchat.chat.events import ToolCalled
from deskchat.providers import failures
from deskchat.providers.reading import sound, string, table, tables

ARGUMENTS_CHARACTERS: Final = 64 * 1024
RESULT_CHARACTERS: Final = 16 * 1024
MOST_OPEN: Final = 64    # calls that wait for the rest of their arguments, or for their result
DEEPEST: Final = 8
OUTPUTS: Final = ("text", "title", "url", "tool_name", "stdout", "stderr", "error_code")
INSIDE: Final = ("content", "source", "tool_references")


class Calls:
    """Collects the calls of one reply. Blocks are told apart by their index, and results by the id of their call."""

    def __init__(self) -> None:
        self._open: dict[object, _Call] = {}
        self._waiting: dict[str, _Call] = {}

    def start(self, index: object, block: Mapping[str, Any]) -> Iterator[ToolCalled]:
        """A block began: a call, a result, or neither."""
        kind = string(block.get("type"))
        if kind.endswith("tool_use"):
            yield from _made_room(self._open)
            self._open[index] = _Call(block, waits=kind != "tool_use")
        elif kind.endswith("tool_result"):
            call = self._waiting.pop(string(block.get("tool_use_id")), None)
            if call is not None:
                yield call.told(_words(block.get("content")))

    def more(self, index: object, piece: str) -> None:
        """More of the arguments (``input_json_delta``)."""
        if index in self._open:
            self._open[index].add(piece)

    def stop(self, index: object) -> Iterator[ToolCalled]:
        """A block is complete."""
        call = self._open.pop(index, None)
        if call is None:
            return
        if not (call.waits and call.id):
            yield call.told("")
            return
        yield from _made_room(self._waiting)
        self._waiting[call.id] = call

    def end(self) -> Iterator[ToolCalled]:
        """No results will come any more."""
        for call in (*self._waiting.values(), *self._open.values()):
            yield call.told("")
        self._waiting.clear()
        self._open.clear()


class _Call:
    def __init__(self, block: Mapping[str, Any], *, waits: bool) -> None:
        self.id = string(block.get("id"))
        self.waits = waits
        self._name = failures.clean(string(block.get("name")), 200) or "tool"
        self._pieces: list[str] = []
        self._room = ARGUMENTS_CHARACTERS
        if given := table(block.get("input")):
            self.add(_json(given))

    def add(self, piece: str) -> None:
        if piece and self._room > 0:
            self._pieces.append(piece[: self._room])
            self._room -= len(piece)

    def told(self, result: str) -> ToolCalled:
        return ToolCalled(self._name, sound("".join(self._pieces)), result)


def _made_room(calls: dict[Any, _Call]) -> Iterator[ToolCalled]:
    if len(calls) >= MOST_OPEN:
        yield calls.pop(next(iter(calls))).told("")


def _words(content: object) -> str:
    """What a tool found, without what is only for Anthropic itself (``encrypted_content``)."""
    found = "\n".join(_lines(content, 0))
    return sound(found if len(found) <= RESULT_CHARACTERS else found[:RESULT_CHARACTERS] + "…")


def _lines(content: object, depth: int) -> Iterator[str]:
    if depth > DEEPEST:
        return
    if isinstance(content, str):
        yield content
    for item in tables(content if isinstance(content, list) else [content]):
        fields = (*OUTPUTS, "data") if item.get("type") == "text" else OUTPUTS    # the data of others is Base64
        if line := " ".join(text for field in fields if (text := string(item.get(field)).strip())):
            yield line
        for field in INSIDE:
            yield from _lines(item.get(field), depth + 1)


def _json(value: object) -> str:
    try:
        return json.dumps(value, ensure_ascii=False)
    except RecursionError:    # nested on purpose
        return ""
