"""Every reply is written into the ledger, and budgets are watched: the person is told at four fifths, asked at the end."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import TypeVar

from msgspec.structs import astuple

from deskchat.chat.conversation import Node, is_temporary
from deskchat.chat.cost import Total, is_accountable, money, nanos_of, sensible
from deskchat.chat.message import Cost, Usage
from deskchat.chat.model import ModelInfo
from deskchat.chat.plan import Plan
from deskchat.services.broadcast import Broadcast
from deskchat.services.budgets import Budget, Budgets, OverBudgetError
from deskchat.services.months import bounds, month_of
from deskchat.services.store_thread import StoreThread
from deskchat.store.clock import utc_now
from deskchat.store.ids import new_id
from deskchat.store.spending import By, Ledger, Spent

T = TypeVar("T")

MOST_TOKENS = 10**12    # of one reply; more is nonsense, and sums have to stay within 64 bits
EVERYBODY = "*"
# the person's consent belongs to one question, and so to the task that asks it and those it begins
_agreed: ContextVar[frozenset[str]] = ContextVar("agreed", default=frozenset())


@contextmanager
def over_budget(provider_id: str = EVERYBODY) -> Iterator[None]:
    """What is asked inside may exceed the budget of that provider, or all of them: the person has agreed."""
    token = _agreed.set(_agreed.get() | {provider_id})
    try:
        yield
    finally:
        _agreed.reset(token)


async def despite_budget(provider_id: str, ask: Callable[[], Awaitable[T]]) -> T:
    """What ``ask`` gives, when it is asked although the budget of that provider is used up."""
    with over_budget(provider_id):
        return await ask()


class Spending:
    """Watches what is spent. ``name_of`` gives a provider's name by its id. All calls raise ``ChatError``."""

    def __init__(
        self,
        ledger: Ledger,
        store: StoreThread,
        budgets: Budgets,
        name_of: Callable[[str], str],
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self.budgets = budgets
        self._ledger = ledger
        self._store = store
        self._name_of = name_of
        self._clock = clock
        self._noted: set[str] = set()    # sentences that were put on a reply already
        self._changes: Broadcast[None] = Broadcast()
        self._warnings: Broadcast[str] = Broadcast()

    async def allow(self, model: ModelInfo, plan: Plan) -> tuple[str, ...]:
        """May ``model`` be asked this? Sentences on its budget that belong on the reply, each only once.

        Raises ``OverBudgetError`` when the person has to agree first.
        """
        budget = self.budgets.of(model.ref.provider)
        if model.ref.is_local or budget is None:
            return ()
        spent = await self.spent_this_month(budget)
        if not _agreed.get() & {budget.provider, EVERYBODY}:
            self._refuse(budget, spent, _planned(model, plan, budget))
        if model.price is None:
            return self._once(
                f"What {model.name} costs is not known: its replies are not counted in your budget for"
                f" {self._name_of(budget.provider)}."
            )
        if budget.warn_nanos <= spent < budget.limit_nanos:
            return self._once(self._warning(budget, spent), about=f"{budget}{month_of(self._clock())}")
        return ()

    async def spent(self, conversation_id: str, reply: Node, model: ModelInfo) -> None:
        """Write a finished reply down. What failed before a model worked for it is not spending."""
        message = reply.message
        if not is_accountable(message):
            return
        ref, cost = message.model or model.ref, sensible(message.cost)
        message_id = reply.id
        if is_temporary(conversation_id):
            if ref.is_local:
                return
            # a bill is a bill: the sum says what was paid, and nothing of what for
            message_id, conversation_id = new_id(self._clock()), ""
        entry = Spent(message_id, conversation_id, self._clock(), ref, _bounded(message.usage), cost)
        await self._store(self._ledger.add, entry)
        self._changes.tell(None)
        budget = self.budgets.of(ref.provider)
        if budget is not None and cost is not None and cost.currency == budget.currency:
            await self._warn(budget, cost)

    async def catch_up(self) -> None:
        """Write down replies that a crash cut off."""
        await self._store(self._ledger.catch_up)

    async def spent_this_month(self, budget: Budget) -> int:
        """What is known to have been spent of it, in nanos."""
        sums = await self._store(self._ledger.sums, (By.PROVIDER,), *bounds(month_of(self._clock())))
        return sums.get((budget.provider,), Total()).nanos(budget.currency)

    def changes(self) -> AsyncIterator[None]:
        """Each time something was spent. May be called on any thread."""
        return self._changes.listen()

    def warnings(self) -> AsyncIterator[str]:
        """A sentence each time four fifths of a budget, or all of it, were spent. May be called on any thread."""
        return self._warnings.listen()

    def _refuse(self, budget: Budget, spent: int, planned: int) -> None:
        name, limit = self._name_of(budget.provider), budget.words
        if spent >= budget.limit_nanos:
            said = f"Your budget for {name} this month ({limit}) is used up."
        elif spent + planned > budget.limit_nanos:
            left = money(Cost(budget.limit_nanos - spent, budget.currency))
            said = f"This would exceed your budget for {name} this month ({limit}): {left} is left of it."
        else:
            return
        remedy = "Raise the budget in the settings, choose another model, or on the command line use --over-budget."
        raise OverBudgetError(budget.provider, said, remedy)

    async def _warn(self, budget: Budget, cost: Cost) -> None:
        now = await self.spent_this_month(budget)
        before = now - cost.nanos
        if before < budget.limit_nanos <= now:
            name = self._name_of(budget.provider)
            self._warnings.tell(
                f"Your budget for {name} this month ({budget.words}) is used up. Before more is sent, you will be asked."
            )
        elif before < budget.warn_nanos <= now:
            self._warnings.tell(self._warning(budget, now))

    def _warning(self, budget: Budget, spent: int) -> str:
        amount = money(Cost(spent, budget.currency))
        return f"{amount} of your budget of {budget.words} for {self._name_of(budget.provider)} is spent this month."

    def _once(self, sentence: str, about: str = "") -> tuple[str, ...]:
        if (about or sentence) in self._noted:
            return ()
        self._noted.add(about or sentence)
        return (sentence,)


def _planned(model: ModelInfo, plan: Plan, budget: Budget) -> int:
    """What sending it costs at least, in nanos, as far as that is known."""
    if plan.cost is None or model.price is None or model.price.currency != budget.currency:
        return 0
    return nanos_of(plan.cost) or 0


def _bounded(usage: Usage) -> Usage:
    """A count that no reply can have is not known."""
    return Usage(*(None if n is None or n > MOST_TOKENS else n for n in astuple(usage)))
