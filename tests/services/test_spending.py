"""Spending with real services, a real history, and a server on the loopback that has prices."""

import csv
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.message import Cost, Message
from deskchat.chat.model import ModelRef
from deskchat.chat.parts import TextPart
from deskchat.services.budgets import Budgets, OverBudgetError
from deskchat.services.months import month_of
from deskchat.services.services import Services, open_services
from deskchat.services.spending import over_budget
from deskchat.services.spending_report import Report
from deskchat.settings import BUDGETS, Settings
from deskchat.store.clock import utc_now
from tests.faults.cases import case
from tests.support.home import Home
from tests.support.servers import ChatServer

PAID = {"id": "paid", "object": "model", "pricing": {"prompt": "0.001", "completion": "0.002"}}
PAID_REF, UNPRICED = ModelRef("loop", "paid"), ModelRef("loop", "plain")


@pytest.fixture
def server(home: Home) -> Iterator[ChatServer]:
    with ChatServer("One two three", models=(PAID, "plain")) as running:
        home.add_provider("loop", running.url)
        yield running


@pytest.fixture
async def services(home: Home, server: ChatServer) -> AsyncIterator[Services]:
    opened = await open_services(home.paths)
    await opened.accounts.check("loop")
    yield opened
    await opened.aclose()


async def ask(services: Services, ref: ModelRef = PAID_REF, conversation_id: str = "") -> Message:
    chosen = conversation_id or (await services.chats.create(ref)).id
    turn = await services.turns.send(chosen, (TextPart("How much? " * 30),), ref)
    await turn.finished()
    await services.turns.aclose()    # waits for what is written down after the reply
    return turn.latest.node.message


async def test_a_reply_is_stored_with_what_it_cost(services: Services) -> None:
    message = await ask(services)
    assert message.usage.input_tokens
    assert message.usage.output_tokens
    assert message.cost == Cost(message.usage.input_tokens * 1_000_000 + message.usage.output_tokens * 2_000_000)
    conversation = await services.chats.open((await services.chats.all())[0].id)
    assert conversation.nodes[-1].message.cost == message.cost


async def test_an_unknown_price_is_unknown(services: Services) -> None:
    assert (await ask(services, UNPRICED)).cost is None
    report = await this_month(services)
    assert (report.total.replies, report.total.unknown, report.total.costs) == (1, 1, ())


async def this_month(services: Services) -> Report:
    return await services.spending_reports.of_month(month_of(utc_now()))


async def test_sums_are_made_by_time_provider_model_and_conversation(services: Services) -> None:
    first, second = await ask(services), await ask(services)
    assert first.cost is not None
    assert second.cost is not None
    await ask(services, UNPRICED)
    report = await this_month(services)
    both = (Cost(first.cost.nanos + second.cost.nanos),)
    assert (report.total.costs, report.total.unknown) == (both, 1)
    assert [(line.id, line.name, line.total.costs) for line in report.providers] == [("loop", "Loop", both)]
    assert [(line.id, line.total.costs) for line in report.models] == [("loop/paid", both), ("loop/plain", ())]
    assert [line.name for line in report.conversations] == ["How much?"] * 3
    assert {key: total.costs for key, total in report.over_time.items()} == {(f"{utc_now():%Y-%m-%d}", "loop"): both}
    year = await services.spending_reports.of_year()
    assert (len(year.times), year.total) == (12, report.total)
    assert await services.spending_reports.months() == (month_of(utc_now()),)


async def test_a_deleted_conversation_keeps_its_cost_and_loses_its_name(services: Services) -> None:
    await ask(services)
    await services.chats.delete((await services.chats.all())[0].id)
    report = await this_month(services)
    assert [(line.name, len(line.total.costs)) for line in report.conversations] == [("", 1)]


async def test_a_reply_that_no_model_worked_for_is_not_spending(services: Services, server: ChatServer) -> None:
    server.mode = "no_credit"
    message = await ask(services)
    assert message.failure is not None
    assert (await this_month(services)).total.replies == 0


async def test_a_budget_that_is_used_up_asks_before_anything_is_stored(services: Services, server: ChatServer) -> None:
    conversation = await services.chats.create(PAID_REF)
    await services.spending.budgets.set("loop", Decimal("0.01"))
    await ask(services, UNPRICED, conversation.id)
    with over_budget("loop"):
        await ask(services, PAID_REF, conversation.id)
    asked, nodes = len(server.chats), len((await services.chats.open(conversation.id)).nodes)
    with pytest.raises(OverBudgetError, match=r"Your budget for Loop this month \(\$0.01\) is used up.") as refused:
        await services.turns.send(conversation.id, (TextPart("More"),), PAID_REF)
    assert (refused.value.kind, refused.value.provider_id) == (ErrorKind.BUDGET, "loop")
    assert (len(server.chats), len((await services.chats.open(conversation.id)).nodes)) == (asked, nodes)


async def test_consent_holds_for_one_question_and_one_provider(services: Services) -> None:
    await services.spending.budgets.set("loop", Decimal("0.01"))
    with over_budget("other"), pytest.raises(OverBudgetError, match="would exceed your budget"):
        await ask(services)
    with over_budget("loop"):
        assert (await ask(services)).cost is not None
    with pytest.raises(OverBudgetError):
        await ask(services)
    with over_budget():
        assert (await ask(services)).cost is not None


async def test_a_question_that_would_not_fit_into_what_is_left_is_asked_about(services: Services) -> None:
    await services.spending.budgets.set("loop", Decimal("0.01"))
    with pytest.raises(OverBudgetError, match=r"\$0.01 is left of it"):
        await ask(services)


async def test_four_fifths_are_told_once_on_a_reply_and_once_in_the_window(services: Services) -> None:
    cost = (await ask(services)).cost
    assert cost is not None
    warnings = services.spending.warnings()
    await services.spending.budgets.set("loop", Decimal(3 * cost.nanos) / 10**9)
    quiet = await ask(services)    # two thirds
    await ask(services, UNPRICED)
    await services.spending.budgets.set("loop", Decimal(4 * cost.nanos) / 10**9)
    with over_budget():
        third = await ask(services)    # three quarters are left behind when the third has its price
        await services.spending.budgets.set("loop", Decimal("3.3") * cost.nanos / 10**9)
        noted, silent = await ask(services), await ask(services)
    assert quiet.notes == third.notes == ()
    assert len(noted.notes) == 1
    assert "of your budget of" in noted.notes[0]
    assert silent.notes == ()
    assert "is used up. Before more is sent, you will be asked." in await anext(warnings)


async def test_what_can_not_be_counted_is_said(services: Services) -> None:
    await services.spending.budgets.set("loop", Decimal(5))
    first, second = await ask(services, UNPRICED), await ask(services, UNPRICED)
    assert first.notes == ("What plain costs is not known: its replies are not counted in your budget for Loop.",)
    assert second.notes == ()


async def test_budgets_are_kept_in_the_settings_and_shown_with_what_is_spent(services: Services, home: Home) -> None:
    await services.spending.budgets.set("loop", Decimal("12.5"), "EUR")
    await services.spending.budgets.set("gone", Decimal(3))
    read = Budgets(Settings.load(home.paths.settings)).all()
    assert {key: (budget.limit, budget.currency) for key, budget in read.items()} == {
        "loop": (Decimal("12.50"), "EUR"),
        "gone": (Decimal("3.00"), "USD"),
    }
    states = {state.id: state for state in await services.spending_reports.budgets()}
    assert states["loop"].budget == read["loop"]
    assert states["gone"].name == "gone"
    assert "ollama" not in states    # it runs here
    assert states["openai"].budget is None
    await services.spending.budgets.set("loop", None)
    assert services.spending.budgets.of("loop") is None


async def test_a_budget_that_can_not_be_written_is_refused(services: Services) -> None:
    with pytest.raises(ChatError, match="can't be kept"):
        await services.spending.budgets.set("loop", Decimal(10**9))
    assert services.settings.get(BUDGETS) == ()


@case(127)
async def test_the_ledger_is_exported_with_every_digit_and_without_formulas(services: Services, tmp_path: Path) -> None:
    message = await ask(services)
    await services.chats.rename((await services.chats.all())[0].id, "=HYPERLINK(1)")
    await ask(services, UNPRICED)
    file = tmp_path / "out.csv"
    assert await services.spending_reports.export(file, month_of(utc_now())) == 2
    paid, unknown = csv.DictReader(file.read_text("utf-8").splitlines())
    assert message.cost is not None
    assert Decimal(paid["cost"]) * 10**9 == message.cost.nanos
    assert (paid["title"], paid["provider"], paid["model"], paid["currency"]) == ("'=HYPERLINK(1)", "loop", "paid", "USD")
    assert (unknown["cost"], unknown["currency"]) == ("", "")
    assert datetime.fromisoformat(paid["time"]).tzinfo is not None


def _named_like(name: str, folder: Path) -> list[str]:
    return [path.name for path in folder.glob(f"*{name}*")]


async def test_an_export_that_breaks_off_leaves_what_was_there(services: Services, tmp_path: Path) -> None:
    (tmp_path / "out.csv").mkdir()    # what is to take the name can't
    with pytest.raises(ChatError, match="could not be written"):
        await services.spending_reports.export(tmp_path / "out.csv", None)
    assert _named_like("out.csv", tmp_path) == ["out.csv"]


async def test_a_place_that_can_not_be_written_is_named(services: Services, tmp_path: Path) -> None:
    with pytest.raises(ChatError, match="could not be written"):
        await services.spending_reports.export(tmp_path / "nowhere" / "out.csv", None)
