"""All services together, as the two front doors receive them."""

import os
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Protocol

from deskchat import settings as known_settings
from deskchat.chat.redaction import redact_logs
from deskchat.exchange.stable_id import stable_id
from deskchat.paths import Paths
from deskchat.services.accounts import Accounts
from deskchat.services.assembly import Home, open_askable, open_history, open_talking
from deskchat.services.backups import Backups
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
from deskchat.services.nearby import Nearby
from deskchat.services.personas import Personas
from deskchat.services.plugins import Plugins
from deskchat.services.proxy_account import ProxyAccount
from deskchat.services.remote_pictures import RemotePictures
from deskchat.services.snippets import Snippets
from deskchat.services.sorting import Sorting
from deskchat.services.spare_memory import SpareMemory
from deskchat.services.spending import Spending
from deskchat.services.spending_report import SpendingReports
from deskchat.services.store_thread import StoreThread
from deskchat.services.summons import Summons
from deskchat.services.turns import Turns
from deskchat.services.updates import Updates, built_in_source
from deskchat.services.warming import Warming
from deskchat.settings import Settings
from deskchat.store import history as stored
from deskchat.store.imports import Imports

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
    proxy: ProxyAccount
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
    warming: Warming
    spending: Spending
    spending_reports: SpendingReports
    updates: Updates
    memory: SpareMemory
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
        database = await store(stored.open_history, paths.database, exclusive=exclusive)
    except BaseException:
        store.close()
        raise
    try:
        settings = settings or Settings.load(paths.settings)
        services = await _assembled(Home(paths, settings, store, database, safe, offline))
        if exclusive and not database.read_only:
            await services.chats.purge()
            services.backups.start()
            services.finding.begin_indexing()
        return services
    except BaseException:
        await store.finish(database.close)
        raise


async def _assembled(home: Home) -> Services:
    paths, settings, store = home.paths, home.settings, home.store
    askable = open_askable(home)
    history = open_history(home, askable.engine)
    talking = await open_talking(home, askable, history)
    connections, directory, engine, library = askable.connections, askable.directory, askable.engine, askable.library
    transport, chats, shelves = askable.transport, history.chats, history.shelves
    conversations = shelves.disk.conversations
    fitting, formulas, summons = Fitting(engine, settings), Typesetter(), Summons(paths.data)
    access = HubAccess(transport, token_of(connections), os.environ)
    downloads = Downloads(paths.models, access, directory.tell)
    in_order = (
        summons, history.finding, downloads, formulas, history.backups, talking.turns, connections, askable.departures,
    )    # fmt: skip
    return Services(
        chats=chats,
        finding=history.finding,
        sorting=Sorting(home.database, store, chats),
        judging=Judging(shelves, store, history.reading, chats),
        turns=talking.turns,
        directory=directory,
        accounts=Accounts(connections, askable.keys, directory, paths),
        proxy=askable.proxy,
        nearby=Nearby(transport),
        plugins=Plugins(paths.plugins, settings, connections, directory),
        departures=askable.departures,
        local_files=LocalFiles(library, directory, paths.models, engine.release),
        hub=HubSearch(access, fitting),
        downloads=downloads,
        backups=history.backups,
        exchange=Exchange(conversations, Imports(home.database, conversations, stable_id), store, chats.tell),
        personas=Personas(paths.personas, lambda: settings.get(known_settings.PERSONA)),
        drafts=Drafts(shelves, store),
        snippets=Snippets(paths.snippets),
        summons=summons,
        fitting=fitting,
        formulas=formulas,
        remote_pictures=RemotePictures(transport),
        embedding=Embedding(engine, library),
        warming=Warming(engine),
        spending=talking.spending,
        spending_reports=SpendingReports(talking.ledger, store, talking.spending.budgets, connections),
        updates=Updates(built_in_source(), transport, settings, paths.asked_for_updates, this_installation()),
        memory=SpareMemory(home.database, store, history.reading),
        settings=settings,
        paths=paths,
        notices=_notices(home, connections),
        first_start=not await store(conversations.any),
        close=_closing(in_order, home),
    )


def _notices(home: Home, connections: Connections) -> tuple[str, ...]:
    said = (SAFE_MODE if home.safe else "", home.database.notice, *home.settings.notices, *connections.problems)
    return tuple(filter(None, said))


class _Closed(Protocol):
    async def aclose(self) -> None: ...


def _closing(parts: Sequence[_Closed], home: Home) -> Callable[[], Awaitable[None]]:
    """Close ``parts`` in that order, then the history; where one fails the others are closed all the same."""

    async def close() -> None:
        async with AsyncExitStack() as last_first:
            last_first.push_async_callback(home.store.finish, home.database.close)
            for part in reversed(parts):
                last_first.push_async_callback(part.aclose)

    return close
