"""The one SQLite file: how it is opened, written and closed.

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
from typing import Self

import apsw

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.paths import private_folder
from deskchat.store import backups, migrate, unsalvaged
from deskchat.store.disk_errors import disk_errors
from deskchat.store.ids import is_id
from deskchat.store.locks import is_held
from deskchat.store.place import Place, doubt
from deskchat.store.process_locks import ProcessLocks, lock_folder
from deskchat.store.reader import BUSY_MS, Reader, Row, connect_read_only, read_only, sentences
from deskchat.store.soundness import APPLICATION_ID, NotHistoryError, check, refuse_unreadable, require_sound

STEP_PAGES = 256    # 1 MB: a few milliseconds of a step, then others may write


class Database:
    """An open history file.

    ``read_only``: it can be shown but not changed. ``notice``: a sentence for the person on what had to be done to open
    it, or ``""``. ``set_aside``: where the damaged history lies that this new one stands for. ``owner``: this process's
    name among those that write replies.
    """

    def __init__(
        self, path: Path, connection: apsw.Connection, locks: ProcessLocks, *, read_only: bool, notice: str
    ) -> None:
        self.path = path
        self.read_only = read_only
        self.notice = notice
        self.owner = locks.owner
        self._connection = connection
        self._locks = locks
        self._place = Place(path)
        self.set_aside: Path | None = None
        self._steps: Mapping[int, str] = {}
        self._taken_over = 0

    @classmethod
    def open(cls, path: Path, *, exclusive: bool = False, steps: Mapping[int, str] | None = None) -> Self:
        """Open the file at ``path``, making or migrating it where needed.

        ``exclusive``: refuse when another window has it open. ``steps``: the migrations, if not our own. A damaged file is
        moved aside, never deleted; a newer version's may only be read. Raises ``ChatError("internal")`` when there is
        nothing to show: no permission, a newer file of another shape, a second window.
        """
        steps = steps or migrate.steps()
        with disk_errors(path):    # a folder that may not even be entered
            if path.is_symlink():
                path = path.resolve()    # the locks must be found by whoever opens the file by its own name
            writable = _writable(path)
        if not writable:
            return cls._open_read_only(path, steps)
        with disk_errors(path):
            private_folder(path.parent)
            path.touch(mode=0o600)
            path.chmod(0o600)
        locks = ProcessLocks.take(path, exclusive=exclusive)
        try:
            return cls._open_or_set_aside(path, locks, steps)
        except _NewerError:
            locks.release()
            return cls._open_read_only(path, steps)
        except BaseException:
            locks.release()
            raise

    @classmethod
    def in_memory(cls) -> Self:
        """An empty one that never touches a disk, also not with what SQLite sorts."""
        made = cls(Path(":memory:"), apsw.Connection(":memory:"), ProcessLocks(None, None), read_only=False, notice="")
        made._connection.execute("PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = ON")
        migrate.migrate(made, migrate.steps())
        return made

    @classmethod
    def _open_or_set_aside(cls, path: Path, locks: ProcessLocks, steps: Mapping[int, str]) -> Self:
        try:
            return cls(path, _connect(path), locks, read_only=False, notice="")._prepared(steps)
        except NotHistoryError as damage:
            aside = _free_name(path)
            if damage.ours:
                unsalvaged.note(path, aside)    # before: whenever this is cut short, the next start takes it up
            _set_aside(path, aside)
            path.touch(mode=0o600)
            kept = f"It was kept as “{aside.name}” beside the new one: nothing was deleted."
            notice = f"The history file was {damage} and could not be opened. {kept}"
            fresh = cls(path, _connect(path), locks, read_only=False, notice=notice)._prepared(steps)
            fresh.set_aside = aside if damage.ours else None
            return fresh

    @classmethod
    def _open_read_only(cls, path: Path, steps: Mapping[int, str]) -> Self:
        if not path.exists():
            raise ChatError(
                ErrorKind.INTERNAL,
                f"The history can't be stored: “{path.parent}” may not be written.",
                remedy="Give yourself the right to write there, or choose another folder with --home.",
            )
        notice = "The history may only be read: nothing you write now can be stored."
        with sentences(path):
            connection = connect_read_only(path)
            if connection.pragma("user_version") > max(steps):
                refuse_unreadable(connection, path, steps)
                notice = (
                    "The history was written by a newer version of deskchat. It may only be read here: "
                    "nothing you write now can be stored. Start the newer version to go on."
                )
        return cls(path, connection, ProcessLocks(None, None), read_only=True, notice=notice)

    def close(self) -> None:
        """Close the file and let go of the locks."""
        self._connection.close()
        self._locks.release()

    def reader(self) -> Reader:
        """A second view of the same file, for another thread. Raises ``ChatError``."""
        return Reader(self.path)

    def rows(self, sql: str, *bindings: object) -> list[Row]:
        """All rows of a query."""
        with sentences(self.path):
            return self._connection.execute(sql, bindings).fetchall()

    def stamp(self) -> tuple[int, ...]:
        """Another one after any change, by this process or another."""
        with sentences(self.path):
            return self._connection.total_changes(), int(self._connection.pragma("data_version")), self._taken_over

    def change(self, sql: str, *bindings: object) -> int:
        """Run one statement that writes; how many rows it changed. Outside ``transaction`` it is one by itself."""
        self._refuse_if_lost()
        with sentences(self.path):
            self._connection.execute(sql, bindings)
            return self._connection.changes()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; on disk (fdatasync) when the block has been left. Inside another one it is a part of that one."""
        self._refuse_if_lost()
        if self._connection.in_transaction:
            yield
            return
        with sentences(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            with sentences(self.path):
                self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:    # a full disk may have rolled back already
                self._connection.execute("ROLLBACK")
            raise

    def owner_lives(self, owner: str) -> bool:
        """Is the process that called itself ``owner`` still running? What is no name of a process is none."""
        return is_id(owner) and is_held(lock_folder(self.path) / owner)    # a history may come from anywhere

    def copy_to(self, target: Path) -> None:
        """A consistent copy, also while others write. ``target`` is replaced. Raises ``ChatError``."""
        with self.copying(target) as copying:
            while not copying.step():
                pass

    @contextmanager
    def copying(self, target: Path) -> "Iterator[Copying]":
        """A consistent copy, made in steps between which this process may write on.

        The block calls ``step`` until it says that all is copied; then the copy is checked and becomes ``target``. Left
        earlier, by an error or a cancelled task, nothing stays. Raises ``ChatError``.
        """
        with sentences(target), disk_errors(target):
            half = target.with_name(f".{target.name}.part")
            half.unlink(missing_ok=True)
            half.touch(mode=0o600)
        copy = apsw.Connection(str(half))
        try:
            with sentences(target), copy.backup("main", self._connection, "main") as backup:
                copying = Copying(backup)
                yield copying
            with sentences(target):
                copy.pragma("journal_mode", "DELETE")    # one file, not three
                sound = copying.done and copy.pragma("quick_check", 1) == "ok"
            copy.close()
            if copying.done and not sound:
                raise ChatError(ErrorKind.INTERNAL, "The copy of the history could not be read back, and was not kept.")
            if sound:
                with disk_errors(target):
                    half.replace(target)
        finally:
            copy.close()
            for rest in (half, half.with_name(f"{half.name}-journal")):    # a full disk may leave both
                rest.unlink(missing_ok=True)

    def take_over(self, source: Path) -> None:
        """Make the content of the history at ``source`` this one's, all of it or nothing; an older one is migrated.

        Raises ``ChatError``, and changes nothing, when it is damaged or of a newer version.
        """
        self._refuse_if_lost()
        with sentences(source):
            other = connect_read_only(source)
            try:
                require_sound(other, source, max(self._steps))
                with self._connection.backup("main", other, "main") as backup:
                    backup.step(-1)
                self._taken_over += 1    # SQLite counts pages that are copied in as no change
            finally:
                other.close()
        migrate.migrate(self, self._steps)

    def change_if_fit(self, sql: str, *bindings: object) -> None:
        """As ``change``, but leave out a row with a value that does not fit its column."""
        with contextlib.suppress(apsw.ConstraintError, apsw.MismatchError):
            self.change(sql, *bindings)

    def empty_log(self) -> None:
        """Bring the write-ahead log into the file and empty it; left for later when another process reads it."""
        with sentences(self.path), contextlib.suppress(apsw.BusyError, apsw.LockedError):
            self._connection.pragma("wal_checkpoint", "TRUNCATE")

    def forget_pages(self) -> None:
        """Let go of the pages that are kept to be read again."""
        with sentences(self.path):
            self._connection.pragma("shrink_memory")

    def version(self) -> int:
        """The schema's version."""
        with sentences(self.path):
            return int(self._connection.pragma("user_version"))

    def apply(self, version: int, sql: str) -> None:
        """Do one migration step."""
        with self.transaction(), sentences(self.path):
            if self.version() >= version:
                return    # another process did it while this one waited
            self._connection.execute(sql)
            self._connection.pragma("user_version", version)

    def _prepared(self, steps: Mapping[int, str]) -> Self:
        """Checked, set up and migrated. Raises ``NotHistoryError`` for a file to be set aside."""
        try:
            self._set_up(steps)
        except BaseException:
            self._connection.close()
            raise
        return self

    def _set_up(self, steps: Mapping[int, str]) -> None:
        with sentences(self.path):
            check(self._connection, self.path)
            if self._connection.pragma("user_version") > max(steps):
                raise _NewerError
            self._connection.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
            self._connection.pragma("foreign_keys", True)
            self._connection.pragma("secure_delete", True)
            self._connection.pragma("journal_size_limit", 8 * 1024 * 1024)
        self._steps = steps
        before = self.version()
        if 0 < before < max(steps):
            with disk_errors(self.path):
                backups.keep_before_migration(self, before + 1)
        migrate.migrate(self, steps)
        if before == 0:
            with sentences(self.path):
                self._connection.pragma("application_id", APPLICATION_ID)
        self.notice = f"{self.notice} {doubt(self.path, new=before == 0)}".strip()

    def _refuse_if_lost(self) -> None:
        """Raises ``ChatError`` when what is written now would not stay."""
        if self.read_only:
            raise read_only(self.path)
        self._place.check()


class _NewerError(Exception):
    """The file was written by a newer version."""


class Copying:
    """A copy on its way. ``done``: all of it is there."""

    def __init__(self, backup: apsw.Backup) -> None:
        self._backup = backup
        self._steps = 0
        self.done = False

    def step(self, pages: int = STEP_PAGES) -> bool:
        """Copy some more; is that all? A copy that other processes made begin anew too often is finished in one go."""
        self._steps += 1
        restarted = self._steps > 10 + 3 * self._backup.page_count // pages
        with contextlib.suppress(apsw.BusyError, apsw.LockedError):
            self.done = self._backup.step(-1 if restarted else pages)
        return self.done


def _writable(path: Path) -> bool:
    """Can the file be written, or made? SQLite needs its folder too."""
    if path.exists() and not os.access(path, os.W_OK):
        return False
    folder = path.parent
    while not folder.exists():
        folder = folder.parent
    return os.access(folder, os.W_OK | os.X_OK)


def _connect(path: Path) -> apsw.Connection:
    with sentences(path):
        connection = apsw.Connection(str(path))
        connection.set_busy_timeout(BUSY_MS)
        return connection


def _free_name(path: Path) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    return path.with_name(f"{path.name}.corrupt-{stamp}")


def _set_aside(path: Path, aside: Path) -> None:
    """Move the file and what belongs to it out of the way."""
    with disk_errors(path):
        for suffix in ("-wal", "-shm"):
            beside = path.with_name(path.name + suffix)
            if beside.exists():
                beside.rename(aside.with_name(aside.name + suffix))
        path.rename(aside)
