"""What can still be read of a damaged history, taken over row by row into a new one.

Rows are asked for in blocks; a block that lies in a damaged place is asked for row by row, by number. The copy that is
read is made for this and removed: the damaged file itself is never opened.
"""

import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from deskchat.chat.errors import ChatError
from deskchat.store import indexing
from deskchat.store.damaged_file import DamagedFile
from deskchat.store.database import Database
from deskchat.store.disk_errors import disk_errors

log = logging.getLogger(__name__)

BLOCK = 256
MOST_ROWS = 2_000_000
BLIND_ROWS = 20_000    # how far rows are looked for when the file can't say how many there are
TABLES = ("conversation", "message", "growth", "attachment", "spending", "request", "tag", "draft_part")

ORPHANS = (
    "INSERT INTO conversation (id, title, created_at, updated_at, touched, leaf)"
    " SELECT conversation, 'Recovered', min(created_at), max(created_at),"
    " (SELECT coalesce(max(touched), 0) FROM conversation) + row_number() OVER (ORDER BY max(seq)),"
    " (SELECT id FROM message n WHERE n.conversation = m.conversation ORDER BY seq DESC LIMIT 1) FROM message m"
    " WHERE conversation NOT IN (SELECT id FROM conversation) GROUP BY conversation"
)
TIDY = (
    "UPDATE message SET parent = NULL WHERE parent NOT IN (SELECT id FROM message)",
    "UPDATE conversation SET leaf = (SELECT id FROM message WHERE conversation = conversation.id ORDER BY seq DESC LIMIT 1)"
    " WHERE leaf IS NOT NULL AND leaf NOT IN (SELECT id FROM message)",
    "DELETE FROM growth WHERE message NOT IN (SELECT id FROM message)",
    "DELETE FROM attachment WHERE message NOT IN (SELECT id FROM message)",
    "DELETE FROM tag WHERE conversation NOT IN (SELECT id FROM conversation)",
)


class Salvaged(msgspec.Struct, frozen=True):
    """How much was taken over."""

    conversations: int = 0
    messages: int = 0

    @property
    def sentence(self) -> str:
        """What was recovered, in words."""
        if not self.messages and not self.conversations:
            return "Nothing could be recovered from it."
        if self.conversations == self.messages == 1:
            return "Recovered from it: one conversation with one message."
        if self.conversations == 1:
            return f"Recovered from it: one conversation with {self.messages:,} messages."
        return f"Recovered from it: {self.conversations:,} conversations with {self.messages:,} messages."


def salvage(database: Database, damaged: Path) -> Salvaged:
    """Take into this new, empty history what can still be read of ``damaged``, which is not changed.

    Nothing is raised when that fails: a history without the old messages is still one to write in.
    """
    work = database.path.with_name(f".{database.path.name}.salvage")
    try:
        with disk_errors(work), _working_copy(damaged, work):
            source = DamagedFile(work)
            try:
                return _take(database, source)
            finally:
                source.close()
    except ChatError as error:
        log.warning("nothing could be recovered: %s", error.detail)
        return Salvaged()


def _take(database: Database, source: DamagedFile) -> Salvaged:
    database.rows("PRAGMA foreign_keys = OFF")    # a message may have outlived its conversation: it gets one
    try:
        with database.transaction():
            for table in TABLES:
                _take_table(database, source, table)
            for sql in (ORPHANS, *TIDY):
                database.change(sql)
            indexing.begin_anew(database)
    finally:
        database.rows("PRAGMA foreign_keys = ON")
    counts = [database.rows(f"SELECT count(*) FROM {table}")[0][0] for table in ("conversation", "message")]
    return Salvaged(*counts)


@contextmanager
def _working_copy(damaged: Path, work: Path) -> Iterator[None]:
    """A copy of the file and of its log at ``work``, as long as the block lasts. Raises ``OSError``."""
    endings = ("", "-wal", "-shm")
    try:
        for ending in endings[:2]:
            source, target = damaged.with_name(damaged.name + ending), work.with_name(work.name + ending)
            if source.exists():
                target.touch(mode=0o600)
                shutil.copyfile(source, target)
        yield
    finally:
        for ending in endings:
            work.with_name(work.name + ending).unlink(missing_ok=True)


def _take_table(database: Database, source: DamagedFile, table: str) -> None:
    there = {row[1] for row in source.rows(f"PRAGMA table_info({table})") or ()}
    columns = [row[1] for row in database.rows(f"PRAGMA table_info({table})") if row[1] in there]
    if not columns:
        return
    names = ", ".join(columns)
    insert = f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({', '.join('?' * len(columns))})"
    numbered = "seq" in columns
    for row in _numbered(source, table, names) if numbered else source.rows(f"SELECT {names} FROM {table}") or ():
        database.change_if_fit(insert, *row)


def _numbered(source: DamagedFile, table: str, names: str) -> Iterator[tuple[Any, ...]]:
    """All rows that can be read, in the order of their numbers."""
    select = f"SELECT {names} FROM {table} NOT INDEXED WHERE seq"
    for first in range(1, min(_last_number(source, table), MOST_ROWS) + 1, BLOCK):
        block = source.rows(f"{select} >= ? AND seq < ?", first, first + BLOCK)
        if block is not None:
            yield from block
            continue
        for number in range(first, first + BLOCK):
            yield from source.rows(f"{select} = ?", number) or ()


def _last_number(source: DamagedFile, table: str) -> int:
    for sql in (f"SELECT max(seq) FROM {table}", f"SELECT seq FROM sqlite_sequence WHERE name = '{table}'"):
        found = source.rows(sql)
        if found and isinstance(found[0][0], int):
            return int(found[0][0])
    return BLIND_ROWS
