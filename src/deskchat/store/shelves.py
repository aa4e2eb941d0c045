"""Where a conversation is kept: on the disk, or, when it is a temporary one, in memory alone."""

from contextlib import AbstractContextManager
from datetime import timedelta

from msgspec.structs import replace

from deskchat.chat.conversation import is_temporary
from deskchat.store.conversations import Conversations
from deskchat.store.database import Database
from deskchat.store.drafts import Drafts
from deskchat.store.messages import Messages


class Shelf:
    """What writes to one history."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.conversations = Conversations(database)
        self.messages = Messages(database)
        self.drafts = Drafts(database)

    def transaction(self) -> AbstractContextManager[None]:
        """All that is written inside, or nothing of it."""
        return self._database.transaction()

    def close(self) -> None:
        """Close the history."""
        self._database.close()


class Shelves:
    """The history, and the one in memory, which is made with the first temporary conversation."""

    def __init__(self, database: Database) -> None:
        self.disk = Shelf(database)
        self._memory: Shelf | None = None

    def of(self, conversation_id: str) -> Shelf:
        """Where that conversation is, or will be."""
        return self.memory if is_temporary(conversation_id) else self.disk

    @property
    def memory(self) -> Shelf:
        """The one that is gone when the program ends."""
        if self._memory is None:
            self._memory = Shelf(Database.in_memory())
        return self._memory

    def keep(self, temporary_id: str, new_id: str) -> None:
        """Move a temporary conversation to the disk, under a new id: all of it or nothing. Raises ``ChatError``."""
        conversation = self.memory.conversations.open(temporary_id)
        text, parts = self.memory.drafts.text(temporary_id), self.memory.drafts.parts(temporary_id)
        with self.disk.transaction():
            self.disk.conversations.create(replace(conversation, id=new_id))
            self.disk.drafts.set_text(new_id, text)
            self.disk.drafts.set_parts(new_id, parts)
        self.erase(temporary_id)

    def erase(self, temporary_id: str) -> None:
        """Forget a temporary conversation; SQLite overwrites nothing it gives back, so the last one takes all with it."""
        if self._memory is None:
            return
        self._memory.conversations.delete(temporary_id)
        self._memory.conversations.purge(timedelta(seconds=-1))
        if not self._memory.conversations.count():
            self._memory.close()
            self._memory = None
