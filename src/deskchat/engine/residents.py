"""The models in memory, each in a process of its own: room is made for another one, and those that nobody asks go."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from deskchat.engine import resources
from deskchat.engine.host import Host, Opened
from deskchat.engine.limits import Limits

WATCH_SECONDS: Final = 10.0    # how often the free memory is looked at while models are kept in it


class Residents:
    """All hosts of one provider. All methods belong to one asyncio loop.

    ``start`` makes a host without a process; ``limits`` and ``free_bytes`` are asked each time. Whoever works with a host
    holds ``lock``: nothing is closed for memory's sake meanwhile.
    """

    def __init__(
        self, start: Callable[[], Host], limits: Callable[[], Limits], free_bytes: Callable[[], int], lock: asyncio.Lock
    ) -> None:
        self._start, self._limits, self._free_bytes, self._lock = start, limits, free_bytes, lock
        self._hosts: list[Host] = []    # those asked last stand last
        self._last_used: dict[Host, float] = {}
        self._watch: asyncio.Task[None] | None = None
        self._ending: set[asyncio.Task[None]] = set()    # of hosts that are no longer in the list

    @property
    def hosts(self) -> Sequence[Host]:
        """Those that were asked last stand last."""
        return tuple(self._hosts)

    @property
    def ending(self) -> bool:
        """Do processes still end that were told to?"""
        return bool(self._ending)

    def talking(self, path: Path | None = None) -> Host | None:
        """The host asked last of those that answer chats, with the model in ``path`` or any."""
        wanted = (host for host in reversed(self._hosts) if host.opened is not None and not host.opened.load.embeds)
        return next((host for host in wanted if path is None or (host.opened and host.opened.path == path)), None)

    def has_room_to_spare(self, wanted: Opened) -> bool:
        """Could ``wanted``, which is not here, come and stay, with no other model going and no memory getting short?"""
        if self._limits().keep_loaded_s <= 0 or any(host.opened == wanted for host in self._hosts):
            return False
        others = [h for h in self._hosts if h.opened is not None and not _is_in_place_of(wanted, h.opened)]
        return self._fits(wanted, others) and not resources.is_short(self._free_bytes() - wanted.size)

    async def place(self, wanted: Opened) -> Host:
        """The host that has ``wanted`` or is to load it; what is in the way is gone. It stands last from now on.

        In the way are other openings of the same file, and the models not asked for longest.
        """
        loaded = [host for host in self._hosts if host.opened is not None]
        if all(host.opened != wanted for host in loaded):
            stale = [host for host in loaded if host.opened is not None and _is_in_place_of(wanted, host.opened)]
            others = [host for host in loaded if host not in stale]
            while others and not self._fits(wanted, others):
                stale.append(others.pop(0))
            await self.close(stale)
        free = (host for host in self._hosts if host.opened in {wanted, None})
        host = next((host for host in self._hosts if host.opened == wanted), None) or next(free, None)
        if host is None:
            host = self._start()
        else:
            self._hosts.remove(host)
        self._hosts.append(host)
        return host

    async def used(self, host: Host, *, more: bool = False) -> None:
        """Note it, and close the host if it is not to stay; ``more``: it is asked again at once."""
        self._last_used[host] = asyncio.get_running_loop().time()
        if self._limits().keep_loaded_s <= 0 and not more:
            await self.close([host])
        elif self._watch is None or self._watch.done():
            self._watch = asyncio.create_task(self._watch_memory())

    async def close(self, hosts: Sequence[Host]) -> None:
        """End their processes: the one way that frees everything."""
        for host in hosts:
            if host in self._hosts:
                self._hosts.remove(host)
            self._last_used.pop(host, None)
        # it goes on though whoever waits for it is cancelled
        for task in (ending := [asyncio.create_task(host.aclose()) for host in hosts]):
            self._ending.add(task)
            task.add_done_callback(self._ending.discard)
        if ending:
            await asyncio.wait(ending)

    async def ended(self) -> None:
        """All processes that were told to end have ended."""
        if self._ending:
            await asyncio.wait(tuple(self._ending))

    async def aclose(self) -> None:
        """End all, also in the middle of a reply."""
        if self._watch is not None:
            self._watch.cancel()
        await self.close(self.hosts)
        await self.ended()

    def _fits(self, wanted: Opened, others: Sequence[Host]) -> bool:
        alike = [host for host in others if host.opened is not None and host.opened.load.embeds == wanted.load.embeds]
        if len(alike) >= (1 if wanted.load.embeds else self._limits().models):
            return False
        # the weights of the others count as free memory, because the system may drop them; that would make them slow
        return wanted.size + sum(host.file_bytes for host in others) < self._free_bytes()

    async def _watch_memory(self) -> None:
        """Unload models that nobody asks, and all that are idle when memory gets short."""
        while self._hosts:
            kept_s = self._limits().keep_loaded_s
            await asyncio.sleep(min(WATCH_SECONDS, kept_s) if kept_s > 0 else WATCH_SECONDS)
            if not self._lock.locked():
                async with self._lock:
                    await self.close(self._superfluous())

    def _superfluous(self) -> list[Host]:
        oldest = asyncio.get_running_loop().time() - self._limits().keep_loaded_s
        idle = [host for host in self._hosts if self._last_used.get(host, 0.0) <= oldest or host.opened is None]
        return idle or (self._hosts[:1] if resources.is_short(self._free_bytes()) else [])


def _is_in_place_of(wanted: Opened, opened: Opened) -> bool:
    """Would the same file be in memory twice for one purpose?"""
    return opened.path == wanted.path and opened.load.embeds == wanted.load.embeds
