"""Monthly budgets of providers: what the person set, and how much of it is spent."""

import asyncio
from decimal import Decimal

import msgspec

from deskchat import settings as known_settings
from deskchat.chat.cost import money, nanos_of
from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.message import Cost
from deskchat.settings import Settings

WARN_AT = Decimal("0.8")
CENT = Decimal("0.01")


class Budget(msgspec.Struct, frozen=True):
    """What may be spent at a provider in a month before the person is asked: ``limit`` units of ``currency``."""

    provider: str
    limit: Decimal
    currency: str = "USD"

    @property
    def words(self) -> str:
        """The limit, as people write it."""
        return money(Cost(self.limit_nanos, self.currency))

    @property
    def limit_nanos(self) -> int:
        """The limit, in billionths."""
        return nanos_of(self.limit) or 0

    @property
    def warn_nanos(self) -> int:
        """From where on the person is told."""
        return int(self.limit_nanos * WARN_AT)


class OverBudgetError(ChatError):
    """The person has to agree first. ``provider_id`` is whose budget is used up."""

    def __init__(self, provider_id: str, sentence: str, remedy: str) -> None:
        super().__init__(ErrorKind.BUDGET, sentence, remedy=remedy)
        self.provider_id = provider_id


class Budgets:
    """The budgets of the settings. May be asked on any thread; ``set`` only on the loop."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def all(self) -> dict[str, Budget]:
        """By the provider's id; where a provider has several, the last one holds."""
        read = (_read(text) for text in self._settings.get(known_settings.BUDGETS))
        return {budget.provider: budget for budget in read}

    def of(self, provider_id: str) -> Budget | None:
        """The budget of one provider."""
        return self.all().get(provider_id)

    async def set(self, provider_id: str, limit: Decimal | None, currency: str = "USD") -> None:
        """Give a provider a budget, or take it away. Raises ``ChatError`` when it can't be written down."""
        budgets = self.all()
        budgets.pop(provider_id, None)
        if limit is not None:
            budgets[provider_id] = Budget(provider_id, limit.quantize(CENT), currency)
        try:
            self._settings.set(known_settings.BUDGETS, tuple(map(_text, budgets.values())))
        except ValueError as error:
            said = "This budget can't be kept: it is too large, or there are too many."
            raise ChatError(ErrorKind.BAD_REQUEST, said, remedy="Set a lower one, or remove another first.") from error
        await asyncio.to_thread(self._settings.save)


def _read(text: str) -> Budget:
    provider_id, limit, currency = text.split(" ")    # the setting's pattern says so
    return Budget(provider_id, Decimal(limit), currency)


def _text(budget: Budget) -> str:
    return f"{budget.provider} {budget.limit:.2f} {budget.currency}"
