"""What left this machine: the list is kept here, and shown from here."""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

from deskchat.chat.departure import Departure as Departure
from deskchat.chat.departure import Purpose as Purpose
from deskchat.chat.errors import ChatError
from deskchat.services.broadcast import Broadcast
from deskchat.services.store_thread import StoreThread
from deskchat.settings import KEEP_REQUESTS_DAYS, Settings
from deskchat.store.departures import DepartureList
from deskchat.store.departures import Sum as Sum

log = logging.getLogger(__name__)

MOST = 100_000        # requests in the list, however young
PRUNE_EVERY = 500     # requests noted
UNWRITTEN = 1_000     # that wait for the disk; more are left out


class Departures:
    """Every request of this process is told to ``note``. Nothing waits for the list, and no request fails because of it."""

    def __init__(self, listed: DepartureList, store: StoreThread, settings: Settings) -> None:
        self._listed = listed
        self._store = store
        self._settings = settings
        self._waiting: deque[Departure] = deque(maxlen=UNWRITTEN)
        self._writing: asyncio.Task[None] | None = None
        self._noted = 0
        self._closed = False
        self._changes: Broadcast[None] = Broadcast()

    def note(self, departure: Departure) -> None:
        """Write it down soon. Only on the loop's thread."""
        if self._closed or self._listed.read_only or not self._settings.get(KEEP_REQUESTS_DAYS):
            return
        self._waiting.append(departure)
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())

    async def latest(self, most: int) -> tuple[Departure, ...]:
        """The last requests, newest first. Raises ``ChatError``."""
        await self.prune()
        return await self._store(self._listed.latest, most)

    async def sum(self) -> Sum:
        """How many there are in the list, and how much went each way. Raises ``ChatError``."""
        return await self._store(self._listed.sum)

    async def clear(self) -> None:
        """Forget all. Raises ``ChatError``."""
        await self._store(self._listed.clear)
        self._changes.tell(None)

    async def prune(self) -> None:
        """Forget what is older than the setting allows."""
        if self._listed.read_only:
            return
        oldest = datetime.now(UTC) - timedelta(days=self._settings.get(KEEP_REQUESTS_DAYS))
        await self._store(self._listed.prune, oldest, MOST)

    def changes(self) -> AsyncIterator[None]:
        """Each time the list is another one. May be called on any thread."""
        return self._changes.listen()

    async def aclose(self) -> None:
        """Write what still waits; what ends later, as connections break with the program's end, is not in the list."""
        self._closed = True
        if self._writing is not None:
            await self._writing

    async def _write(self) -> None:
        while self._waiting:
            departure = self._waiting.popleft()
            try:
                await self._store(self._listed.note, departure)
                self._noted += 1
                if self._noted % PRUNE_EVERY == 1:
                    await self.prune()
            except ChatError as error:
                log.warning("a request is not in the list kind=%s", error.kind)
            self._changes.tell(None)
