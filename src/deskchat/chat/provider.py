"""The one seam behind which everything that answers stands: HTTP providers, the local engine, plugins."""

from collections.abc import AsyncIterator
from typing import Protocol

from deskchat.chat.events import StreamEvent
from deskchat.chat.model import ModelInfo
from deskchat.chat.request import ChatRequest


class Provider(Protocol):
    """Something that can be asked.

    ``stream`` yields events and ends after ``Finished``; it raises ``ChatError`` for anything the person can act on. Closing
    the iterator (or cancelling the task that reads it) stops the reply at once and frees what it held.
    """

    def stream(self, request: ChatRequest) -> AsyncIterator[StreamEvent]:
        """Ask, and give the answer as it comes."""
        ...

    async def models(self) -> tuple[ModelInfo, ...]:
        """Which models can be asked. Raises ``ChatError`` when the list can't be had."""
        ...

    async def count(self, request: ChatRequest) -> int | None:
        """The exact number of input tokens of ``request``, where that can be had for nothing; ``None`` elsewhere."""
        ...

    async def aclose(self) -> None:
        """Free connections and processes; no call after this."""
        ...
