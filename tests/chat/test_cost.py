"""What replies cost."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskchat.chat.cost import LARGEST, Total, added, cost_of, money, nanos_of, sensible, total_of
from deskchat.chat.message import Cost, Message, Role, Usage
from deskchat.chat.model import ModelRef, Price, PriceStep
from deskchat.chat.parts import TextPart

PRICE = Price(Decimal("2.50"), Decimal(10))
CACHING = Price(
    Decimal(3), Decimal(15), cached_per_million=Decimal("0.30"), cache_write_per_million=Decimal("3.75")
)
COUNTS = st.integers(0, 10**7)


def reply(usage: Usage, cost: Cost | None, provider: str = "openai") -> Message:
    return Message(Role.ASSISTANT, (TextPart("Yes."),), model=ModelRef(provider, "m"), usage=usage, cost=cost)


def test_tokens_cost_what_the_price_says_to_the_last_digit() -> None:
    assert cost_of(Usage(1_234, 567), PRICE) == Cost(1_234 * 2_500 + 567 * 10_000)
    assert cost_of(Usage(1, 0), Price(Decimal("0.0375"), Decimal(1))) == Cost(38)    # 37.5 billionths, rounded to even


def test_what_comes_from_a_cache_has_its_own_price_and_what_goes_there_too() -> None:
    usage = Usage(10_000, 100, cached_tokens=8_000, cache_written_tokens=1_000)
    expected = 1_000 * 3_000 + 8_000 * 300 + 1_000 * 3_750 + 100 * 15_000
    assert cost_of(usage, CACHING) == Cost(expected, "USD", 10_000 * 3_000 - (expected - 100 * 15_000))


def test_writing_to_a_cache_costs_more_and_is_no_negative_saving() -> None:
    cost = cost_of(Usage(1_000, 0, cache_written_tokens=1_000), CACHING)
    assert cost == Cost(3_750_000, "USD", 0)


def test_cached_input_costs_as_other_input_where_no_other_price_is_known() -> None:
    assert cost_of(Usage(1_000, 0, cached_tokens=900), PRICE) == cost_of(Usage(1_000, 0), PRICE)


def test_long_input_has_the_price_of_its_step_for_all_tokens() -> None:
    price = Price(Decimal("1.25"), Decimal(10), steps=(PriceStep(200_000, Decimal("2.50"), Decimal(15)),))
    assert cost_of(Usage(200_000, 10), price) == Cost(200_000 * 1_250 + 10 * 10_000)
    assert cost_of(Usage(200_001, 10), price) == Cost(200_001 * 2_500 + 10 * 15_000)


def test_a_fee_for_each_request_is_added_once() -> None:
    price = Price(Decimal(1), Decimal(1), per_request=Decimal("0.012"))
    assert cost_of(Usage(1_000, 500), price) == Cost(1_500_000 + 12_000_000)


@pytest.mark.parametrize("usage", [Usage(), Usage(5), Usage(None, 5), Usage(None, None, 5)])
def test_what_is_not_known_is_not_zero(usage: Usage) -> None:
    assert cost_of(usage, PRICE) is None
    assert cost_of(Usage(1, 1), None) is None


@given(COUNTS, COUNTS, COUNTS, COUNTS)
def test_no_counts_make_a_cost_that_makes_no_sense(read: int, written: int, cached: int, kept: int) -> None:
    cost = cost_of(Usage(read, written, cached, None, kept), CACHING)
    assert cost is not None
    assert sensible(cost) == cost
    assert cost.nanos >= written * 15_000
    assert 0 <= cost.saved_nanos <= read * 3_000


@pytest.mark.parametrize(
    "cost", [Cost(-1), Cost(LARGEST + 1), Cost(1, ""), Cost(1, "USDT"), Cost(1, "12€")], ids=repr
)
def test_nonsense_that_a_server_tells_is_not_believed(cost: Cost) -> None:
    assert sensible(cost) is None


def test_absurd_counts_and_prices_are_unknown_rather_than_wrong() -> None:
    assert cost_of(Usage(2**53, 2**53), Price(Decimal(10**9), Decimal(1))) is None
    assert cost_of(Usage(1, 1), Price(Decimal("NaN"), Decimal(1))) is None


@pytest.mark.parametrize(
    ("nanos", "words"),
    [
        (0, "$0.00"),
        (1, "$0.000001"),
        (12_345, "$0.000012"),
        (1_234_567, "$0.00123"),
        (12_300_000, "$0.0123"),
        (50_000_000, "$0.05"),
        (500_000_000, "$0.50"),
        (999_999_999, "$1.00"),
        (12_345_678_901_234, "$12,345.68"),
    ],
)
def test_money_is_written_with_the_digits_that_say_something(nanos: int, words: str) -> None:
    assert money(Cost(nanos)) == words


def test_other_currencies_are_named() -> None:
    assert money(Cost(400_000_000, "EUR")) == "0.40 EUR"


def test_an_amount_nobody_could_mean_is_no_amount() -> None:
    assert nanos_of(Decimal("20.01")) == 20_010_000_000
    assert nanos_of(Decimal("Infinity")) is None
    assert nanos_of(Decimal(-1)) is None


def test_a_total_counts_what_it_does_not_know_and_what_ran_here_apart() -> None:
    total = total_of(
        [
            Message(Role.USER, (TextPart("?"),)),
            reply(Usage(10, 20, 5), Cost(7, "USD", 2)),
            reply(Usage(1, 2), Cost(5, "EUR")),
            reply(Usage(3, 4), None),
            reply(Usage(100, 200), None, "local"),
            Message(Role.ASSISTANT, (), model=ModelRef("openai", "m")),    # failed before anything came
        ]
    )
    assert total == Total(4, 1, 1, 114, 226, 5, (Cost(7, "USD", 2), Cost(5, "EUR")))


def test_currencies_are_never_added_to_each_other() -> None:
    assert added([Cost(1), Cost(5, "EUR"), Cost(2)]) == (Cost(5, "EUR"), Cost(3))
    assert (Total(1, costs=(Cost(1),)) + Total(1, costs=(Cost(2),))).costs == (Cost(3),)
