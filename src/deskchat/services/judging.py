"""What the person thinks of replies, and what that says of the models that wrote them."""

from datetime import datetime

from deskchat.chat.judgement import Judged
from deskchat.services.chats import Chats
from deskchat.services.reading_thread import ReadingThread
from deskchat.services.store_thread import StoreThread
from deskchat.store import judgements
from deskchat.store.shelves import Shelves


class Judging:
    """Every change is on the disk when its coroutine returns; all raise ``ChatError``."""

    def __init__(self, shelves: Shelves, store: StoreThread, reading: ReadingThread, chats: Chats) -> None:
        self._shelves = shelves
        self._store = store
        self._reading = reading
        self._chats = chats

    async def rate(self, conversation_id: str, reply_id: str, rating: int) -> None:
        """Thumbs up (1), down (-1), or nothing any more (0)."""
        await self._store(self._shelves.of(conversation_id).messages.rate, reply_id, rating)
        self._chats.tell(conversation_id)

    async def pick(self, conversation_id: str, reply_id: str) -> None:
        """It is the best of those that were asked for together, if it is one of several."""
        await self._store(self._shelves.of(conversation_id).messages.settle_contest, reply_id)

    async def models(self, since: datetime | None = None) -> tuple[Judged, ...]:
        """What is known of each model that has answered (since then), the one with the most replies first."""
        return await self._reading(judgements.of_models, since)
