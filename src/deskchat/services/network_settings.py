"""The settings of the network, obeyed while the program runs; they may be changed on any thread."""

import asyncio

from deskchat import settings as known
from deskchat.providers.network import Patience
from deskchat.services.connections import Connections
from deskchat.services.directory import Directory
from deskchat.services.proxy_account import route_of
from deskchat.settings import Settings


def obey_network(settings: Settings, connections: Connections, directory: Directory, *, always_offline: bool) -> None:
    """Bring the settings into effect now and whenever they change: from the next request on, offline at once."""
    loop = asyncio.get_running_loop()
    hanging_up: set[asyncio.Task[None]] = set()    # the loop itself holds tasks only weakly

    def changed() -> None:
        directory.tell()
        task = loop.create_task(connections.hang_up())
        hanging_up.add(task)
        task.add_done_callback(hanging_up.discard)

    def obey(key: str) -> None:
        if not key.startswith("network."):
            return
        connections.use_network(patience_of(settings), route_of(settings))
        connections.go_offline(always_offline or settings.get(known.OFFLINE))
        if not loop.is_closed():
            loop.call_soon_threadsafe(changed)

    settings.subscribe(obey)
    obey(known.OFFLINE.key)


def patience_of(settings: Settings) -> Patience:
    """How long servers are waited for."""
    return Patience(
        connect_s=settings.get(known.CONNECT_TIMEOUT_S),
        first_s=settings.get(known.FIRST_BYTE_TIMEOUT_S),
        idle_s=settings.get(known.IDLE_TIMEOUT_S),
    )
