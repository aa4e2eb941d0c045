"""What was spent in a month or a year: by time, provider, model and conversation; and the same as a table for a file."""

import asyncio
import csv
import io
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path

import msgspec

from deskchat.chat.cost import Total, units
from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.message import Cost
from deskchat.chat.model import LOCAL
from deskchat.services.budgets import Budget, Budgets
from deskchat.services.connections import Connections
from deskchat.services.months import bounds, days, month_of, months, year_up_to
from deskchat.services.store_thread import StoreThread
from deskchat.store.clock import utc_now
from deskchat.store.spending import By, Ledger, Spent

ON_THIS_MACHINE = "On this computer"
COLUMNS = (
    "time", "conversation", "title", "provider", "model", "input_tokens", "output_tokens", "cached_tokens",
    "reasoning_tokens", "cache_written_tokens", "cost", "currency", "saved_by_cache",
)    # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t")    # a cell that begins so is a formula to spreadsheets


class Line(msgspec.Struct, frozen=True):
    """A row of a report: ``name`` for people, and what it took. ``name`` is ``""`` for a conversation that is deleted."""

    id: str
    name: str
    total: Total


class Report(msgspec.Struct, frozen=True):
    """What was spent in a month by days, or in a year by months.

    ``times`` are all days or months in order; ``over_time`` holds those at which something was spent, by time and
    provider. Each list has its largest costs first.
    """

    times: tuple[str, ...]
    total: Total
    over_time: Mapping[tuple[str, str], Total]
    providers: tuple[Line, ...]
    models: tuple[Line, ...]
    conversations: tuple[Line, ...]


class BudgetState(msgspec.Struct, frozen=True):
    """A provider that may be paid: its budget where it has one, and what it took this month.

    ``currency`` is that of the budget, or else the one its prices are in.
    """

    id: str
    name: str
    currency: str
    budget: Budget | None
    spent: Total


class SpendingReports:
    """Reads the ledger. All calls raise ``ChatError``."""

    def __init__(
        self,
        ledger: Ledger,
        store: StoreThread,
        budgets: Budgets,
        connections: Connections,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._ledger = ledger
        self._store = store
        self._budgets = budgets
        self._connections = connections
        self._clock = clock

    async def months(self) -> tuple[str, ...]:
        """All months from the first reply to now, the newest first; as “2026-11”."""
        now = self._clock()
        first = await self._store(self._ledger.first)
        return months(min(first or now, now), now)[::-1]

    async def of_month(self, month: str) -> Report:
        """A month by days. Raises ``ValueError`` for what is no month."""
        return await self._report(By.DAY, days(month), bounds(month))

    async def of_year(self) -> Report:
        """The last twelve months, the present one among them, by months."""
        times = year_up_to(month_of(self._clock()))
        return await self._report(By.MONTH, times, (bounds(times[0])[0], bounds(times[-1])[1]))

    async def of_conversation(self, conversation_id: str) -> Total:
        """All its replies, of all branches."""
        return await self._store(self._ledger.of_conversation, conversation_id)

    async def budgets(self) -> tuple[BudgetState, ...]:
        """Every provider beyond this machine, also one that is only known from its budget or its replies."""
        sums = await self._store(self._ledger.sums, (By.PROVIDER,), *bounds(month_of(self._clock())))
        spent = {key[0]: total for key, total in sums.items() if key[0] != LOCAL}
        budgets = self._budgets.all()
        known = [entry.id for entry in self._connections.entries if not entry.local]
        return tuple(
            self._state(provider_id, budgets.get(provider_id), spent.get(provider_id, Total()))
            for provider_id in dict.fromkeys((*known, *budgets, *spent))
        )

    async def export(self, path: Path, month: str | None) -> int:
        """Write the replies of a month, or of the last twelve, to ``path`` as CSV; how many there are."""
        times = year_up_to(month_of(self._clock())) if month is None else (month,)
        start, end = bounds(times[0])[0], bounds(times[-1])[1]
        spent = await self._store(self._ledger.list, start, end)
        titles = await self._titles(one.conversation for one in spent)
        try:
            await asyncio.to_thread(_write, path, spent, titles)
        except OSError as error:
            said = f"“{path}” could not be written: {error.strerror or type(error).__name__}."
            raise ChatError(ErrorKind.INTERNAL, said, remedy="Choose another place.") from error
        return len(spent)

    def name_of(self, provider_id: str) -> str:
        """How a provider is called, the engine included."""
        return ON_THIS_MACHINE if provider_id == LOCAL else self._connections.name_of(provider_id)

    async def _report(self, time: By, times: tuple[str, ...], within: tuple[datetime, datetime]) -> Report:
        over_time = await self._store(self._ledger.sums, (time, By.PROVIDER), *within)
        providers = await self._store(self._ledger.sums, (By.PROVIDER,), *within)
        models = await self._store(self._ledger.sums, (By.PROVIDER, By.MODEL), *within)
        conversations = await self._store(self._ledger.sums, (By.CONVERSATION,), *within)
        titles = await self._titles(key[0] for key in conversations)
        return Report(
            times,
            sum(providers.values(), Total()),
            {(key[0], key[1]): total for key, total in over_time.items()},
            _sorted(Line(key[0], self.name_of(key[0]), total) for key, total in providers.items()),
            _sorted(Line("/".join(key), f"{key[1]} ({self.name_of(key[0])})", total) for key, total in models.items()),
            _sorted(Line(key[0], titles.get(key[0], ""), total) for key, total in conversations.items()),
        )

    async def _titles(self, conversation_ids: Iterable[str]) -> dict[str, str]:
        found = await self._store(self._ledger.titles, tuple(dict.fromkeys(conversation_ids)))
        return {conversation_id: title or "New chat" for conversation_id, title in found.items()}

    def _state(self, provider_id: str, budget: Budget | None, spent: Total) -> BudgetState:
        told = spent.costs[0].currency if spent.costs else "USD"
        currency = budget.currency if budget is not None else told
        return BudgetState(provider_id, self.name_of(provider_id), currency, budget, spent)


def _sorted(lines: Iterable[Line]) -> tuple[Line, ...]:
    def place(line: Line) -> tuple[int, int, str]:
        costs = line.total.costs
        return -(costs[0].nanos if costs else 0), -line.total.tokens, line.name

    return tuple(sorted(lines, key=place))


def _write(path: Path, spent: Iterable[Spent], titles: Mapping[str, str]) -> None:
    """All of it or nothing; what stood there before stays until then. Raises ``OSError``."""
    from deskchat.exchange.writers import NewFile  # only who exports waits for it

    file = NewFile(path)
    try:
        file.write(_table(spent, titles).encode())
        file.finish()
    except BaseException:
        file.give_up()
        raise


def _table(spent: Iterable[Spent], titles: Mapping[str, str]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for one in spent:
        writer.writerow(
            (
                one.at.isoformat(timespec="seconds"),
                one.conversation,
                _harmless(titles.get(one.conversation, "")),
                _harmless(one.model.provider),
                _harmless(one.model.model),
                *msgspec.structs.astuple(one.usage),
                *_money_cells(one),
            )
        )
    return text.getvalue()


def _money_cells(one: Spent) -> tuple[str, str, str]:
    """Cost, currency and what a cache saved; empty where the cost is not known, “0” for what ran on this machine."""
    if one.cost is None:
        return ("0" if one.model.is_local else "", "", "")
    return (f"{units(one.cost):f}", one.cost.currency, f"{units(Cost(one.cost.saved_nanos)):f}")


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
