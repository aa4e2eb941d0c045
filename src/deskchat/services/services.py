"""All services together, as the two front doors receive them."""

import os
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

from deskchat import settings as known_settings
from deskchat.chat.conversation import is_temporary
from deskchat.chat.redaction import redact_logs
from deskchat.exchange.stable_id import stable_id
from deskchat.keys import Keys
from deskchat.paths import Paths
from deskchat.providers import plugins as outside
from deskchat.providers.catalogue import Catalogue, load
from deskchat.providers.transport import Transport
from deskchat.services.accounts import Accounts
from deskchat.services.backups import Backups
from deskchat.services.budgets import Budgets
from deskchat.services.chats import Chats
from deskchat.services.connections import Connections
from deskchat.services.departures import Departures
from deskchat.services.directory import Directory
from deskchat.services.downloads import Downloads
from deskchat.services.drafts import Drafts
from deskchat.services.embedding import Embedding
from deskchat.services.exchange import Exchange
from deskchat.services.finding import Finding
from deskchat.services.fitting import Fitting
from deskchat.services.formulas.typesetter import Typesetter
from deskchat.services.hub_access import HubAccess, token_of
from deskchat.services.hub_search import HubSearch
from deskchat.services.installation import this_installation
from deskchat.services.judging import Judging
from deskchat.services.local_files import LocalFiles
from deskchat.services.model_cache import ModelCache
from deskchat.services.nearby import Nearby
from deskchat.services.network_settings import obey_network
from deskchat.services.on_this_machine import open_engine, open_library
from deskchat.services.own_process import own_command
from deskchat.services.paces import Paces
from deskchat.services.personas import Personas
from deskchat.services.plugins import Plugins
from deskchat.services.questions import Questions
from deskchat.services.reading_thread import ReadingThread
from deskchat.services.remote_pictures import RemotePictures
from deskchat.services.running import Running
from deskchat.services.snippets import Snippets
from deskchat.services.sorting import Sorting
from deskchat.services.spending import Spending
from deskchat.services.spending_report import SpendingReports
from deskchat.services.store_thread import StoreThread
from deskchat.services.summons import Summons
from deskchat.services.token_factors import TokenFactors
from deskchat.services.turns import Turns
from deskchat.services.updates import Updates, built_in_source
from deskchat.settings import Settings
from deskchat.store.database import Database
from deskchat.store.departures import DepartureList
from deskchat.store.history import open_history
from deskchat.store.imports import Imports
from deskchat.store.messages import Messages
from deskchat.store.shelves import Shelves
from deskchat.store.spending import Ledger

SAFE_MODE = "Safe mode: plugins, local models and your look are off until deskchat is started without --safe."


@dataclass(frozen=True, slots=True)
class Services:
    """What is open.

    ``notices`` are sentences from start-up that the person should read; ``first_start``: nothing was ever said here.
    """

    chats: Chats
    finding: Finding
    sorting: Sorting
    judging: Judging
    turns: Turns
    directory: Directory
    accounts: Accounts
    nearby: Nearby
    plugins: Plugins
    departures: Departures
    local_files: LocalFiles
    hub: HubSearch
    downloads: Downloads
    backups: Backups
    exchange: Exchange
    personas: Personas
    drafts: Drafts
    snippets: Snippets
    summons: Summons
    fitting: Fitting
    formulas: Typesetter
    remote_pictures: RemotePictures
    embedding: Embedding
    spending: Spending
    spending_reports: SpendingReports
    updates: Updates
    settings: Settings
    paths: Paths
    notices: tuple[str, ...]
    first_start: bool
    close: Callable[[], Awaitable[None]] = field(repr=False)

    async def aclose(self) -> None:
        """Store what arrived of running replies, then close connections, the engine and the history."""
        await self.close()


async def open_services(
    paths: Paths,
    *,
    offline: bool = False,
    exclusive: bool = False,
    safe: bool = False,
    settings: Settings | None = None,
) -> Services:
    """Open everything below ``paths``; no network, keyring or engine is touched.

    ``offline`` forbids the network for this time, whatever the setting says. ``exclusive``: refuse when a window has
    the same history open. ``safe``: without plugins and local models. ``settings``: those that were read already.
    Raises ``ChatError``.
    """
    redact_logs()
    store = StoreThread()
    try:
        database = await store(open_history, paths.database, exclusive=exclusive)
    except BaseException:
        store.close()
        raise
    try:
        settings = settings or Settings.load(paths.settings)
        services = await _assembled(paths, settings, store, database, offline=offline, safe=safe)
        if exclusive and not database.read_only:
            await services.chats.purge()
            services.backups.start()
            services.finding.begin_indexing()
        return services
    except BaseException:
        await store(database.close)
        store.close()
        raise


async def _assembled(
    paths: Paths, settings: Settings, store: StoreThread, database: Database, *, offline: bool, safe: bool
) -> Services:
    keys = Keys(os.environ, own_command("deskchat.keys", "--keyring-helper"))
    library = open_library(paths, settings)
    engine = open_engine(library, settings, paths, own_command("deskchat.engine", "--engine-worker"), safe=safe)
    departures = Departures(DepartureList(database), store, settings)
    transport = Transport(witness=departures.note)
    connections = Connections(partial(_catalogue, paths, settings, safe), keys, transport, engine)
    cache = ModelCache(paths.model_lists)
    directory = Directory(connections, cache, library, lambda: settings.get(known_settings.MODEL))
    obey_network(settings, connections, directory, always_offline=offline)
    running, formulas, shelves = Running(), Typesetter(), Shelves(database)
    messages, conversations = shelves.disk.messages, shelves.disk.conversations

    async def let_go(conversation_id: str) -> None:
        await running.stop(conversation_id)
        await engine.forget("" if is_temporary(conversation_id) else conversation_id)

    chats = Chats(shelves, store, let_go)
    reading = ReadingThread(database.reader)
    finding = Finding(database, reading, store)
    exchange = Exchange(conversations, Imports(database, conversations, stable_id), store, chats.tell)
    ledger = Ledger(database)
    spending = Spending(ledger, store, Budgets(settings), connections.name_of)
    questions = Questions(directory, spending, TokenFactors(paths.token_factors), Paces(paths.paces))
    turns = Turns(chats, shelves, store, questions, running, partial(_fallback_list, settings))
    if not database.read_only and await store(messages.mark_interrupted) > 0:
        await spending.catch_up()

    backups = Backups(database, store, lambda: running.busy, _settling(messages, finding, chats, store))
    accounts = Accounts(connections, keys, directory, paths)
    local_files = LocalFiles(library, directory, paths.models, engine.release)
    access, fitting = HubAccess(transport, token_of(connections), os.environ), Fitting(engine, settings)
    downloads = Downloads(paths.models, access, directory.tell)
    reports = SpendingReports(ledger, store, spending.budgets, connections)
    summons = Summons(paths.data)
    personas = Personas(paths.personas, lambda: settings.get(known_settings.PERSONA))
    notices = tuple(filter(None, (SAFE_MODE if safe else "", database.notice, *settings.notices, *connections.problems)))
    closing = _closing((summons, finding, downloads, formulas, backups, turns, connections, departures), database, store)
    return Services(
        chats, finding, Sorting(database, store, chats),
        Judging(shelves, store, reading, chats), turns, directory, accounts, Nearby(transport),
        Plugins(paths.plugins, settings, connections, directory), departures, local_files, HubSearch(access, fitting),
        downloads, backups, exchange, personas, Drafts(shelves, store), Snippets(paths.snippets), summons,
        fitting, formulas, RemotePictures(transport), Embedding(engine, library), spending, reports,
        Updates(built_in_source(), transport, settings, paths.asked_for_updates, this_installation()), settings, paths,
        notices, not await store(conversations.any), closing,
    )    # fmt: skip


def _catalogue(paths: Paths, settings: Settings, safe: bool) -> Catalogue:
    allowed = () if safe else settings.get(known_settings.PLUGINS)
    return load(paths.providers, outside.load(paths.plugins, allowed))


def _settling(
    messages: Messages, finding: Finding, chats: Chats, store: StoreThread
) -> Callable[[], Awaitable[None]]:
    async def settle() -> None:
        await store(messages.mark_interrupted)
        finding.begin_indexing()
        chats.tell("")    # of no conversation alone: lists are read anew

    return settle


class _Closed(Protocol):
    async def aclose(self) -> None: ...


def _closing(parts: Sequence[_Closed], database: Database, store: StoreThread) -> Callable[[], Awaitable[None]]:
    """Close ``parts`` in that order, then the history."""

    async def close() -> None:
        for part in parts:
            await part.aclose()
        await store(database.close)
        store.close()

    return close


def _fallback_list(settings: Settings) -> Sequence[str]:
    return settings.get(known_settings.FALLBACK_MODELS) if settings.get(known_settings.FALLBACK_ENABLED) else ()
