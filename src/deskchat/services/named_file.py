"""Things of one kind, each with a name, in a file that the person may edit, copy and share."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Generic, TypeVar

from msgspec.structs import replace

from deskchat.chat.persona import Named

T = TypeVar("T", bound=Named)


class NamedFile(Generic[T]):
    """Reads the file each time: an editor may have changed it.

    All raise ``ChatError`` for a file that can't be used; nothing of it is lost then. ``read`` gives none when there is
    no file.
    """

    def __init__(
        self, path: Path, read: Callable[[Path], tuple[T, ...]], write: Callable[[Path, Sequence[T]], None]
    ) -> None:
        self._path = path
        self._read = read
        self._write = write

    async def all(self) -> tuple[T, ...]:
        """In the person's order."""
        return await asyncio.to_thread(self._read, self._path)

    async def keep(self, things: Sequence[T]) -> None:
        """Make these all there are, in this order."""
        await asyncio.to_thread(self._write, self._path, things)

    async def take(self, file: Path) -> int:
        """Add those of another file; how many were new. One that is here already is not added again."""
        found = await asyncio.to_thread(self.read_other, file)
        here = list(await self.all())
        new = [thing for thing in found if thing not in here]
        for thing in new:
            here.append(renamed(thing, here))
        if new:
            await self.keep(here)
        return len(new)

    async def export(self, file: Path) -> None:
        """Write all of them to another file."""
        await asyncio.to_thread(self._write, file, await self.all())

    def read_other(self, file: Path) -> tuple[T, ...]:
        """What a file holds that is to be added; runs on a thread."""
        return self._read(file)


def renamed(thing: T, others: Iterable[Named]) -> T:
    """It, with a number behind its name where that is taken."""
    return replace(thing, name=free_name(thing.name, others))


def free_name(wanted: str, others: Iterable[Named]) -> str:
    """``wanted``, or with a number where that name is taken."""
    taken = {other.name.casefold() for other in others}
    name, number = wanted, 2
    while name.casefold() in taken:
        name, number = f"{wanted} {number}", number + 1
    return name
