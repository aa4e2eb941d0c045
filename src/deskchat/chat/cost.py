"""What replies cost: exact to a billionth of the currency's unit, and unknown where anything of it is not known.

A sum never takes an unknown cost for zero: it says how many replies are missing in it.
"""

from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation

import msgspec

from deskchat.chat.message import Cost, Message, Role, Usage
from deskchat.chat.model import Price

NANO = 1_000_000_000
A_MILLIONTH = 1_000                       # of a unit, in nanos: prices are for a million tokens
LARGEST = 1_000_000 * NANO                # no reply costs a million; it keeps sums within 64 bits, too
SMALLEST_SHOWN = Decimal("0.000001")


class Total(msgspec.Struct, frozen=True):
    """What several replies took. ``costs`` has one entry a currency, the largest first.

    ``unknown``: how many of them cost something that is not known; ``free``: how many ran on this machine. Tokens that
    were not told count as none.
    """

    replies: int = 0
    unknown: int = 0
    free: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0
    costs: tuple[Cost, ...] = ()

    @property
    def tokens(self) -> int:
        """All of them, read and written."""
        return self.input_tokens + self.output_tokens

    def nanos(self, currency: str) -> int:
        """What is known to have been spent in ``currency``."""
        return sum(cost.nanos for cost in self.costs if cost.currency == currency)

    def __add__(self, other: "Total") -> "Total":
        return Total(
            self.replies + other.replies,
            self.unknown + other.unknown,
            self.free + other.free,
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            self.cached_tokens + other.cached_tokens,
            added((*self.costs, *other.costs)),
        )


def cost_of(usage: Usage, price: Price | None) -> Cost | None:
    """What ``usage`` costs at ``price``; ``None`` when the price or one of the two counts is not known.

    What was read from a cache or put into one has its own price where there is one.
    """
    if price is None or usage.input_tokens is None or usage.output_tokens is None:
        return None
    rates = price.for_input(usage.input_tokens)
    written = min(usage.cache_written_tokens or 0, usage.input_tokens)
    cached = min(usage.cached_tokens or 0, usage.input_tokens - written)
    plain = usage.input_tokens - written - cached
    full = rates.input_per_million
    read = plain * full + cached * _or(rates.cached_per_million, full) + written * _or(rates.cache_write_per_million, full)
    tokens = (read + usage.output_tokens * rates.output_per_million) * A_MILLIONTH
    nanos = _nanos(tokens + price.per_request * NANO)
    if nanos is None:
        return None
    saved = _nanos(max(usage.input_tokens * full - read, Decimal(0)) * A_MILLIONTH) or 0
    return Cost(nanos, price.currency, saved)


def sensible(cost: Cost | None) -> Cost | None:
    """``cost``, unless it is nonsense that a server told."""
    if cost is None or not 0 <= cost.nanos <= LARGEST or not (len(cost.currency) == 3 and cost.currency.isalpha()):
        return None
    return cost


def added(costs: Iterable[Cost]) -> tuple[Cost, ...]:
    """One sum a currency, the largest first."""
    sums: dict[str, Cost] = {}
    for cost in costs:
        before = sums.get(cost.currency, Cost(0, cost.currency))
        nanos, saved = before.nanos + cost.nanos, before.saved_nanos + cost.saved_nanos
        sums[cost.currency] = Cost(nanos, cost.currency, saved)
    return tuple(sorted(sums.values(), key=lambda cost: (-cost.nanos, cost.currency)))


def total_of(messages: Iterable[Message]) -> Total:
    """What the replies among ``messages`` took; one that never reached a model is not counted."""
    total = Total()
    for message in messages:
        if message.role is Role.ASSISTANT and is_accountable(message):
            total += _one(message)
    return total


def is_accountable(reply: Message) -> bool:
    """Did a model work for it? What failed before anything came is not paid."""
    usage = reply.usage
    return bool(reply.parts) or reply.cost is not None or usage.input_tokens is not None or usage.output_tokens is not None


def units(cost: Cost) -> Decimal:
    """In units of its currency, exactly."""
    return Decimal(cost.nanos).scaleb(-9)


def nanos_of(amount: Decimal) -> int | None:
    """``amount`` units in nanos; ``None`` when it is no amount of money that anybody could mean."""
    return _nanos(amount * NANO) if amount.is_finite() else None


def money(cost: Cost) -> str:
    """As people write it: “$12.34”, “$0.0123”, “0.40 EUR”. Small amounts keep the digits that say something."""
    amount = units(cost)
    # cents, and of less than ten cents three digits that count
    places = 2 if amount == 0 or amount >= Decimal("0.1") else min(6, 2 - amount.adjusted())
    shown = amount.quantize(Decimal(1).scaleb(-places))
    whole, _, decimals = f"{shown or (amount and SMALLEST_SHOWN):,f}".partition(".")
    number = f"{whole}.{decimals.rstrip('0').ljust(2, '0')}"
    return f"${number}" if cost.currency == "USD" else f"{number} {cost.currency}"


def _one(message: Message) -> Total:
    usage, cost = message.usage, message.cost
    here = message.model is not None and message.model.is_local
    return Total(
        1,
        int(cost is None and not here),
        int(here),
        usage.input_tokens or 0,
        usage.output_tokens or 0,
        usage.cached_tokens or 0,
        () if cost is None or here else (cost,),
    )


def _or(price: Decimal | None, otherwise: Decimal) -> Decimal:
    return otherwise if price is None else price


def _nanos(amount: Decimal) -> int | None:
    try:
        whole = int(amount.to_integral_value(ROUND_HALF_EVEN))
    except (InvalidOperation, ValueError, OverflowError):
        return None
    return whole if 0 <= whole <= LARGEST else None
