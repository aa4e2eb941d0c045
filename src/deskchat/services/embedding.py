"""Texts as vectors, made on this machine, for whatever wants to find what is close in meaning."""

import asyncio
from collections.abc import Sequence

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.local_model import LocalModel
from deskchat.chat.model import ModelInfo, ModelRef
from deskchat.engine.local import LocalProvider
from deskchat.engine.vectors import Vectors
from deskchat.library.found import Library


class Embedding:
    """Asks local models for vectors. Those of different models have nothing in common: whoever stores some stores whose."""

    def __init__(self, engine: LocalProvider, library: Library) -> None:
        self._engine, self._library = engine, library

    async def models(self) -> tuple[ModelInfo, ...]:
        """What can be asked, those first that were made for it; of the others any works, less well."""
        able = [model for model in (await self._files()) if model.embeds or not model.info.unavailable]
        return tuple(model.info for model in sorted(able, key=lambda model: not model.embeds))

    async def embed(self, texts: Sequence[str], model: ModelRef | None = None) -> Vectors:
        """One vector for each text, by ``model`` or else the first of ``models``.

        Any number of texts; replies come first, and idle models make room in memory. Cancelling stops it at once. Raises
        ``ChatError``.
        """
        if not texts:
            return Vectors()
        if model is None:
            able = await self.models()
            if not able:
                raise ChatError(
                    ErrorKind.NOT_FOUND, "There is no local model that could make vectors.", remedy="Add a GGUF file."
                )
            model = able[0].ref
        return await self._engine.embed(texts, model.model)

    async def _files(self) -> Sequence[LocalModel]:
        return tuple((await asyncio.to_thread(self._library.all)).values())
