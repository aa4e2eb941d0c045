"""A second, read-only view of the file: what the window lists and searches never waits for a write, nor a write for it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

import apsw

from deskchat.chat.errors import ChatError, ErrorKind

BUSY_MS = 2_000          # how long one process waits for another
Row = tuple[Any, ...]    # SQL's border: rows.py gives the columns their types


class Readable(Protocol):
    """What can be asked."""

    def rows(self, sql: str, *bindings: object) -> list[Row]:
        """All rows of a query."""
        ...


class Reader:
    """Used by one thread at a time, but for ``interrupt``."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        with sentences(path):
            self._connection: apsw.Connection | None = connect_read_only(path)

    def rows(self, sql: str, *bindings: object) -> list[Row]:
        """All rows of a query. Raises ``ChatError``, and ``InterruptedError`` after ``interrupt``."""
        assert self._connection is not None
        try:
            with sentences(self._path):
                return self._connection.execute(sql, bindings).fetchall()
        except apsw.InterruptError as error:
            raise InterruptedError from error

    def forget_pages(self) -> None:
        """Let go of the pages that are kept for the next question."""
        assert self._connection is not None
        with sentences(self._path):
            self._connection.pragma("shrink_memory")

    def interrupt(self) -> None:
        """End the query under way, if there is one. May be called on any thread."""
        with self._lock:
            if self._connection is not None:
                self._connection.interrupt()

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


def connect_read_only(path: Path) -> apsw.Connection:
    """A connection that can't write. Raises ``ChatError``."""
    flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
    # without a place for its -shm file SQLite reads only what it takes as fixed
    for option in ("mode=ro", "immutable=1"):
        connection = apsw.Connection(f"file:{quote(str(path))}?{option}", flags=flags)
        connection.set_busy_timeout(BUSY_MS)
        try:
            connection.pragma("schema_version")
            return connection
        except (apsw.CantOpenError, apsw.ReadOnlyError):
            connection.close()
    raise read_only(path)


def read_only(path: Path) -> ChatError:
    """What to say when the history may not be changed."""
    return ChatError(
        ErrorKind.INTERNAL,
        f"The history can't be changed: “{path}” may only be read.",
        remedy="Give yourself the right to write there. What you typed is still here to be copied.",
    )


@contextmanager
def sentences(path: Path) -> Iterator[None]:
    """What SQLite reports and a person can act on becomes a sentence; the rest is a bug and rises."""
    try:
        yield
    except apsw.Error as error:
        told = _told(error, path)
        if told is None:
            raise
        raise told from error


def _told(error: apsw.Error, path: Path) -> ChatError | None:
    detail = f"{type(error).__name__}: {error}"
    match error:
        case apsw.BusyError() | apsw.LockedError():
            said = "Another program is writing to the history right now, and did not finish in time."
            return ChatError(ErrorKind.INTERNAL, said, remedy="Try again in a moment.", detail=detail)
        case apsw.FullError():
            said = "The disk is full: the history could not be stored."
            return ChatError(ErrorKind.INTERNAL, said, remedy="Free some space, then try again.", detail=detail)
        case apsw.ReadOnlyError() | apsw.PermissionsError():
            return read_only(path)
        case apsw.CorruptError() | apsw.NotADBError():
            said = "The history file is damaged, and this part of it can't be read."
            return ChatError(ErrorKind.INTERNAL, said, remedy="Make a copy of it before you go on.", detail=detail)
        case apsw.CantOpenError() | apsw.IOError():
            said = f"The disk refused to read or write “{path}”."
            remedy = "Check that the disk is there and has space left."
            return ChatError(ErrorKind.INTERNAL, said, remedy=remedy, detail=detail)
        case _:
            return None
