"""GGUF files the person added from their own disk."""

import asyncio
from pathlib import Path

from deskchat.chat.local_model import LocalModel
from deskchat.chat.model import ModelInfo, ModelRef
from deskchat.library.found import Library
from deskchat.services.directory import Directory


class LocalFiles:
    """The files of the library; files are read on another thread."""

    def __init__(self, library: Library, directory: Directory) -> None:
        self._library = library
        self._directory = directory

    async def add(self, path: Path) -> ModelInfo:
        """Add a file and read what it is. Raises ``ChatError("model_file")``; the file stays where it is."""
        return await self._directory.add_file(path)

    async def remove(self, ref: ModelRef) -> None:
        """Forget a file that was added; nothing is deleted. Raises ``ChatError("not_found")``."""
        await asyncio.to_thread(self._library.remove, ref.model)
        self._directory.tell()

    async def all(self) -> tuple[LocalModel, ...]:
        """All files there are, those that come with the program included."""
        return tuple((await asyncio.to_thread(self._library.all)).values())
