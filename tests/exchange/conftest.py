"""Two real histories: one that conversations are exported from, one they are imported into."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from deskchat.chat.conversation import Conversation
from deskchat.exchange.stable_id import stable_id
from deskchat.services.exchange import Exchange
from deskchat.services.store_thread import StoreThread
from deskchat.store.conversations import Conversations
from deskchat.store.history import open_history
from deskchat.store.imports import Imports


class Kept:
    """A history with the way in and out."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = open_history(folder / "deskchat.db")
        self.conversations = Conversations(self.database)
        self.store = StoreThread()
        self.told: list[str] = []
        imports = Imports(self.database, self.conversations, stable_id)
        self.exchange = Exchange(self.conversations, imports, self.store, self.told.append)

    def all(self) -> list[Conversation]:
        """In the order of the list."""
        return [self.conversations.open(one.id) for one in self.conversations.summaries(archived=True)]

    def close(self) -> None:
        self.database.close()
        self.store.close()


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    opened = Kept(tmp_path / "one")
    yield opened
    opened.close()


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Kept]:
    opened = Kept(tmp_path / "two")
    yield opened
    opened.close()
