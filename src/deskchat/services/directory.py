"""Which models there are, who offers them, and why some can't be asked now."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.model import LOCAL, ModelInfo, ModelRef
from deskchat.chat.provider import Provider
from deskchat.keys import KeyPlace
from deskchat.library.found import Library
from deskchat.paths import at_home
from deskchat.providers import prices
from deskchat.providers.catalogue import Entry
from deskchat.providers.model_lists import by_name, own_models
from deskchat.services.broadcast import Broadcast
from deskchat.services.connections import Connections, needs_key, on_this_machine
from deskchat.services.matching import find_model
from deskchat.services.model_cache import ModelCache, ModelList

ON_THIS_MACHINE = "On this computer"
LASTS = timedelta(days=1)                    # a list; new models come without a release of deskchat
ASKED_AGAIN_AFTER = timedelta(minutes=1)     # by itself
NEVER = datetime.min.replace(tzinfo=UTC)
OFFLINE = "Offline mode is on."


class ProviderModels(msgspec.Struct, frozen=True):
    """A provider and its models. ``unavailable`` says in a sentence why it can't be asked now, or is ``""``."""

    id: str
    name: str
    local: bool
    models: tuple[ModelInfo, ...]
    unavailable: str = ""
    key_needed: bool = False
    fetched_at: datetime | None = None


class Trouble(msgspec.Struct, frozen=True):
    """Why a provider did not give its list the last time it was asked."""

    sentence: str
    key_needed: bool = False


class Directory:
    """All models that are known. ``preferred`` gives those to begin with, as text, the best first."""

    def __init__(
        self, connections: Connections, cache: ModelCache, library: Library, preferred: Callable[[], Sequence[str]]
    ) -> None:
        self._connections = connections
        self._library = library
        self._cache = cache
        self._preferred = preferred
        self._troubles: dict[str, Trouble] = {}
        self._refreshing: set[str] = set()
        self._asked_at: dict[str, datetime] = {}
        self._changes: Broadcast[None] = Broadcast()

    async def groups(self) -> tuple[ProviderModels, ...]:
        """All providers with their models, this machine first. From memory and cache: no network, no keyring."""
        local = await self._local()
        return (local, *[self._group(entry) for entry in self._connections.entries])

    async def refresh(self, provider_id: str | None = None) -> tuple[ProviderModels, ...]:
        """Ask one provider, or all that can be asked, for their models. What goes wrong becomes ``unavailable``.

        Raises ``ChatError("not_found")`` for an unknown id.
        """
        if provider_id == LOCAL:
            return await self.groups()
        connections = self._connections
        entries = connections.entries if provider_id is None else (connections.entry(provider_id),)
        entries = tuple(entry for entry in entries if entry.id not in self._refreshing)
        self._refreshing |= {entry.id for entry in entries}
        try:
            # keys one after the other: a keyring that hangs is waited for once, not once for each provider
            askable = [entry for entry in entries if await self._may_be_asked(entry)]
            await asyncio.gather(*(self._ask(entry) for entry in askable))
        finally:
            self._refreshing -= {entry.id for entry in entries}
            self.tell()
        return await self.groups()

    async def refresh_stale(self) -> None:
        """Ask again, in the background, those whose list is a day old, and servers of this machine that may run by now.

        Asks no keyring about a provider that was never used: only those that gave a list before, need no key, or have one
        in the environment.
        """
        now = datetime.now(UTC)
        stale = [entry for entry in self._connections.entries if self._is_stale(entry, now)]
        self._asked_at |= {entry.id: now for entry in stale}
        await asyncio.gather(*(self.refresh(entry.id) for entry in stale))

    def _is_stale(self, entry: Entry, now: datetime) -> bool:
        if entry.models or entry.id in self._refreshing or now - self._asked_at.get(entry.id, NEVER) < ASKED_AGAIN_AFTER:
            return False
        listed = self._cache.get(entry.id)
        if on_this_machine(entry):
            return not needs_key(entry)
        if listed is None or listed.fetched_at is None:
            return needs_key(entry) and self._connections.known_place(entry) is KeyPlace.ENVIRONMENT
        return now - listed.fetched_at > LASTS

    async def fetch(self, provider_id: str) -> int:
        """Ask a provider for its models now; how many there are. Raises ``ChatError``."""
        models = await self._fetch(self._connections.entry(provider_id))
        self.tell()
        return models

    async def resolve(self, text: str) -> ModelInfo:
        """The model meant by ``provider/model``, ``local/NAME``, a part that only one model's name has, or a GGUF file.

        A file is added to those of this machine. A model that is in no list is taken as typed when its provider exists.
        Raises ``ChatError``: ``not_found``, which names some that are near, or ``model_file``.
        """
        text = text.strip()
        if text.lower().endswith(".gguf") and await asyncio.to_thread(_is_file, text):
            return await self.add_file(Path(text))
        known = [model for group in await self.groups() for model in group.models]
        ref = _parsed(text)
        for model in known:
            if model.ref == ref:
                return model
        if ref is not None and not ref.is_local and self._connections.has(ref.provider):
            return await self._as_typed(ref)
        return find_model(text, known)

    async def add_file(self, path: Path) -> ModelInfo:
        """Add a GGUF file, which stays where it is, to the models here. Raises ``ChatError("model_file")``."""
        added = await asyncio.to_thread(self._library.add, path)
        self.tell()
        return await self.info(added.info.ref)

    async def info(self, ref: ModelRef) -> ModelInfo:
        """What is known of ``ref``: as little as its name and price, when it is in no list."""
        group = await self._local() if ref.is_local else None
        if group is None and self._connections.has(ref.provider):
            group = self._group(self._connections.entry(ref.provider))
        for model in group.models if group is not None else ():
            if model.ref == ref:
                return model
        return await self._as_typed(ref)

    async def default(self) -> ModelInfo:
        """The model of a new conversation: a preferred one if it can be asked, else one on this machine.

        Raises ``ChatError("not_found")`` when there is none.
        """
        for preferred in map(_parsed, self._preferred()):
            if preferred is not None and await self._usable(preferred):
                return await self.info(preferred)
        local = await self._local()
        usable = [model for model in local.models if not model.unavailable]
        if not usable:
            raise ChatError(
                ErrorKind.NOT_FOUND,
                "There is no model on this computer yet.",
                remedy="Add a GGUF file, or choose a model of a provider.",
            )
        return usable[0]

    def provider(self, ref: ModelRef) -> Provider:
        """Who answers for ``ref``. Raises ``ChatError("not_found")``."""
        return self._connections.provider(ref.provider)

    def forget(self, provider_id: str) -> None:
        """Its address or key is another one now: what was known of it no longer holds."""
        self._cache.forget(provider_id)
        self.forgive(provider_id)

    def forgive(self, provider_id: str) -> None:
        """The last trouble with it is over."""
        self._troubles.pop(provider_id, None)
        self.tell()

    def changes(self) -> AsyncIterator[None]:
        """Each time ``groups`` would answer differently. May be called on any thread."""
        return self._changes.listen()

    def tell(self) -> None:
        """Let listeners know that something changed."""
        self._changes.tell(None)

    async def _local(self) -> ProviderModels:
        models = await self._connections.engine.models()
        return ProviderModels(LOCAL, ON_THIS_MACHINE, True, models)

    def _group(self, entry: Entry) -> ProviderModels:
        listed = self._listed(entry)
        trouble = self._trouble(entry, listed)
        return ProviderModels(
            entry.id,
            entry.name,
            entry.local,
            listed.models if listed is not None else (),
            trouble.sentence,
            trouble.key_needed,
            listed.fetched_at if listed is not None else None,
        )

    def _listed(self, entry: Entry) -> ModelList | None:
        """Models of the catalogue and of providers.toml stand for what a server would say; without a key it says nothing."""
        if not entry.models:
            return self._cache.get(entry.id)
        can_be_asked = entry.own or not needs_key(entry) or self._may_have_key(entry)
        return ModelList(None, own_models(entry)) if can_be_asked else None

    def _trouble(self, entry: Entry, listed: ModelList | None) -> Trouble:
        if self._connections.offline:
            return Trouble(OFFLINE)
        if entry.id in self._troubles:
            return self._troubles[entry.id]
        if needs_key(entry) and not self._may_have_key(entry):
            return _no_key(entry)
        if listed is None:
            return _no_key(entry) if needs_key(entry) else Trouble("Not asked for its models yet.")
        return Trouble("")

    def _may_have_key(self, entry: Entry) -> bool:
        """As far as that is known without asking the keyring: whom the person set up or asked before may have one."""
        place = self._connections.known_place(entry)
        used = entry.own or self._cache.get(entry.id) is not None
        return place is not KeyPlace.NONE and (used or place is not KeyPlace.UNKNOWN)

    async def _may_be_asked(self, entry: Entry) -> bool:
        if self._connections.offline:
            return False
        if not needs_key(entry) or not entry.list_needs_key:
            return True
        found = await self._connections.find_key(entry)
        if found.key is None:
            self._troubles[entry.id] = Trouble(found.sentence, True) if found.sentence else _no_key(entry)
        return found.key is not None

    async def _ask(self, entry: Entry) -> None:
        try:
            await self._fetch(entry)
        except ChatError as error:
            self._troubles[entry.id] = _as_trouble(entry, error)

    async def _fetch(self, entry: Entry) -> int:
        if entry.id in prices.MAKERS:
            await asyncio.to_thread(prices.known, entry.id, "")    # its import keeps a thread busy for a while
        models = await self._connections.provider(entry.id).models()
        self._troubles.pop(entry.id, None)
        # a disk may take its time, and many are asked at once when the program starts: replies must not wait for it
        await asyncio.to_thread(self._cache.keep, entry.id, ModelList(datetime.now(UTC), models))
        return len(models)

    async def _usable(self, ref: ModelRef) -> bool:
        if not self._connections.has(ref.provider):
            return False
        if ref.is_local:
            return any(model.ref == ref and not model.unavailable for model in (await self._local()).models)
        return not self._group(self._connections.entry(ref.provider)).unavailable

    async def _as_typed(self, ref: ModelRef) -> ModelInfo:
        """A model that is in no list of its provider's; its name may tell what it takes and costs all the same."""
        if ref.is_local or not self._connections.has(ref.provider):
            return ModelInfo(ref, ref.model.rpartition("/")[2])
        return await asyncio.to_thread(by_name, self._connections.entry(ref.provider), ref)


def _is_file(text: str) -> bool:
    return at_home(Path(text)).is_file()


def _parsed(text: str) -> ModelRef | None:
    try:
        return ModelRef.parse(text)
    except ValueError:
        return None


def _no_key(entry: Entry) -> Trouble:
    return Trouble(f"Enter a key for {entry.name} to use its models.", True)


def _as_trouble(entry: Entry, error: ChatError) -> Trouble:
    if error.kind is ErrorKind.AUTH:
        return Trouble(error.sentence, True)
    if error.kind in (ErrorKind.NETWORK, ErrorKind.TIMEOUT) and on_this_machine(entry):
        return Trouble("Not running.")
    at = datetime.now().astimezone().strftime("%H:%M")
    if error.kind in (ErrorKind.NETWORK, ErrorKind.TIMEOUT):
        return Trouble(f"Could not be reached at {at}.")
    return Trouble(f"{error.sentence} ({at})")
