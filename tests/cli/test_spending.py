"""``deskchat spending`` as a program, and budgets on the command line."""

from collections.abc import Iterator

import pytest

from deskchat.services.months import month_of
from deskchat.store.clock import utc_now
from tests.support.home import Home
from tests.support.servers import ChatServer

PAID = {"id": "paid", "object": "model", "pricing": {"prompt": "0.001", "completion": "0.002"}}


@pytest.fixture
def priced(home: Home) -> Iterator[ChatServer]:
    with ChatServer("One two three", models=(PAID, "plain")) as running:
        home.add_provider("loop", running.url)
        assert home.run("models", "--refresh").status == 0
        yield running


def test_the_cost_of_a_reply_is_in_its_events_and_in_the_sums(home: Home, priced: ChatServer) -> None:
    done = home.ask("--model", "loop/paid", "Hello").events[-1]
    cost = (done["input_tokens"] + 2 * done["output_tokens"]) / 1_000
    assert done["cost"] == pytest.approx(cost)
    assert home.ask("--model", "loop/plain", "Hello").events[-1]["cost"] is None
    month = month_of(utc_now())
    total, provider, *models = home.run("spending", "--json").events[:4]
    assert (total["month"], total["replies"], total["unknown"]) == (month, 2, 1)
    assert total["costs"] == {"USD": pytest.approx(cost)}
    assert provider["provider"] == "loop"
    assert [(one["model"], one["costs"]) for one in models] == [("loop/paid", total["costs"]), ("loop/plain", {})]
    printed = home.run("spending", "--month", month).out
    assert "not known" in printed
    assert f"all of {month}" in printed


def test_a_month_without_replies_is_said_to_be_empty(home: Home, priced: ChatServer) -> None:
    assert home.run("spending", "--month", "2020-02").out == "Nothing was asked in 2020-02.\n"
    assert home.run("spending", "--month", "2020-2").status == 2


def test_a_used_up_budget_fails_with_its_own_kind_unless_allowed(home: Home, priced: ChatServer) -> None:
    home.paths.settings.write_text('[spending]\nbudgets = ["loop 0.01 USD"]\n')
    first = home.ask("--model", "loop/paid", "Hello")
    assert first.status == 0
    refused = home.ask("--model", "loop/paid", "Hello")
    assert refused.status == 1
    assert [(event["event"], event["kind"]) for event in refused.events] == [("error", "budget")]
    assert refused.events[0]["message"].startswith("Your budget for Loop this month ($0.01) is used up.")
    assert "--over-budget" in refused.events[0]["message"]
    assert len(home.run("list").out.splitlines()) == 1    # no empty conversation is left behind
    assert home.ask("--model", "loop/paid", "--over-budget", "Hello").status == 0
    assert "of $0.01 this month." in home.run("spending").out
