"""Backups of the history: made by themselves once a day, by hand, and brought back. Writes go on meanwhile."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.services.store_thread import StoreThread
from deskchat.store import backups
from deskchat.store.backups import Backup, Why
from deskchat.store.clock import utc_now
from deskchat.store.database import Database
from deskchat.store.disk_errors import disk_errors

__all__ = ["Backup", "Backups", "Why"]
log = logging.getLogger(__name__)

EVERY = timedelta(days=1)
FIRST_LOOK_S = 5.0
LOOK_AGAIN_S = 3600.0


class Backups:
    """All raise ``ChatError``. ``settle`` is awaited after a restore, before anything else reads the history."""

    def __init__(
        self,
        database: Database,
        store: StoreThread,
        busy: Callable[[], bool],
        settle: Callable[[], Awaitable[None]],
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._database = database
        self._store = store
        self._busy = busy
        self._settle = settle
        self._now = now
        self._one_at_a_time = asyncio.Lock()
        self._looking: asyncio.Task[None] | None = None

    @property
    def folder(self) -> Path:
        """Where they lie; made with the first one."""
        return backups.folder_of(self._database.path)

    async def all(self) -> tuple[Backup, ...]:
        """Those there are, the newest first."""
        return await asyncio.to_thread(backups.all_of, self._database.path)

    async def make(self, target: Path | None = None) -> Path:
        """Make one now, in the folder of backups or at ``target``, which must not exist; where it is."""
        if target is not None and await asyncio.to_thread(target.exists):
            said = f"“{target}” exists already and was not replaced."
            raise ChatError(ErrorKind.BAD_REQUEST, said, remedy="Choose another name.")
        return await self._make(Why.BY_HAND, target)

    async def restore(self, name: str) -> None:
        """Make that backup the present history; the one there was becomes a backup first.

        Refused while a reply is being written.
        """
        async with self._one_at_a_time:
            backup = await asyncio.to_thread(backups.find, self._database.path, name)
            if self._busy():
                said = "A reply is being written."
                raise ChatError(ErrorKind.BAD_REQUEST, said, remedy="Wait for its end, or stop it, then restore.")
            with disk_errors(self._database.path):
                await self._store(backups.restore, self._database, backup.path)
            await self._settle()

    async def daily(self) -> None:
        """Make one when the history was changed and the newest is a day old; remove those that are not kept."""
        if not self._database.read_only and await asyncio.to_thread(self._due):
            await self._make(Why.DAILY)
            await asyncio.to_thread(self._rotate)

    def start(self) -> None:
        """Look once an hour whether one is due, from now until ``aclose``."""
        self._looking = asyncio.create_task(self._keep_on())

    async def aclose(self) -> None:
        """Stop looking; a copy that is half made is given up."""
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.wait([self._looking])

    async def _keep_on(self) -> None:
        await asyncio.sleep(FIRST_LOOK_S)    # the window is filled first
        while True:
            try:
                await self.daily()
            except ChatError as error:    # a full disk is no reason to stop looking
                log.warning("no backup was made: %s", error.detail or error.kind)
            except OSError as error:
                log.warning("no backup was made: %s", type(error).__name__)
            await asyncio.sleep(LOOK_AGAIN_S)

    async def _make(self, why: Why, target: Path | None = None) -> Path:
        async with self._one_at_a_time:
            with disk_errors(self._database.path):
                target = target or backups.new_path(self._database.path, why, self._now())
            stack = ExitStack()
            try:    # the thread keeps its order: what was begun there is given up after it, also when cancelled at once
                copying = await self._store(stack.enter_context, self._database.copying(target))
                while not await self._store(copying.step):
                    log.debug("part of a backup was made")    # between two steps others write
            except BaseException as error:
                await asyncio.shield(self._store(stack.__exit__, type(error), error, error.__traceback__))
                raise
            await self._store(stack.close)
            return target

    def _due(self) -> bool:
        made = [b.made_at for b in backups.all_of(self._database.path) if b.why is Why.DAILY]
        old = not made or not timedelta(0) <= self._now() - max(made) < EVERY    # a clock that was set back counts as old
        return old and backups.changed_since_last(self._database.path)

    def _rotate(self) -> None:
        with disk_errors(backups.folder_of(self._database.path)):
            for backup in backups.superfluous(backups.all_of(self._database.path)):
                backup.path.unlink(missing_ok=True)
            for half in backups.given_up(self._database.path, self._now()):
                half.unlink(missing_ok=True)
