"""Backups by themselves: one a day when something changed, in steps between which others write, never in the way."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from deskchat.chat.conversation import Conversation
from deskchat.chat.errors import ChatError
from deskchat.services.backups import Backups
from deskchat.services.store_thread import StoreThread
from deskchat.store.backups import Why, all_of, folder_of
from deskchat.store.conversations import Conversations
from deskchat.store.database import Database
from tests.faults.cases import case
from tests.support.soundness import integrity


class Kept:
    """A history with its backups, a clock set by hand, and a switch for "a reply is being written"."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.now = datetime.now(UTC)
        self.busy = False
        self.settled = 0
        self.store = StoreThread()
        self.database = Database.open(path)
        self.conversations = Conversations(self.database)
        self.backups = Backups(self.database, self.store, lambda: self.busy, self._settle, lambda: self.now)

    async def _settle(self) -> None:
        self.settled += 1

    async def write(self, name: str) -> None:
        await self.store(self.conversations.create, Conversation(name, "x" * 2000, self.now, self.now))

    def daily(self) -> int:
        return len([backup for backup in all_of(self.path) if backup.why is Why.DAILY])


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    opened = Kept(tmp_path / "home" / "deskchat.db")
    yield opened
    opened.database.close()
    opened.store.close()


async def test_one_a_day_and_only_when_something_was_written(kept: Kept) -> None:
    await kept.write("c1")
    await kept.backups.daily()
    await kept.write("c2")
    await kept.backups.daily()
    assert kept.daily() == 1, "the newest is not a day old"
    kept.now += timedelta(days=2)
    await kept.backups.daily()
    assert kept.daily() == 2
    kept.now += timedelta(days=2)
    await kept.backups.daily()
    assert kept.daily() == 2, "nothing was written since"


async def test_a_clock_that_was_set_back_stops_no_backups(kept: Kept) -> None:
    await kept.write("c1")
    kept.now += timedelta(days=4000)
    await kept.backups.daily()
    kept.now -= timedelta(days=4000)
    await kept.write("c2")
    await kept.backups.daily()
    assert kept.daily() == 2


@case(103)
async def test_writes_go_on_while_a_backup_is_made(kept: Kept) -> None:
    for count in range(2_000):
        kept.conversations.create(Conversation(f"c{count}", "walnut " * 300, kept.now, kept.now))
    making = asyncio.create_task(kept.backups.make())
    written = 0
    while not making.done():
        await kept.write(f"meanwhile{written}")
        written += 1
    assert written > 2
    copy = Database.open(await making)
    assert integrity(copy) == "ok"
    copy.close()


async def test_a_cancelled_backup_leaves_no_file(kept: Kept) -> None:
    for count in range(500):
        kept.conversations.create(Conversation(f"c{count}", "walnut " * 300, kept.now, kept.now))
    making = asyncio.create_task(kept.backups.make())
    await kept.write("meanwhile")
    making.cancel()
    await asyncio.wait([making])
    await kept.write("afterwards")
    if making.cancelled():
        assert list(folder_of(kept.path).iterdir()) == []


async def test_no_restore_while_a_reply_is_written(kept: Kept) -> None:
    await kept.write("c1")
    made = await kept.backups.make()
    kept.busy = True
    with pytest.raises(ChatError, match="reply is being written"):
        await kept.backups.restore(made.stem)
    kept.busy = False
    await kept.write("c2")
    await kept.backups.restore(made.stem)
    assert (kept.conversations.count(), kept.settled) == (1, 1)


async def test_what_was_cut_short_goes_with_the_next_one(kept: Kept) -> None:
    half = folder_of(kept.path) / ".20260101-000000-000000-daily.db.part"
    half.parent.mkdir(parents=True)
    half.write_bytes(b"half a copy")
    await kept.write("c1")
    await kept.backups.daily()
    assert half.exists(), "another process may be at it"
    kept.now += timedelta(days=2)
    await kept.write("c2")
    await kept.backups.daily()
    assert not half.exists()
