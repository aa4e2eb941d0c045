"""Which models there are, who offers them, and why some can't be asked now."""

from collections.abc import AsyncIterator
from datetime import datetime

import msgspec

from deskchat.chat.model import ModelInfo, ModelRef
from deskchat.chat.provider import Provider


class ProviderModels(msgspec.Struct, frozen=True):
    """A provider and its models. ``unavailable`` says in a sentence why it can't be asked now, or is ``""``."""

    id: str
    name: str
    local: bool
    models: tuple[ModelInfo, ...]
    unavailable: str = ""
    key_needed: bool = False
    fetched_at: datetime | None = None
    refreshing: bool = False


class Directory:
    async def groups(self) -> tuple[ProviderModels, ...]:
        raise NotImplementedError

    async def refresh(self, provider_id: str | None = None) -> tuple[ProviderModels, ...]:
        raise NotImplementedError

    async def resolve(self, text: str) -> ModelInfo:
        raise NotImplementedError

    async def info(self, ref: ModelRef) -> ModelInfo:
        raise NotImplementedError

    async def default(self) -> ModelInfo:
        raise NotImplementedError

    def provider(self, ref: ModelRef) -> Provider:
        raise NotImplementedError

    def changes(self) -> AsyncIterator[None]:
        raise NotImplementedError
