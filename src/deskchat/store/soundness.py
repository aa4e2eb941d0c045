"""Is a file a history, whole, and of a version that can be read here?"""

import logging
from collections.abc import Mapping
from pathlib import Path

import apsw

from deskchat.chat.errors import ChatError, ErrorKind

log = logging.getLogger(__name__)

APPLICATION_ID = 0x6465736B         # "desk": a file with another number is not ours
CHECKED_BYTES = 16 * 1024 * 1024    # a smaller file is checked whole when it is opened (under 0.1 s)


class NotHistoryError(Exception):
    """The file is not a history; the text says what it is instead. ``ours``: it was one."""

    def __init__(self, what: str, *, ours: bool = True) -> None:
        super().__init__(what)
        self.ours = ours


def require_sound(connection: apsw.Connection, path: Path, newest: int) -> None:
    """Raises ``ChatError`` unless it is a history that can be taken over."""
    try:
        check(connection, path)
        if connection.pragma("quick_check", 1) == "ok" and connection.pragma("user_version"):
            if connection.pragma("user_version") > newest:
                raise _newer(path)
            return
    except NotHistoryError as damage:
        log.info("not a history: %s", damage)
    raise ChatError(ErrorKind.BAD_REQUEST, f"“{path.name}” is no history that can be read. Nothing was changed.")


def check(connection: apsw.Connection, path: Path) -> None:
    """Raises ``NotHistoryError`` for a file that has to be set aside."""
    try:
        known = connection.pragma("application_id") in (0, APPLICATION_ID)
        tables = connection.execute("SELECT count(*) FROM sqlite_schema").get
        foreign = not known or (tables and not connection.pragma("user_version"))
        sound = path.stat().st_size > CHECKED_BYTES or connection.pragma("quick_check", 1) == "ok"
    except (apsw.NotADBError, apsw.CorruptError) as error:
        raise NotHistoryError("damaged") from error
    if foreign:
        raise NotHistoryError("made by another program", ours=False)
    if not sound:
        raise NotHistoryError("damaged")


def refuse_unreadable(connection: apsw.Connection, path: Path, steps: Mapping[int, str]) -> None:
    """Raises ``ChatError`` when a newer version's history lacks a table or column that is read here."""
    ours = apsw.Connection(":memory:")
    try:
        for _, sql in sorted(steps.items()):
            ours.execute(sql)
        if not _columns(ours) <= _columns(connection):
            connection.close()
            raise _newer(path)
    finally:
        ours.close()


def _columns(connection: apsw.Connection) -> set[tuple[str, str]]:
    sql = "SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table'"
    return set(connection.execute(sql))


def _newer(path: Path) -> ChatError:
    return ChatError(
        ErrorKind.INTERNAL,
        f"The history in “{path}” was written by a newer version of deskchat. It was left untouched.",
        remedy="Start the newer version, or choose another folder with --home.",
    )
