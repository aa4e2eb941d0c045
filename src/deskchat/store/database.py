"""The one SQLite file: how it is opened, written and closed. Nothing else imports apsw.

One connection, used by one thread at a time. Several processes may have the file open (the window and the command
line): SQLite's own locks order their writes. apsw carries its own SQLite, newer than the versions whose WAL could be
corrupted by two connections that checkpoint at once (3.7.0 to 3.51.2).
"""

import contextlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

import apsw

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.paths import private_folder
from deskchat.store import migrate
from deskchat.store.ids import new_id
from deskchat.store.locks import FileLock, is_held

BUSY_MS = 2_000                      # how long a write waits for another process
APPLICATION_ID = 0x6465736B          # "desk": a file with another number is not ours
CHECKED_BYTES = 16 * 1024 * 1024     # a smaller file is checked whole when it is opened (under 0.1 s)
Row = tuple[Any, ...]                # SQL's border: rows.py gives the columns their types


class Database:
    """An open history file.

    ``read_only``: it can be shown but not changed. ``notice``: a sentence for the person on what had to be done to open
    it, or ``""``. ``owner``: this process's name among those that write replies.
    """

    def __init__(
        self, path: Path, connection: apsw.Connection, locks: "ProcessLocks", *, read_only: bool, notice: str
    ) -> None:
        self.path = path
        self.read_only = read_only
        self.notice = notice
        self.owner = locks.owner
        self._connection = connection
        self._locks = locks

    @classmethod
    def open(cls, path: Path, *, exclusive: bool = False, steps: Mapping[int, str] | None = None) -> Self:
        """Open the file at ``path``, making or migrating it where needed.

        ``exclusive``: refuse when another window has it open. ``steps``: the migrations, if not our own.
        A damaged file is moved aside, never deleted. Raises
        ``ChatError("internal")`` when there is nothing to show: no permission, a newer version's file, a second window.
        """
        steps = steps or migrate.steps()
        if not _writable(path):
            return cls._open_read_only(path, max(steps))
        with _os_errors(path):
            private_folder(path.parent)
            path.touch(mode=0o600)
            path.chmod(0o600)
        locks = ProcessLocks.take(path, exclusive=exclusive)
        try:
            return cls._open_or_set_aside(path, locks, steps)
        except BaseException:
            locks.release()
            raise

    @classmethod
    def _open_or_set_aside(cls, path: Path, locks: "ProcessLocks", steps: Mapping[int, str]) -> Self:
        try:
            return cls(path, _connect(path), locks, read_only=False, notice="")._prepared(steps)
        except _NotHistoryError as damage:
            aside = _set_aside(path)
            notice = (
                f"The history file was {damage} and could not be opened. It was kept as “{aside.name}” beside the new, "
                "empty one: nothing was deleted."
            )
            path.touch(mode=0o600)
            return cls(path, _connect(path), locks, read_only=False, notice=notice)._prepared(steps)

    @classmethod
    def _open_read_only(cls, path: Path, newest: int) -> Self:
        if not path.exists():
            raise ChatError(
                ErrorKind.INTERNAL,
                f"The history can't be stored: “{path.parent}” may not be written.",
                remedy="Give yourself the right to write there, or choose another folder with --home.",
            )
        notice = "The history may only be read: nothing you write now can be stored."
        with _sentences(path):
            connection = _connect_read_only(path)
            _refuse_newer(connection, path, newest)
        return cls(path, connection, ProcessLocks(None, None), read_only=True, notice=notice)

    def close(self) -> None:
        """Close the file and let go of the locks."""
        self._connection.close()
        self._locks.release()

    def rows(self, sql: str, *bindings: object) -> list[Row]:
        """All rows of a query."""
        with _sentences(self.path):
            return self._connection.execute(sql, bindings).fetchall()

    def change(self, sql: str, *bindings: object) -> int:
        """Run one statement that writes; how many rows it changed. Outside ``transaction`` it is one by itself."""
        self._refuse_if_read_only()
        with _sentences(self.path):
            self._connection.execute(sql, bindings)
            return self._connection.changes()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; on disk (fdatasync) when the block has been left."""
        self._refuse_if_read_only()
        with _sentences(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            with _sentences(self.path):
                self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:    # a full disk may have rolled back already
                self._connection.execute("ROLLBACK")
            raise

    def owner_lives(self, owner: str) -> bool:
        """Is the process that called itself ``owner`` still running?"""
        return is_held(_lock_folder(self.path) / owner)

    def copy_to(self, target: Path) -> None:
        """A consistent copy, also while others write. ``target`` is replaced. Raises ``ChatError``."""
        with _sentences(target), _os_errors(target):
            half = target.with_name(f".{target.name}.part")
            half.unlink(missing_ok=True)
            half.touch(mode=0o600)
            copy = apsw.Connection(str(half))
            try:
                with copy.backup("main", self._connection, "main") as backup:
                    backup.step(-1)
                copy.pragma("journal_mode", "DELETE")    # one file, not three
            finally:
                copy.close()
            half.replace(target)

    def empty_log(self) -> None:
        """Bring the write-ahead log into the file and empty it; left for later when another process reads it."""
        with _sentences(self.path), contextlib.suppress(apsw.BusyError, apsw.LockedError):
            self._connection.pragma("wal_checkpoint", "TRUNCATE")

    def version(self) -> int:
        """The schema's version."""
        return int(self._connection.pragma("user_version"))

    def apply(self, version: int, sql: str) -> None:
        """Do one migration step."""
        with self.transaction(), _sentences(self.path):
            if self.version() >= version:
                return    # another process did it while this one waited
            self._connection.execute(sql)
            self._connection.pragma("user_version", version)

    def integrity(self) -> str:
        """``"ok"``, or what SQLite found wrong. Reads the whole file."""
        with _sentences(self.path):
            return str(self._connection.pragma("integrity_check", 1))

    def _prepared(self, steps: Mapping[int, str]) -> Self:
        """Checked, set up and migrated. Raises ``_NotHistoryError`` for a file to be set aside."""
        try:
            self._set_up(steps)
        except BaseException:
            self._connection.close()
            raise
        return self

    def _set_up(self, steps: Mapping[int, str]) -> None:
        with _sentences(self.path):
            _check(self._connection, self.path)
            _refuse_newer(self._connection, self.path, max(steps))
            self._connection.pragma("journal_mode", "WAL")
            self._connection.pragma("synchronous", "FULL")
            self._connection.pragma("foreign_keys", True)
            self._connection.pragma("secure_delete", True)
            self._connection.pragma("journal_size_limit", 8 * 1024 * 1024)
        before = self.version()
        if 0 < before < max(steps):
            self.copy_to(self.path.with_name(f"{self.path.name}.before-{before + 1:04}"))
        migrate.migrate(self, steps)
        if before == 0:
            self._connection.pragma("application_id", APPLICATION_ID)

    def _refuse_if_read_only(self) -> None:
        if self.read_only:
            raise _read_only(self.path)


class ProcessLocks:
    """What this process holds beside the file: its own name, and the window's place; nothing when it only reads."""

    def __init__(self, own: FileLock | None, window: FileLock | None) -> None:
        self._own = own
        self._window = window
        self.owner = own.path.name if own else ""

    @classmethod
    def take(cls, path: Path, *, exclusive: bool) -> Self:
        """Raises ``ChatError`` when ``exclusive`` and another window has the file."""
        with _os_errors(path):
            folder = private_folder(_lock_folder(path))
            window = FileLock.take(folder / "window") if exclusive else None
            if exclusive and window is None:
                raise ChatError(
                    ErrorKind.INTERNAL,
                    "Another deskchat window has this history open.",
                    remedy="Use that window, or start this one with another folder (--home).",
                )
            return cls(FileLock.take(folder / new_id(datetime.now(UTC))), window)

    def release(self) -> None:
        """Let go of all."""
        for lock in (self._own, self._window):
            if lock is not None:
                lock.release()
        self._own = self._window = None


class _NotHistoryError(Exception):
    """The file is not a history; the text says what it is instead."""


def _lock_folder(path: Path) -> Path:
    return path.with_name(path.name + ".locks")


def _writable(path: Path) -> bool:
    """Can the file be written, or made? SQLite needs its folder too."""
    if path.exists() and not os.access(path, os.W_OK):
        return False
    folder = path.parent
    while not folder.exists():
        folder = folder.parent
    return os.access(folder, os.W_OK | os.X_OK)


def _connect(path: Path) -> apsw.Connection:
    with _sentences(path):
        connection = apsw.Connection(str(path))
        connection.set_busy_timeout(BUSY_MS)
        return connection


def _connect_read_only(path: Path) -> apsw.Connection:
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
    raise _read_only(path)


def _check(connection: apsw.Connection, path: Path) -> None:
    try:
        known = connection.pragma("application_id") in (0, APPLICATION_ID)
        tables = connection.execute("SELECT count(*) FROM sqlite_schema").get
        foreign = not known or (tables and not connection.pragma("user_version"))
        sound = path.stat().st_size > CHECKED_BYTES or connection.pragma("quick_check", 1) == "ok"
    except (apsw.NotADBError, apsw.CorruptError) as error:
        raise _NotHistoryError("damaged") from error
    if foreign:
        raise _NotHistoryError("made by another program")
    if not sound:
        raise _NotHistoryError("damaged")


def _refuse_newer(connection: apsw.Connection, path: Path, newest: int) -> None:
    if connection.pragma("user_version") > newest:
        raise ChatError(
            ErrorKind.INTERNAL,
            f"The history in “{path}” was written by a newer version of deskchat. It was left untouched.",
            remedy="Start the newer version, or choose another folder with --home.",
        )


def _set_aside(path: Path) -> Path:
    """Move the file and what belongs to it out of the way."""
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    aside = path.with_name(f"{path.name}.corrupt-{stamp}")
    with _os_errors(path):
        for suffix in ("-wal", "-shm"):
            beside = path.with_name(path.name + suffix)
            if beside.exists():
                beside.rename(aside.with_name(aside.name + suffix))
        path.rename(aside)
    return aside


def _read_only(path: Path) -> ChatError:
    return ChatError(
        ErrorKind.INTERNAL,
        f"The history can't be changed: “{path}” may only be read.",
        remedy="Give yourself the right to write there. What you typed is still here to be copied.",
    )


@contextmanager
def _os_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ChatError(
            ErrorKind.INTERNAL,
            f"“{path}” can't be written: {error.strerror or type(error).__name__}.",
            remedy="Check the folder and the space on the disk.",
            detail=repr(error),
        ) from error


@contextmanager
def _sentences(path: Path) -> Iterator[None]:
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
            return _read_only(path)
        case apsw.CorruptError() | apsw.NotADBError():
            said = "The history file is damaged, and this part of it can't be read."
            return ChatError(ErrorKind.INTERNAL, said, remedy="Make a copy of it before you go on.", detail=detail)
        case apsw.CantOpenError() | apsw.IOError():
            said = f"The disk refused to read or write “{path}”."
            return ChatError(ErrorKind.INTERNAL, said, remedy="Check that the disk is there.", detail=detail)
        case _:
            return None
