"""What is kept only to be faster next time is given back to the system, when there is rest.

SQLite keeps up to two megabytes of pages with each connection, and the C library what was freed.
"""

import asyncio
import contextlib

from deskchat.chat.errors import ChatError
from deskchat.services import allocator
from deskchat.services.reading_thread import ReadingThread
from deskchat.services.store_thread import StoreThread
from deskchat.store.database import Database
from deskchat.store.reader import Reader


class SpareMemory:
    """Both connections' pages, and the allocator's."""

    def __init__(self, database: Database, store: StoreThread, reading: ReadingThread) -> None:
        self._database = database
        self._store = store
        self._reading = reading

    async def give_back(self) -> None:
        """Waits for what the threads of the database do."""
        with contextlib.suppress(ChatError):    # a disk that fails tells whoever needs it
            await self._store(self._database.forget_pages)
            await self._reading(Reader.forget_pages)
        await asyncio.to_thread(allocator.give_back)
