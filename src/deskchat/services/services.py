"""All services together, as the two front doors receive them."""

from dataclasses import dataclass

from deskchat.paths import Paths
from deskchat.services.accounts import Accounts
from deskchat.services.chats import Chats
from deskchat.services.directory import Directory
from deskchat.services.local_files import LocalFiles
from deskchat.services.turns import Turns
from deskchat.settings import Settings


@dataclass(frozen=True, slots=True)
class Services:
    """What is open. ``notices`` are sentences from start-up that the person should read."""

    chats: Chats
    turns: Turns
    directory: Directory
    accounts: Accounts
    local_files: LocalFiles
    settings: Settings
    paths: Paths
    notices: tuple[str, ...]

    async def aclose(self) -> None:
        """Stop and store running replies, close connections, the engine and the database."""
        raise NotImplementedError


async def open_services(paths: Paths, *, offline: bool = False, exclusive: bool = False) -> Services:
    """Open everything below ``paths``; no network, keyring or engine is touched. Raises ``ChatError``."""
    raise NotImplementedError
