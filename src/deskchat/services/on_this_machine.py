"""The engine and its files, put together from paths and settings."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from deskchat.chat.events import StreamEvent
from deskchat.chat.model import ModelInfo
from deskchat.chat.request import ChatRequest
from deskchat.paths import Paths
from deskchat.settings import Settings


class _None:
    def stream(self, request: ChatRequest) -> AsyncIterator[StreamEvent]:
        raise NotImplementedError

    async def models(self) -> tuple[ModelInfo, ...]:
        return ()

    async def aclose(self) -> None: ...


def open_library(paths: Paths) -> Any:
    return None


def open_engine(library: Any, settings: Settings, command: Sequence[str]) -> Any:
    return _None()
