"""GGUF files the person added from their own disk."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.local_model import LocalModel
from deskchat.chat.model import ModelInfo, ModelRef
from deskchat.services.directory import Directory

if TYPE_CHECKING:
    from deskchat.library.library import Library


class LocalFiles:
    """The files of the library; files are read on another thread."""

    def __init__(self, library: "Library", directory: Directory) -> None:
        self._library = library
        self._directory = directory

    async def add(self, path: Path) -> ModelInfo:
        """Add a file and read what it is. Raises ``ChatError("model_file")``; the file stays where it is."""
        model = await asyncio.to_thread(self._library.add, path)
        self._directory.tell()
        return model.info

    async def remove(self, ref: ModelRef) -> None:
        """Forget a file that was added; nothing is deleted from the disk."""
        for model in await self.all():
            if model.info.ref == ref:
                await asyncio.to_thread(self._library.remove, model.path)
                self._directory.tell()
                return
        raise ChatError(ErrorKind.NOT_FOUND, f"There is no local model “{ref.model}”.")

    async def all(self) -> tuple[LocalModel, ...]:
        """All files there are, those that come with the program included."""
        return await asyncio.to_thread(self._library.all)
