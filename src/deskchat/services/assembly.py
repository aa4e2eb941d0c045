"""How the services are put together, in three steps: who can be asked, what was said, and talking with them about it."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from deskchat import settings as known_settings
from deskchat.chat.conversation import is_temporary
from deskchat.engine.local import LocalProvider
from deskchat.keys import Keys
from deskchat.library.found import Library
from deskchat.paths import Paths, elsewhere
from deskchat.providers import plugins
from deskchat.providers.catalogue import Catalogue, load
from deskchat.providers.transport import Transport
from deskchat.services.backups import Backups
from deskchat.services.budgets import Budgets
from deskchat.services.chats import Chats
from deskchat.services.connections import Connections
from deskchat.services.departures import Departures
from deskchat.services.directory import Directory
from deskchat.services.finding import Finding
from deskchat.services.model_cache import ModelCache
from deskchat.services.network_settings import obey_network
from deskchat.services.on_this_machine import open_engine, open_library
from deskchat.services.own_process import own_command
from deskchat.services.paces import Paces
from deskchat.services.proxy_account import ProxyAccount
from deskchat.services.questions import Questions
from deskchat.services.reading_thread import ReadingThread
from deskchat.services.running import Running
from deskchat.services.spending import Spending
from deskchat.services.store_thread import StoreThread
from deskchat.services.token_factors import TokenFactors
from deskchat.services.turns import Turns
from deskchat.settings import Settings
from deskchat.store.database import Database
from deskchat.store.departures import DepartureList
from deskchat.store.shelves import Shelves
from deskchat.store.spending import Ledger

PREFERRED = (known_settings.MODEL, known_settings.LAST_MODEL)    # for a new conversation


@dataclass(frozen=True, slots=True)
class Home:
    """What everything stands on. ``safe``: without plugins and local models; ``offline``: whatever the setting says."""

    paths: Paths
    settings: Settings
    store: StoreThread
    database: Database
    safe: bool
    offline: bool


@dataclass(frozen=True, slots=True)
class Askable:
    """Who can be asked, and the ways to them."""

    keys: Keys
    proxy: ProxyAccount
    library: Library
    engine: LocalProvider
    departures: Departures
    transport: Transport
    connections: Connections
    directory: Directory


@dataclass(frozen=True, slots=True)
class History:
    """What was said. ``running`` are the replies that are being written."""

    shelves: Shelves
    reading: ReadingThread
    running: Running
    chats: Chats
    finding: Finding
    backups: Backups


@dataclass(frozen=True, slots=True)
class Talking:
    """Asking, and what it costs."""

    ledger: Ledger
    spending: Spending
    turns: Turns


def open_askable(home: Home) -> Askable:
    """The engine, the providers and the one way to the network; nothing is asked yet."""
    paths, settings = home.paths, home.settings
    keys = Keys(os.environ, own_command("deskchat.keys", "--keyring-helper"), home=elsewhere(paths))
    library = open_library(paths, settings)
    engine = open_engine(library, settings, paths, own_command("deskchat.engine", "--engine-worker"), safe=home.safe)
    departures = Departures(DepartureList(home.database), home.store, settings)
    proxy = ProxyAccount(settings, keys, os.environ)
    transport = Transport(witness=departures.note, proxy_password=proxy.password)
    connections = Connections(partial(_catalogue, home), keys, transport, engine)
    cache = ModelCache(paths.model_lists)
    directory = Directory(connections, cache, library, lambda: [settings.get(one) for one in PREFERRED])
    obey_network(settings, connections, directory, always_offline=home.offline)
    return Askable(keys, proxy, library, engine, departures, transport, connections, directory)


def open_history(home: Home, engine: LocalProvider) -> History:
    """The conversations; ``engine`` forgets what it has read of those that go."""
    store, running, shelves = home.store, Running(), Shelves(home.database)
    reading = ReadingThread(home.database.reader)
    finding = Finding(home.database, reading, store)

    async def let_go(conversation_id: str) -> None:
        await running.stop(conversation_id)
        await engine.forget("" if is_temporary(conversation_id) else conversation_id)

    chats = Chats(shelves, store, let_go)

    async def settle() -> None:
        await store(shelves.disk.messages.mark_interrupted)
        finding.begin_indexing()
        chats.tell("")    # of no conversation alone: lists are read anew

    backups = Backups(home.database, store, lambda: running.busy, settle)
    return History(shelves, reading, running, chats, finding, backups)


async def open_talking(home: Home, askable: Askable, history: History) -> Talking:
    """Turns; replies that an earlier run left unfinished are marked, and paid for."""
    ledger = Ledger(home.database)
    spending = Spending(ledger, home.store, Budgets(home.settings), askable.connections.name_of)
    factors, paces = TokenFactors(home.paths.token_factors), Paces(home.paths.paces)
    questions = Questions(askable.directory, spending, factors, paces)
    fallback = partial(_fallback_list, home.settings)
    turns = Turns(history.chats, history.shelves, home.store, questions, history.running, fallback)
    if not home.database.read_only and await home.store(history.shelves.disk.messages.mark_interrupted) > 0:
        await spending.catch_up()
    return Talking(ledger, spending, turns)


def _catalogue(home: Home) -> Catalogue:
    allowed = () if home.safe else home.settings.get(known_settings.PLUGINS)
    return load(home.paths.providers, plugins.load(home.paths.plugins, allowed))


def _fallback_list(settings: Settings) -> Sequence[str]:
    return settings.get(known_settings.FALLBACK_MODELS) if settings.get(known_settings.FALLBACK_ENABLED) else ()
