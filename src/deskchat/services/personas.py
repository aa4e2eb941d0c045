"""The person's assistants, in a file that can be edited, copied and shared: ``assistants.toml``."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.model import ModelRef, Sampling
from deskchat.chat.persona import Persona
from deskchat.services import toml_file
from deskchat.services.named_file import NamedFile

TABLE = "assistant"
FILE_BYTES = 4 << 20


class _Entry(Sampling, frozen=True):
    """One table of the file: the parameters stand beside the name."""

    name: str = ""
    system: str = ""
    model: str = ""


class Personas(NamedFile[Persona]):
    """``default_name``: who a new conversation begins with."""

    def __init__(self, path: Path, default_name: Callable[[], str]) -> None:
        super().__init__(path, read, write)
        self._default_name = default_name

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
