"""Finding conversations: the list a page at a time, and the search. Both only read, and stop when nobody waits."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import msgspec

from deskchat.chat.conversation import Listed, Run, Snippet, Summary
from deskchat.chat.errors import ChatError
from deskchat.services.reading_thread import ReadingThread
from deskchat.services.store_thread import StoreThread
from deskchat.store import indexing, listing
from deskchat.store.database import Database
from deskchat.store.reader import Reader
from deskchat.store.rows import microseconds
from deskchat.store.search import MOST, search

log = logging.getLogger(__name__)

MONTHS = 600             # headings go back that far
REST_S = 0.02            # between two steps of indexing: who writes a message comes first
ALL = Listed()


class Hit(msgspec.Struct, frozen=True):
    """A place where a search found its words. ``node_id`` is ``None`` for a title."""

    conversation: Summary
    node_id: str | None
    snippet: Snippet


class Overview(msgspec.Struct, frozen=True):
    """A list as it is now: its runs, the pages asked for, where a conversation stands in it, and what can be chosen.

    ``version`` is another one whenever a conversation was added to the list, left it or changed its place.
    """

    version: tuple[int, ...]
    runs: tuple[Run, ...]
    pages: tuple[tuple[Summary, ...], ...]
    place: int | None
    tags: tuple[tuple[str, int], ...]
    archived: int


class Finding:
    """All raise ``ChatError``."""

    def __init__(self, database: Database, reading: ReadingThread, store: StoreThread) -> None:
        self._database = database
        self._reading = reading
        self._store = store
        self._indexing: asyncio.Task[None] | None = None

    async def overview(
        self, listed: Listed, since: Sequence[date], pages: Sequence[tuple[int, int]], shown: str | None
    ) -> Overview:
        """What a list is made of; ``since`` as ``heading_dates`` gives them, ``pages``: places and counts."""
        return await self._reading(_overview, listed, [_midnight(day) for day in since], pages, shown)

    async def beginning(self, listed: Listed, since: Sequence[date], count: int) -> Overview:
        """The first ``count`` conversations as if there were no others; of the rest of an ``Overview`` nothing is read."""
        return await self._reading(_beginning, listed, [_midnight(day) for day in since], count)

    async def page(self, listed: Listed, start: int, count: int) -> tuple[Summary, ...]:
        """Conversations from a place of the list on."""
        return await self._reading(listing.page, listed, start, count)

    async def ids(
        self, listed: Listed, places: Sequence[tuple[int, int]], version: tuple[int, ...]
    ) -> tuple[str, ...] | None:
        """The ids at those places (first, count); ``None`` when the list is not what it was."""
        return await self._reading(_ids, listed, places, version)

    async def search(self, text: str, limit: int = MOST) -> tuple[Hit, ...]:
        """Titles, then messages with these words, newest first; also what is archived."""
        found = await self._reading(search, text, limit)
        return tuple(Hit(one.conversation, one.message_id, one.snippet) for one in found)

    def begin_indexing(self) -> None:
        """Make what the search does not know yet findable, in the background. Only on the loop's thread."""
        self._indexing = asyncio.create_task(self.index_all())

    async def index_all(self) -> None:
        """The same, at once."""
        try:
            more = await self._store(indexing.index_some, self._database)
            while more:
                await asyncio.sleep(REST_S)
                more = await self._store(indexing.index_some, self._database)
        except ChatError as error:
            log.warning("not everything can be searched: %s", error.detail)

    async def aclose(self) -> None:
        """Stop indexing; it goes on with the next start."""
        if self._indexing is not None:
            self._indexing.cancel()
            await asyncio.wait([self._indexing])
        await self._reading.aclose()


def heading_dates(today: date) -> tuple[date, ...]:
    """Since when the headings of a list count, the latest first: today, yesterday, 7 days, 30 days, months."""
    days = [today - timedelta(back) for back in (0, 1, 6, 29)]
    months: list[date] = []
    first = days[-1].replace(day=1)
    while len(months) < MONTHS:
        if first < days[-1]:
            months.append(first)
        first = (first - timedelta(1)).replace(day=1)
    return (*days, *months)


def _midnight(day: date) -> int:
    return microseconds(datetime.combine(day, time()).astimezone())


def _overview(
    reader: Reader, listed: Listed, bounds: Sequence[int], pages: Sequence[tuple[int, int]], shown: str | None
) -> Overview:
    return Overview(
        listing.version(reader, listed),
        listing.runs(reader, listed, bounds),
        tuple(listing.page(reader, listed, start, count) for start, count in pages),
        None if shown is None else listing.place(reader, listed, shown),
        listing.tags(reader),
        listing.archived(reader),
    )


def _beginning(reader: Reader, listed: Listed, bounds: Sequence[int], count: int) -> Overview:
    page = listing.page(reader, listed, 0, count)
    return Overview((), listing.runs_of(page, bounds), (page,), None, (), 0)


def _ids(
    reader: Reader, listed: Listed, places: Sequence[tuple[int, int]], version: tuple[int, ...]
) -> tuple[str, ...] | None:
    found = [one for start, count in places for one in listing.ids(reader, listed, start, count)]
    return tuple(found) if listing.version(reader, listed) == version else None
