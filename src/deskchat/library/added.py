"""The list of model files that were added from anywhere on the disk, and what their headers said."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec

from deskchat import paths

EDITION: Final = 1    # of what is read from headers; raised with new fields, so that files known before are read once more


class Facts(msgspec.Struct, frozen=True):
    """What the header of a model file says, as far as a list of models shows it."""

    name: str
    size_bytes: int
    quantisation: str = ""
    context_tokens: int | None = None
    has_template: bool = True
    efforts: tuple[str, ...] = ()
    licence: str = ""
    embeds: bool = False


class Known(msgspec.Struct, frozen=True):
    """A file as it was when its header was read; ``fault`` is the sentence when it could not be used."""

    size: int
    mtime_ns: int
    facts: Facts | None = None
    fault: str = ""


class ModelFiles(msgspec.Struct, frozen=True):
    """The file's content: ``added`` paths in the order they were added, and ``known`` headers by path."""

    added: tuple[str, ...] = ()
    known: Mapping[str, Known] = {}
    edition: int = 0


def load(path: Path) -> ModelFiles:
    """The list, or an empty one if there is none or it makes no sense; without what is known, where that is too little."""
    try:
        content = msgspec.json.decode(path.read_bytes(), type=ModelFiles)
    except (OSError, ValueError, RecursionError):
        return ModelFiles()
    return content if content.edition == EDITION else ModelFiles(content.added)


def save(path: Path, content: ModelFiles) -> None:
    """Replace the list in one step, readable by the user alone."""
    written = msgspec.structs.replace(content, edition=EDITION)
    paths.replace_file(path, msgspec.json.format(msgspec.json.encode(written)))
