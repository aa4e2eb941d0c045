"""The GGUF files on this machine: those the person added, those that were downloaded, and the room they take."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

import msgspec

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.local_model import LocalModel
from deskchat.chat.model import ModelInfo, ModelRef
from deskchat.library import belongings
from deskchat.library.found import Library
from deskchat.services.directory import Directory


class DiskUse(msgspec.Struct, frozen=True):
    """Bytes that deskchat's own folder of models takes, unfinished downloads included, and bytes its disk has free."""

    taken: int
    free: int


class LocalFiles:
    """The files of the library; files are read on another thread.

    ``folder`` is deskchat's own: only what lies there can be deleted. ``release`` unloads a model, or raises ``ChatError``.
    """

    def __init__(
        self, library: Library, directory: Directory, folder: Path, release: Callable[[Path], Awaitable[None]]
    ) -> None:
        self._library = library
        self._directory = directory
        self._folder = folder
        self._release = release

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

    def is_own(self, model: LocalModel) -> bool:
        """Does it lie in deskchat's own folder, so that it can be deleted here?"""
        return Path(model.path).is_relative_to(self._folder)

    async def deleted_with(self, ref: ModelRef) -> tuple[Path, ...]:
        """The files that ``delete`` deletes. Raises ``ChatError`` when it may not."""
        models = await asyncio.to_thread(self._library.all)
        model = models.get(ref.model)
        if model is None:
            raise ChatError(
                ErrorKind.NOT_FOUND, f"There is no local model named {ref.model}.", remedy="“deskchat models” lists them."
            )
        if not self.is_own(model):
            raise ChatError(
                ErrorKind.BAD_REQUEST,
                f"{ref.model} was not downloaded by deskchat, so its file is not deleted.",
                remedy=f"It lies in {model.path.parent}: delete it there, or with the program it belongs to.",
            )
        return await asyncio.to_thread(belongings.belongings, model, tuple(models.values()))

    async def delete(self, ref: ModelRef) -> int:
        """Delete a model in deskchat's folder with all that belongs to it; how many bytes that freed.

        It is unloaded first. Raises ``ChatError``: it lies elsewhere, or a reply is being written with it.
        """
        files = await self.deleted_with(ref)
        model = (await asyncio.to_thread(self._library.all))[ref.model]
        await self._release(Path(model.path))
        size = await asyncio.to_thread(lambda: sum(file.stat().st_size for file in files if file.is_file()))
        try:
            await asyncio.to_thread(belongings.delete, files, self._folder)
        finally:
            self._directory.tell()
        return size

    async def disk_use(self) -> DiskUse:
        """How much room the models take."""
        return await asyncio.to_thread(self._measured)

    def _measured(self) -> DiskUse:
        there = next(folder for folder in (self._folder, *self._folder.parents) if folder.is_dir())
        return DiskUse(belongings.size_below(self._folder), shutil.disk_usage(there).free)
