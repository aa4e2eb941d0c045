"""What keeps a long list short: tags, and an archive."""

from collections.abc import Sequence

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.services.chats import Chats
from deskchat.services.store_thread import StoreThread
from deskchat.store import sorting
from deskchat.store.database import Database

LONGEST_TAG = 60    # characters


class Sorting:
    """Every change is on the disk when its coroutine returns; all raise ``ChatError``."""

    def __init__(self, database: Database, store: StoreThread, chats: Chats) -> None:
        self._database = database
        self._store = store
        self._chats = chats

    async def archive(self, *ids: str) -> None:
        """Take them out of the list; they can be found and opened as before, and a new message brings one back."""
        await self._store(sorting.set_archived, self._database, ids, True)
        self._chats.tell_all(ids)

    async def unarchive(self, *ids: str) -> None:
        """Undo ``archive``."""
        await self._store(sorting.set_archived, self._database, ids, False)
        self._chats.tell_all(ids)

    async def tag(self, ids: Sequence[str], tag: str, has_it: bool) -> None:
        """Give conversations a tag, or take it from them. Raises ``ChatError("bad_request")`` for one without letters."""
        tag = " ".join(tag.split())[:LONGEST_TAG]
        if not tag.isprintable() or not tag:
            raise ChatError(ErrorKind.BAD_REQUEST, "A tag needs a name.", remedy="Type one.")
        await self._store(sorting.set_tag, self._database, ids, tag, has_it)
        self._chats.tell_all(ids)
