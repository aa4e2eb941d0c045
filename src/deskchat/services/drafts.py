"""What was typed and attached, and not sent: on the disk soon after it was, and there again after a crash."""

import msgspec

from deskchat.chat.parts import Part
from deskchat.services.store_thread import StoreThread
from deskchat.store.shelves import Shelves


class Draft(msgspec.Struct, frozen=True):
    """A message that is not sent."""

    text: str = ""
    parts: tuple[Part, ...] = ()    # files and pictures


class Drafts:
    """By conversation; ``""``: the one that has not begun. Those of temporary ones stay in memory. Raises ``ChatError``."""

    def __init__(self, shelves: Shelves, store: StoreThread) -> None:
        self._shelves = shelves
        self._store = store

    async def read(self, conversation_id: str) -> Draft:
        """What there is."""

        def read() -> Draft:
            drafts = self._shelves.of(conversation_id).drafts
            return Draft(drafts.text(conversation_id), drafts.parts(conversation_id))

        return await self._store(read)

    async def keep_text(self, conversation_id: str, text: str) -> None:
        """Keep what is typed; of a conversation that was deleted a moment ago there is nothing to keep."""
        await self._store(lambda: self._shelves.of(conversation_id).drafts.set_text(conversation_id, text))

    async def keep_parts(self, conversation_id: str, parts: tuple[Part, ...]) -> None:
        """Keep what is attached."""
        await self._store(lambda: self._shelves.of(conversation_id).drafts.set_parts(conversation_id, parts))
