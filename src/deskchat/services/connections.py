"""Who can be asked: the engine on this machine and the providers of the catalogue, each with its key."""

from collections.abc import Callable

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.model import LOCAL
from deskchat.chat.provider import Provider
from deskchat.keys import FoundKey, KeyPlace, Keys
from deskchat.providers.addresses import is_loopback
from deskchat.providers.catalogue import Catalogue, Entry
from deskchat.providers.network import Patience, Route
from deskchat.providers.service import HttpProvider
from deskchat.providers.transport import Transport


class Connections:
    """Providers by id. ``read`` gives the catalogue as it is now; it may be read again after a change."""

    def __init__(self, read: Callable[[], Catalogue], keys: Keys, transport: Transport, engine: Provider) -> None:
        self._read = read
        self._keys = keys
        self._transport = transport
        self._engine = engine
        self._catalogue = read()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All providers but the engine, in the order of the catalogue."""
        return self._catalogue.entries

    @property
    def offline(self) -> bool:
        """Is every connection forbidden now?"""
        return self._transport.offline

    @property
    def engine(self) -> Provider:
        """The models on this machine."""
        return self._engine

    def reload(self) -> None:
        """Read the catalogue again."""
        self._catalogue = self._read()

    def go_offline(self, offline: bool) -> None:
        """Forbid or allow every connection, from the next request on; ``hang_up`` ends those there are."""
        self._transport.go_offline(offline)

    async def hang_up(self) -> None:
        """When offline: end what is under way."""
        await self._transport.hang_up()

    def use_network(self, patience: Patience, route: Route) -> None:
        """How long servers are waited for, and by which way they are asked, from the next request on."""
        self._transport.configure(patience, route)

    def entry(self, provider_id: str) -> Entry:
        """A provider of the catalogue. Raises ``ChatError("not_found")``."""
        return self._catalogue.entry(provider_id)

    @property
    def problems(self) -> tuple[str, ...]:
        """Sentences on what in providers.toml and in plugins could not be used."""
        return tuple(problem.message for problem in self._catalogue.problems)

    def has(self, provider_id: str) -> bool:
        """Is there such a provider, the engine included?"""
        return provider_id == LOCAL or any(entry.id == provider_id for entry in self.entries)

    def name_of(self, provider_id: str) -> str:
        """How the provider is called; its id where it is not there any more."""
        return next((entry.name for entry in self.entries if entry.id == provider_id), provider_id)

    def provider(self, provider_id: str) -> Provider:
        """Who answers for ``provider_id``. Raises ``ChatError("not_found")``."""
        if provider_id == LOCAL:
            return self._engine
        entry = self.entry(provider_id)

        async def key() -> str | None:
            return await self._usable_key(entry)

        return HttpProvider(entry, self._catalogue.open_wire(entry), key, self._transport)

    async def find_key(self, entry: Entry, *, quiet: bool = False) -> FoundKey:
        """The provider's key; asks the keyring when it was not asked yet, ``quiet`` only if that asks the person nothing."""
        return await self._keys.find(entry.id, entry.key_env or None, entry.key_host, quiet=quiet)

    def known_place(self, entry: Entry) -> KeyPlace:
        """Where the key is, as far as that is known without asking the keyring."""
        return self._keys.known_place(entry.id, entry.key_env or None)

    async def aclose(self) -> None:
        """Close connections and end the engine's process."""
        await self._transport.aclose()
        await self._engine.aclose()

    async def _usable_key(self, entry: Entry) -> str | None:
        found = await self.find_key(entry)
        if found.key is None and found.sentence:
            raise ChatError(ErrorKind.AUTH, found.sentence, remedy=f"Enter the key for {entry.name} in the settings.")
        return found.key


def on_this_machine(entry: Entry) -> bool:
    """Is its address one of this machine, so that asking it needs no network?"""
    return is_loopback(entry.base_url)


def needs_key(entry: Entry) -> bool:
    """Does the provider refuse to answer without a key?"""
    return entry.key == "keyring"
