"""Copies of the whole history in a folder beside it: which there are, which are kept, how one is brought back.

Each is one file that opens by itself anywhere. Its name says when it was made (UTC) and why.
"""

import os
import re
import stat
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Protocol

import msgspec

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.paths import private_folder

DAILY_KEPT = 7
WEEKLY_KEPT = 4
OTHERS_KEPT = 5    # of those made before a migration, and of those made before a restore
STAMP = "%Y%m%d-%H%M%S-%f"
NAME = re.compile(r"(\d{8}-\d{6}-\d{6})-(daily|by-hand|before-restore|before-update)(?:-(\d+))?\.db")

HALF = re.compile(rf"\.{NAME.pattern}\.part(-journal)?")
GIVEN_UP_AFTER = timedelta(days=1)    # another process may be at it just now


class Why(StrEnum):
    """What a backup was made for."""

    DAILY = "daily"
    BY_HAND = "by-hand"                  # never removed by the program
    BEFORE_RESTORE = "before-restore"
    BEFORE_UPDATE = "before-update"      # a step of the schema followed


class Backup(msgspec.Struct, frozen=True):
    """One copy. ``size`` in bytes."""

    path: Path
    made_at: datetime    # aware, UTC
    why: Why
    size: int

    @property
    def name(self) -> str:
        """How it is named on the command line."""
        return self.path.stem


class History(Protocol):
    """What backups need from the database."""

    path: Path

    def copy_to(self, target: Path) -> None:
        """A consistent, checked copy. Raises ``ChatError``."""
        ...

    def take_over(self, source: Path) -> None:
        """Make the content of ``source`` its own, all of it or nothing. Raises ``ChatError``."""
        ...


def folder_of(history: Path) -> Path:
    """Where the backups of the history at that path lie."""
    return history.with_name(history.name + ".backups")


def new_path(history: Path, why: Why, now: datetime, step: int | None = None) -> Path:
    """A name for a copy that is made now; its folder is made. Raises ``OSError``."""
    ending = "" if step is None else f"-{step:04}"
    return private_folder(folder_of(history)) / f"{now.strftime(STAMP)}-{why.value}{ending}.db"


def all_of(history: Path) -> tuple[Backup, ...]:
    """Those there are, the newest first; files of other names are none of ours."""
    folder = folder_of(history)
    copies = map(_backup, folder.iterdir() if folder.is_dir() else ())
    found = (copy for copy in copies if copy is not None)
    return tuple(sorted(found, key=lambda backup: backup.path.name, reverse=True))


def _backup(path: Path) -> Backup | None:
    """The copy at ``path``, if it is one: a name may look like one of ours, and name no moment there is."""
    match, status = NAME.fullmatch(path.name), _status(path)
    if match is None or status is None:
        return None
    try:
        made_at = datetime.strptime(match[1], STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None
    return Backup(path, made_at, Why(match[2]), status.st_size)


def find(history: Path, name: str) -> Backup:
    """The one of that name. Raises ``ChatError("not_found")``."""
    for backup in all_of(history):
        if backup.name == name:
            return backup
    raise ChatError(
        ErrorKind.NOT_FOUND, f"There is no backup “{name}”.", remedy="“deskchat backup list” shows those there are."
    )


def superfluous(backups: Sequence[Backup]) -> list[Backup]:
    """Which may go: kept are the newest of the last seven days and four weeks that have one, and some of each other kind."""
    daily = sorted((b for b in backups if b.why is Why.DAILY), key=lambda b: b.made_at, reverse=True)
    kept = {b.name for key, count in ((_day, DAILY_KEPT), (_week, WEEKLY_KEPT)) for b in _newest_of_each(daily, key, count)}
    for why in (Why.BEFORE_RESTORE, Why.BEFORE_UPDATE):
        others = sorted((b for b in backups if b.why is why), key=lambda b: b.made_at, reverse=True)
        kept |= {b.name for b in others[:OTHERS_KEPT]}
    return [b for b in backups if b.why is not Why.BY_HAND and b.name not in kept]


def changed_since_last(history: Path) -> bool:
    """Was anything written after the newest copy was made?"""
    copies = [_status(backup.path) for backup in all_of(history)]
    newest = max((status.st_mtime_ns for status in copies if status is not None), default=0)
    files = [_status(file) for file in (history, history.with_name(history.name + "-wal"))]
    return any(status.st_mtime_ns > newest for status in files if status is not None)


def given_up(history: Path, now: datetime) -> list[Path]:
    """Copies that were cut short by the end of the program more than a day ago, and are of no use."""
    folder = folder_of(history)
    halves = [path for path in folder.glob(".*.db.part*") if HALF.fullmatch(path.name)] if folder.is_dir() else []
    long_ago = (now - GIVEN_UP_AFTER).timestamp()
    return [path for path in halves if (status := _status(path)) is not None and status.st_mtime < long_ago]


def keep_before_migration(database: History, step: int) -> None:
    """A copy of a history that is about to be changed by step ``step``. Raises ``ChatError``, ``OSError``.

    Of such copies only some are kept: a step that fails is tried at each start, and each makes one.
    """
    database.copy_to(new_path(database.path, Why.BEFORE_UPDATE, datetime.now(UTC), step))
    for backup in superfluous([b for b in all_of(database.path) if b.why is Why.BEFORE_UPDATE]):
        backup.path.unlink(missing_ok=True)


def restore(database: History, backup: Path) -> None:
    """Make ``backup`` the present history; the one there was becomes a backup first. Raises ``ChatError``, ``OSError``."""
    database.copy_to(new_path(database.path, Why.BEFORE_RESTORE, datetime.now(UTC)))
    database.take_over(backup)


def newest_sentence(history: Path) -> str:
    """A sentence on the newest backup, for somebody whose history was damaged; ``""`` when there is none."""
    found = all_of(history)
    if not found:
        return ""
    made = f"{found[0].made_at:%Y-%m-%d}"
    return f"There is a backup of {made}: “deskchat backup restore {found[0].name}” brings it back."


def _status(path: Path) -> os.stat_result | None:
    """``None`` when it is gone, or no file: another process may remove a log or a copy at any time."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status if stat.S_ISREG(status.st_mode) else None


def _day(backup: Backup) -> object:
    return backup.made_at.date()


def _week(backup: Backup) -> object:
    return backup.made_at.isocalendar()[:2]


def _newest_of_each(backups: Sequence[Backup], key: Callable[[Backup], object], count: int) -> list[Backup]:
    newest: dict[object, Backup] = {}
    for backup in backups:
        newest.setdefault(key(backup), backup)
    return list(newest.values())[:count]
