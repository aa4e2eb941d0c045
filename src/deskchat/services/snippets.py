"""Texts the person uses often, in a file that can be edited, copied and shared: ``snippets.toml``."""

import asyncio
import re
from collections.abc import Sequence
from pathlib import Path

import msgspec

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.services import text_file, toml_file

TABLE = "snippet"
FILE_BYTES = 4 << 20
PLACEHOLDER = re.compile(r"\{\{[^{}\n]{1,60}\}\}")


class Snippet(msgspec.Struct, frozen=True):
    """A text by its name; ``{{words}}`` in it stand for what is filled in each time."""

    name: str
    text: str = ""


class Snippets:
    """Reads the file each time: an editor may have changed it. All raise ``ChatError`` for a file that can't be used."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def all(self) -> tuple[Snippet, ...]:
        """In the person's order."""
        return await asyncio.to_thread(read, self._path)

    async def keep(self, snippets: Sequence[Snippet]) -> None:
        """Make these all there are, in this order."""
        await asyncio.to_thread(write, self._path, snippets)

    async def take(self, file: Path) -> int:
        """Add those of another file, or a plain text under the file's name; how many were new."""
        found = await asyncio.to_thread(read_any, file)
        here = list(await self.all())
        new = [snippet for snippet in found if snippet not in here]
        for snippet in new:
            here.append(Snippet(free_name(snippet.name, here), snippet.text))
        if new:
            await self.keep(here)
        return len(new)

    async def export(self, file: Path) -> None:
        """Write all of them to another file."""
        await asyncio.to_thread(write, file, await self.all())


def free_name(wanted: str, others: Sequence[Snippet]) -> str:
    """``wanted``, or with a number where that name is taken."""
    taken = {other.name.casefold() for other in others}
    name, number = wanted, 2
    while name.casefold() in taken:
        name, number = f"{wanted} {number}", number + 1
    return name


def matching(snippets: Sequence[Snippet], typed: str) -> list[Snippet]:
    """Those whose name, or else text, has what was typed; names that begin with it come first."""
    words = typed.casefold().strip()
    begins = [one for one in snippets if one.name.casefold().startswith(words)]
    holds = [one for one in snippets if words in one.name.casefold() and one not in begins]
    told = [one for one in snippets if len(words) > 2 and words in one.text.casefold() and one not in (*begins, *holds)]
    return [*begins, *holds, *told]


def read(path: Path) -> tuple[Snippet, ...]:
    """The snippets in a file, none when there is no file; of two with one name the first. Raises ``ChatError``."""
    snippets: dict[str, Snippet] = {}
    for entry in toml_file.read(path, TABLE, Snippet, FILE_BYTES):
        name = " ".join(entry.name.split())
        if name:
            snippets.setdefault(name.casefold(), Snippet(name, entry.text))
    return tuple(snippets.values())


def read_any(path: Path) -> tuple[Snippet, ...]:
    """The snippets of a TOML file; any other file is one text. Raises ``ChatError``."""
    if path.suffix.lower() == ".toml":
        return read(path)
    try:
        with path.open("rb") as file:
            data = file.read(FILE_BYTES + 1)
    except OSError as error:
        raise _no_text(path) from error
    decoded = text_file.decode(data) if len(data) <= FILE_BYTES else None
    if decoded is None:
        raise _no_text(path)
    return (Snippet(path.stem, decoded[0].strip()),)


def write(path: Path, snippets: Sequence[Snippet]) -> None:
    """Replace a file. Raises ``ChatError``."""
    toml_file.write(path, TABLE, [{"name": snippet.name, "text": snippet.text} for snippet in snippets])


def _no_text(path: Path) -> ChatError:
    return ChatError(ErrorKind.BAD_REQUEST, f"“{path.name}” is no text that can be read.", remedy="Choose another file.")
