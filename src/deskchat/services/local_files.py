"""GGUF files the person added from their own disk."""

from pathlib import Path

from deskchat.chat.local_model import LocalModel
from deskchat.chat.model import ModelInfo, ModelRef


class LocalFiles:
    async def add(self, path: Path) -> ModelInfo:
        raise NotImplementedError

    async def remove(self, ref: ModelRef) -> None:
        raise NotImplementedError

    async def all(self) -> tuple[LocalModel, ...]:
        raise NotImplementedError
