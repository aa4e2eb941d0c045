"""What is known of a download that has not ended: a small file beside its parts, from which it goes on after anything."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from deskchat import paths
from deskchat.chat.errors import ChatError, ErrorKind

ENDING: Final = ".download"
_LONGEST: Final = 1 << 20


class WantedFile(msgspec.Struct, frozen=True):
    """A file of a repository (``path`` there), and the name it will have here.

    ``etag``: what the server called the content of the part that is here. ``distrusted``: the part is whole and has another
    SHA-256; it is begun anew. ``here``: it was checked and is in its place.
    """

    path: str
    name: str
    size_bytes: int
    sha256: str
    etag: str = ""
    distrusted: bool = False
    here: bool = False


class Unfinished(msgspec.Struct, frozen=True):
    """A model that is being downloaded: its files in the order they are fetched, the one that makes it a model last."""

    repository: str
    commit: str
    title: str
    quantisation: str
    licence: str
    files: tuple[WantedFile, ...]

    @property
    def size_bytes(self) -> int:
        """All files together."""
        return sum(file.size_bytes for file in self.files)

    def with_file(self, changed: WantedFile) -> "Unfinished":
        """The same with one file changed."""
        files = tuple(changed if file.name == changed.name else file for file in self.files)
        return msgspec.structs.replace(self, files=files)


def note_of(folder: Path, download: Unfinished) -> Path:
    """Where its note lies when its files lie in ``folder``."""
    return folder / f"{download.files[-1].name}{ENDING}"


def keep(note: Path, download: Unfinished) -> None:
    """Write the note, all of it or nothing. Raises ``ChatError``."""
    try:
        paths.replace_file(note, msgspec.json.format(msgspec.json.encode(download)))
    except OSError as error:
        raise ChatError(
            ErrorKind.INTERNAL,
            f"The folder “{note.parent}” can't be written: {error.strerror or type(error).__name__}.",
            remedy="Check the folder and the space on the disk.",
            detail=repr(error),
        ) from error


def find(models: Path) -> Iterator[tuple[Path, Unfinished]]:
    """All notes below ``models``; those that can't be understood, or name files elsewhere, are left alone."""
    for note in sorted(models.glob(f"**/*{ENDING}")) if models.is_dir() else ():
        try:
            if note.stat().st_size > _LONGEST:
                continue
            download = msgspec.json.decode(note.read_bytes(), type=Unfinished)
        except (OSError, ValueError, RecursionError):
            continue
        names = [file.name for file in download.files]
        if names and all(Path(name).name == name for name in names) and note == note_of(note.parent, download):
            yield note, download
