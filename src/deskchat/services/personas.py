"""The person's assistants, in a file that can be edited, copied and shared: ``assistants.toml``."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.model import ModelRef, Sampling
from deskchat.chat.persona import Persona
from deskchat.services import toml_file

TABLE = "assistant"
FILE_BYTES = 4 << 20


class _Entry(Sampling, frozen=True):
    """One table of the file: the parameters stand beside the name."""

    name: str = ""
    system: str = ""
    model: str = ""


class Personas:
    """Reads the file each time: an editor may have changed it. ``default_name``: who a new conversation begins with.

    All raise ``ChatError`` for a file that can't be used; nothing of it is lost then.
    """

    def __init__(self, path: Path, default_name: Callable[[], str]) -> None:
        self._path = path
        self._default_name = default_name

    async def all(self) -> tuple[Persona, ...]:
        """In the person's order."""
        return await asyncio.to_thread(read, self._path)

    async def named(self, name: str) -> Persona:
        """The one with that name, in whatever case. Raises ``ChatError("not_found")``."""
        for persona in await self.all():
            if persona.name.casefold() == name.strip().casefold():
                return persona
        said = f"There is no assistant “{name}”."
        raise ChatError(ErrorKind.NOT_FOUND, said, remedy="The settings list those there are.")

    async def default(self) -> Persona | None:
        """Who a new conversation begins with; ``None``: nobody, or one that is not there any more."""
        name = self._default_name()
        try:
            return await self.named(name) if name else None
        except ChatError as error:
            if error.kind is ErrorKind.NOT_FOUND:
                return None
            raise

    async def keep(self, personas: Sequence[Persona]) -> None:
        """Make these all there are, in this order."""
        await asyncio.to_thread(write, self._path, personas)

    async def take(self, file: Path) -> int:
        """Add those of another file; how many were new. One that is here already is not added again."""
        found = await asyncio.to_thread(read, file)
        here = list(await self.all())
        new = [persona for persona in found if persona not in here]
        for persona in new:
            here.append(msgspec.structs.replace(persona, name=free_name(persona.name, here)))
        if new:
            await self.keep(here)
        return len(new)

    async def export(self, file: Path) -> None:
        """Write all of them to another file."""
        await asyncio.to_thread(write, file, await self.all())


def free_name(wanted: str, others: Sequence[Persona]) -> str:
    """``wanted``, or with a number where that name is taken."""
    taken = {other.name.casefold() for other in others}
    name, number = wanted, 2
    while name.casefold() in taken:
        name, number = f"{wanted} {number}", number + 1
    return name


def read(path: Path) -> tuple[Persona, ...]:
    """The assistants in a file, none when there is no file; of two with one name the first. Raises ``ChatError``."""
    personas: dict[str, Persona] = {}
    for entry in toml_file.read(path, TABLE, _Entry, FILE_BYTES):
        name = " ".join(entry.name.split())
        if name:
            personas.setdefault(name.casefold(), Persona(name, entry.system, _ref(entry.model), _sampling(entry)))
    return tuple(personas.values())


def write(path: Path, personas: Sequence[Persona]) -> None:
    """Replace a file. Raises ``ChatError``."""
    toml_file.write(path, TABLE, [_table(persona) for persona in personas])


def _sampling(entry: _Entry) -> Sampling:
    return Sampling(**{name: getattr(entry, name) for name in Sampling.__struct_fields__})


def _ref(text: str) -> ModelRef | None:
    try:
        return ModelRef.parse(text) if text else None
    except ValueError:
        return None


def _table(persona: Persona) -> dict[str, Any]:
    model = "" if persona.model is None else str(persona.model)
    own = {name: value for name, value in msgspec.to_builtins(persona.sampling).items() if value is not None}
    return {"name": persona.name, **({"model": model} if model else {}), **own, "system": persona.system}
