"""Prices as the list has them, reckoned by us and by the library it comes with."""

from decimal import Decimal

import pytest
from genai_prices import Usage as Counted
from genai_prices import calc_price

from deskchat.chat.cost import cost_of, units
from deskchat.chat.message import Usage
from deskchat.providers.prices import MAKERS, known

COUNTS = ((1_000, 500, 0), (10_000, 100, 8_000), (300_000, 1_000, 100_000))    # input, output, cached


@pytest.mark.parametrize(
    ("provider_id", "model_id"),
    [
        ("openai", "gpt-4.1"),
        ("anthropic", "claude-sonnet-4-5"),    # another price beyond 200,000 tokens
        ("google", "gemini-2.5-pro"),          # the same, in other places
        ("deepseek", "deepseek-chat"),
        ("perplexity", "sonar-pro"),           # a fee for each request
    ],
)
def test_costs_are_those_of_the_list(provider_id: str, model_id: str) -> None:
    price, _ = known(provider_id, model_id)
    assert price is not None
    for read, written, cached in COUNTS:
        cost = cost_of(Usage(read, written, cached), price)
        counted = Counted(input_tokens=read, output_tokens=written, cache_read_tokens=cached)
        expected = calc_price(counted, model_id, provider_id=MAKERS[provider_id]).total_price
        assert cost is not None
        assert abs(units(cost) - expected) <= Decimal("1e-9")


def test_what_is_in_no_list_has_no_price() -> None:
    assert known("openai", "no-such-model-at-all") == (None, None)
    assert known("my-server", "gpt-4.1") == (None, None)
