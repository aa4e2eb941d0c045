"""One file that is imported: what it is, and what is in it. Read where it lies; nothing is unpacked to the disk."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from deskchat.exchange import native
from deskchat.exchange.found import Found, Refused, UnreadableError
from deskchat.exchange.json_stream import elements

BEGINNING = 4096


def conversations(path: Path) -> Iterator[Found | Refused]:
    """All conversations of a file, one at a time. Raises ``UnreadableError`` or ``OSError``; what came before holds."""
    with path.open("rb") as stream:
        yield from _json(stream)


def _json(stream: IO[bytes]) -> Iterator[Found | Refused]:
    beginning = stream.read(BEGINNING)
    stream.seek(0)
    if beginning.startswith(native.MARK):
        native.check_version(beginning)
        yield from _each(elements(stream, depth=2), native.read)
        return
    raise UnreadableError("It is of no kind that deskchat knows.")


def _each(records: Iterator[bytes | Refused], read: Callable[[bytes], Found]) -> Iterator[Found | Refused]:
    for record in records:
        if isinstance(record, Refused):
            yield record
            continue
        try:
            yield read(record)
        except UnreadableError as error:
            yield Refused(str(error))
