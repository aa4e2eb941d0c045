"""The list of conversations a page at a time: nobody reads a hundred thousand rows to show thirty."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import groupby

from deskchat.chat.conversation import Listed, Run, Summary
from deskchat.store import rows
from deskchat.store.reader import Readable

MOST_RUNS = 150    # headings; what comes after them is one run
TAGGED = " AND EXISTS (SELECT 1 FROM tag WHERE tag.conversation = conversation.id AND tag.name = ?)"
ORDER = "ORDER BY pinned DESC, touched DESC"
PINNED = -1        # in place of a bound
FAR = 2**62        # beyond every time and every number


def page(database: Readable, listed: Listed, start: int, count: int) -> tuple[Summary, ...]:
    """The conversations from that place on: pinned first, then the one with the newest message first."""
    where, values = _where(listed)
    sql = f"SELECT {rows.SUMMARY_COLUMNS} FROM conversation WHERE {where} {ORDER} LIMIT ? OFFSET ?"
    return tuple(rows.summary(row) for row in database.rows(sql, *values, count, start))


def ids(database: Readable, listed: Listed, start: int, count: int) -> tuple[str, ...]:
    """The ids of the same."""
    where, values = _where(listed)
    sql = f"SELECT id FROM conversation WHERE {where} {ORDER} LIMIT ? OFFSET ?"
    return tuple(row[0] for row in database.rows(sql, *values, count, start))


def place(database: Readable, listed: Listed, conversation_id: str) -> int | None:
    """Where in the list a conversation stands, from 0; ``None`` when it does not."""
    where, values = _where(listed)
    sql = f"SELECT pinned, touched FROM conversation WHERE id = ? AND {where}"
    found = database.rows(sql, conversation_id, *values)
    if not found:
        return None
    pinned, touched = found[0]
    before = f"SELECT count(*) FROM conversation WHERE {where} AND pinned = ? AND touched > ?"
    above = database.rows(before, *values, pinned, touched)[0][0]
    return int(above if pinned else above + _count(database, listed, 1))


def version(database: Readable, listed: Listed) -> tuple[int, ...]:
    """Another one whenever something was added to the list, left it or changed its place."""
    where, values = _where(listed)
    sql = f"SELECT count(*), total(touched), total(touched * pinned) FROM conversation WHERE {where}"
    return tuple(int(number) for number in database.rows(sql, *values)[0])


def runs(database: Readable, listed: Listed, bounds: Sequence[int]) -> tuple[Run, ...]:
    """How many conversations that follow each other are of the same time, from the top of the list to its end.

    ``bounds``: microseconds, falling. A ``Run``'s ``since`` is the place of the first bound that is not later than its
    conversations, ``PINNED`` for those that are pinned.
    """
    pinned = _count(database, listed, 1)
    found = [Run(PINNED, pinned)] if pinned else []
    rising = [-bound for bound in bounds]
    below = FAR
    while (newest := _newest(database, listed, below)) is not None:
        touched, at = newest
        since = _since(at, rising)
        times = bounds[since] if since < len(bounds) else -FAR, bounds[since - 1] if since else FAR
        end = -FAR if len(found) >= MOST_RUNS else _newest_of_another_time(database, listed, touched, times)
        found.append(Run(since, _between(database, listed, touched, end)))
        below = end + 1
    return tuple(found)


def _newest(database: Readable, listed: Listed, below: int) -> tuple[int, int] | None:
    """The first conversation that is not pinned and was touched before ``below``: when, and at what time."""
    where, values = _where(listed)
    sql = (
        f"SELECT touched, updated_at FROM conversation WHERE {where} AND pinned = 0 AND touched < ?"
        " ORDER BY touched DESC LIMIT 1"
    )
    found = database.rows(sql, *values, below)
    return found[0] if found else None


def _newest_of_another_time(database: Readable, listed: Listed, touched: int, times: tuple[int, int]) -> int:
    """Where the run ends that begins with ``touched``: what comes first after it and is not of its ``times``."""
    where, values = _where(listed)
    sql = (
        f"SELECT touched FROM conversation WHERE {where} AND pinned = 0 AND touched < ?"
        " AND NOT (updated_at >= ? AND updated_at < ?) ORDER BY touched DESC LIMIT 1"
    )
    found = database.rows(sql, *values, touched, *times)
    return int(found[0][0]) if found else -FAR


def _between(database: Readable, listed: Listed, touched: int, end: int) -> int:
    """How many there are from ``touched`` down to before ``end``."""
    where, values = _where(listed)
    sql = f"SELECT count(*) FROM conversation WHERE {where} AND pinned = 0 AND touched <= ? AND touched > ?"
    return int(database.rows(sql, *values, touched, end)[0][0])


def runs_of(page: Sequence[Summary], bounds: Sequence[int]) -> tuple[Run, ...]:
    """The same of conversations that are at hand."""
    rising = [-bound for bound in bounds]
    since = [PINNED if one.pinned else _since(rows.microseconds(one.updated_at), rising) for one in page]
    return tuple(Run(place, len(list(same))) for place, same in groupby(since))


def _since(at: int, rising: Sequence[int]) -> int:
    """The place of the first bound that is not later; ``rising``: the bounds, negative."""
    return min(bisect_right(rising, -at - 1), len(rising))


def tags(database: Readable) -> tuple[tuple[str, int], ...]:
    """All tags by name, with how many conversations of the list have each."""
    found = database.rows(
        "SELECT CAST(tag.name AS BLOB), count(*) FROM tag JOIN conversation ON conversation.id = tag.conversation"
        " WHERE deleted_at IS NULL AND archived = 0 GROUP BY tag.name ORDER BY tag.name"
    )
    return tuple((rows.readable(name), int(count)) for name, count in found)


def archived(database: Readable) -> int:
    """How many conversations are archived."""
    return int(database.rows("SELECT count(*) FROM conversation WHERE deleted_at IS NULL AND archived = 1")[0][0])


def _count(database: Readable, listed: Listed, pinned: int) -> int:
    where, values = _where(listed)
    return int(database.rows(f"SELECT count(*) FROM conversation WHERE {where} AND pinned = ?", *values, pinned)[0][0])


def _where(listed: Listed) -> tuple[str, tuple[object, ...]]:
    where = f"deleted_at IS NULL AND archived = {int(listed.archived)}"
    return (where, ()) if listed.tag is None else (where + TAGGED, (listed.tag,))
