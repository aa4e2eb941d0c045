"""Tool calls of a chat completion, put together from their pieces.

``ChoiceDeltaToolCall`` in openai 3.54.0 (``types/chat/chat_completion_chunk.py``): pieces are told apart by ``index``; the
name comes once, the arguments bit by bit. Some servers leave the index out, or send arguments that are ``null``.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from deskchat.chat.events import ToolCalled
from deskchat.providers import failures
from deskchat.providers.reading import LONGEST_ARGUMENTS, sound, string, table, tables

MOST_CALLS = 100


class ToolCalls:
    """The calls of one reply."""

    def __init__(self) -> None:
        self._names: dict[int, str] = {}
        self._arguments: dict[int, str] = {}

    def take(self, delta: Mapping[str, Any]) -> None:
        """More of them, if there are any in ``delta``."""
        for place, call in enumerate(tables(delta.get("tool_calls"))):
            index = call.get("index")
            at = index if isinstance(index, int) else place
            if at not in self._names and len(self._names) >= MOST_CALLS:
                continue
            function = table(call.get("function"))
            self._names[at] = self._names.get(at, "") or failures.clean(string(function.get("name")), 100)
            so_far = self._arguments.get(at, "")
            self._arguments[at] = (so_far + string(function.get("arguments")))[:LONGEST_ARGUMENTS]

    def all(self) -> Iterator[ToolCalled]:
        """Every call, whole."""
        for at, name in self._names.items():
            if name or self._arguments[at]:
                yield ToolCalled(name or "tool", sound(self._arguments[at]))
