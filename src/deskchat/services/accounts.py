"""Providers as the person manages them: addresses and keys."""

import asyncio
import re
import unicodedata
from collections.abc import Callable

import msgspec
from msgspec.structs import replace

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.model import LOCAL
from deskchat.keys import KeyPlace, Keys
from deskchat.paths import Paths
from deskchat.providers.addresses import host_and_port, is_address
from deskchat.providers.catalogue import Entry
from deskchat.providers.nearby import Server
from deskchat.services.connections import Connections, needs_key, on_this_machine
from deskchat.services.directory import Directory


class Account(msgspec.Struct, frozen=True):
    """A provider. ``key_place``: keyring, session, environment, none or unknown; ``own``: from providers.toml."""

    id: str
    name: str
    base_url: str
    local: bool
    needs_key: bool
    key_place: str
    key_env: str
    console_url: str
    own: bool


class Accounts:
    """All providers but the engine. What can't be done is raised as ``ChatError``; no key is ever returned."""

    def __init__(self, connections: Connections, keys: Keys, directory: Directory, paths: Paths) -> None:
        self._connections = connections
        self._keys = keys
        self._directory = directory
        self._paths = paths
        self._one_at_a_time = asyncio.Lock()    # who changes the file: it is read, and written anew

    async def all(self) -> tuple[Account, ...]:
        """All providers, in the order of the catalogue; the keyring is not asked."""
        return tuple(self._account(entry) for entry in self._connections.entries)

    def look_up(self, provider_id: str) -> Account:
        """One provider; the keyring is not asked. Raises ``ChatError("not_found")``."""
        return self._account(self._connections.entry(provider_id))

    async def look_up_key(self, provider_id: str, *, quiet: bool = False) -> Account:
        """One provider, after asking the keyring for its key (at most 5 s). ``quiet``: it must ask for no password."""
        entry = self._connections.entry(provider_id)
        found = await self._connections.find_key(entry, quiet=quiet)
        return replace(self._account(entry), key_place=found.place.value)

    async def keyring_status(self) -> str:
        """Why keys can't be stored, as a sentence, or ``""``. Asks the keyring anew."""
        self._keys.retry()
        return (await self._keys.status()).sentence

    async def keyring_name(self) -> str:
        """What keeps keys on this system, such as Secret Service; ``""`` where nothing does."""
        return (await self._keys.status()).backend

    async def set_key(self, provider_id: str, key: str, *, session_only: bool = False) -> Account:
        """Keep the key in the keyring, or until the program ends. Without a keyring the error names both other ways."""
        entry = self._connections.entry(provider_id)
        where = KeyPlace.SESSION if session_only else KeyPlace.KEYRING
        if session_only:
            await self._keys.set(entry.id, key, "session", host=entry.key_host)
        else:
            await self._keys.set(entry.id, key, host=entry.key_host, env_name=entry.key_env or None)
        self._directory.forgive(entry.id)
        return replace(self._account(entry), key_place=where.value)

    async def delete_key(self, provider_id: str) -> Account:
        """Remove the key from the keyring and from memory; one in the environment stays."""
        entry = self._connections.entry(provider_id)
        await self._keys.delete(entry.id)
        self._directory.forgive(entry.id)
        return self._account(entry)

    async def add(self, name: str, base_url: str, *, needs_key: bool) -> Account:
        """Write a new provider into providers.toml; its id is made from the name."""
        name, base_url = " ".join(name.split()), _address(base_url)
        if not name:
            raise ChatError(ErrorKind.BAD_REQUEST, "The provider has no name yet.", remedy="Give it one.")
        async with self._one_at_a_time:
            return await self._added(Entry(self._free_id(name), name, base_url, key="keyring" if needs_key else "none"))

    async def add_server(self, server: Server) -> Account:
        """Write a server that was found into providers.toml; one that is there already is only looked up."""
        async with self._one_at_a_time:
            known = self.known(server)
            if known is not None:
                return known
            like = next((entry for entry in self._connections.entries if entry.id == server.kind), Entry("", "", ""))
            name = f"{server.name} ({host_and_port(server.base_url)})"
            return await self._added(Entry(self._free_id(name), name, server.base_url, like.wire, dialect=like.dialect))

    def known(self, server: Server) -> Account | None:
        """The provider that is asked at the server's address."""
        for entry in self._connections.entries:
            if _plain(entry.base_url) == _plain(server.base_url):
                return self._account(entry)
        return None

    async def change_address(self, provider_id: str, base_url: str) -> Account:
        """Ask the provider at another address. Its key is bound to the old one and has to be entered again."""
        entry, address = self._connections.entry(provider_id), _address(base_url)

        def change() -> None:
            from deskchat.providers.own_providers import change_address

            change_address(self._paths.providers, entry.id, address)

        async with self._one_at_a_time:
            await self._change(entry.id, change)
        return self.look_up(entry.id)

    async def remove(self, provider_id: str) -> None:
        """Take the provider out of providers.toml and its key out of the keyring; a built-in one is then as it came.

        Raises ``ChatError("auth")`` when the provider is gone, and the keyring could not be asked about its key.
        """
        entry = self._connections.entry(provider_id)
        if not entry.own:
            said = f"{entry.name} comes with the program and can't be removed."
            raise ChatError(ErrorKind.BAD_REQUEST, said, remedy="Delete its key, and it will not be asked.")

        def change() -> None:
            from deskchat.providers.own_providers import remove_provider

            remove_provider(self._paths.providers, entry.id)

        async with self._one_at_a_time:
            await self._change(entry.id, change)
        if needs_key(entry) and not self._connections.has(entry.id):
            await self._keys.delete(entry.id)

    async def check(self, provider_id: str) -> int:
        """Ask the provider for its models now; how many there are."""
        return await self._directory.fetch(provider_id)

    def _account(self, entry: Entry) -> Account:
        return Account(
            entry.id,
            entry.name,
            entry.base_url,
            entry.local,
            needs_key(entry),
            self._connections.known_place(entry).value if needs_key(entry) else KeyPlace.NONE.value,
            entry.key_env,
            entry.console_url,
            entry.own,
        )

    def _free_id(self, name: str) -> str:
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
        wanted = re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "provider"
        taken = {LOCAL, *(entry.id for entry in self._connections.entries)}
        return next(i for i in (wanted, *(f"{wanted}-{n}" for n in range(2, len(taken) + 3))) if i not in taken)

    async def _added(self, entry: Entry) -> Account:
        entry = replace(entry, local=on_this_machine(entry))

        def add() -> None:
            from deskchat.providers.own_providers import add_provider

            add_provider(self._paths.providers, entry)

        await self._change(entry.id, add)
        return self.look_up(entry.id)

    async def _change(self, provider_id: str, change: Callable[[], None]) -> None:
        """Change the file, and read it again. On a thread: the disk may take its time, and tomlkit is slow to load."""
        await asyncio.to_thread(change)
        self._connections.reload()
        self._directory.forget(provider_id)


def _plain(base_url: str) -> str:
    return base_url.rstrip("/").replace("//localhost", "//127.0.0.1")


def _address(text: str) -> str:
    address = text.strip().rstrip("/")
    if not is_address(address):
        raise ChatError(
            ErrorKind.BAD_REQUEST,
            "This is not the address of a server.",
            remedy="It begins with http:// or https:// and usually ends in /v1.",
        )
    return address
