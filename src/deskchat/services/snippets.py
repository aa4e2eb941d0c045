"""Texts the person uses often, in a file that can be edited, copied and shared: ``snippets.toml``."""

import re
from collections.abc import Sequence
from pathlib import Path

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.persona import Named
from deskchat.services import text_file, toml_file
from deskchat.services.named_file import NamedFile

TABLE = "snippet"
FILE_BYTES = 4 << 20
PLACEHOLDER = re.compile(r"\{\{[^{}\n]{1,60}\}\}")


class Snippet(Named, frozen=True):
    """A text by its name; ``{{words}}`` in it stand for what is filled in each time."""

    text: str = ""


class Snippets(NamedFile[Snippet]):
    """A plain text is taken as well, under the file's name."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, read, write)

    def read_other(self, file: Path) -> tuple[Snippet, ...]:
        """The snippets of a TOML file; any other file is one text. Raises ``ChatError``."""
        return read(file) if file.suffix.lower() == ".toml" else (_text_of(file),)


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


def _text_of(path: Path) -> Snippet:
    try:
        with path.open("rb") as file:
            data = file.read(FILE_BYTES + 1)
    except OSError as error:
        raise _no_text(path) from error
    decoded = text_file.decode(data) if len(data) <= FILE_BYTES else None
    if decoded is None:
        raise _no_text(path)
    return Snippet(path.stem, decoded[0].strip())


def write(path: Path, snippets: Sequence[Snippet]) -> None:
    """Replace a file. Raises ``ChatError``."""
    toml_file.write(path, TABLE, [{"name": snippet.name, "text": snippet.text} for snippet in snippets])


def _no_text(path: Path) -> ChatError:
    return ChatError(ErrorKind.BAD_REQUEST, f"“{path.name}” is no text that can be read.", remedy="Choose another file.")
