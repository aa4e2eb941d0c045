"""The ledger in a real file."""

from datetime import UTC, datetime, timedelta

from deskchat.chat.cost import Total
from deskchat.chat.message import Cost, Status, Usage
from deskchat.chat.model import ModelRef
from deskchat.store.database import Database
from deskchat.store.migrate import steps
from deskchat.store.spending import By, Ledger, Spent
from tests.store.conftest import NOON, History, with_text

FOREVER = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))


FIVE = Cost(5)


def spent(message: str, cost: Cost | None = FIVE, **values: object) -> Spent:
    given = {"conversation": "c1", "at": NOON, "model": ModelRef("openai", "gpt"), "usage": Usage(10, 20), **values}
    return Spent(message, cost=cost, **given)    # type: ignore[arg-type]    # the names are those of the struct


def test_what_is_written_is_read_again(history: History) -> None:
    ledger = Ledger(history.database)
    one = spent("m1", Cost(7, "EUR", 3), usage=Usage(1, 2, 3, 4, 5))
    ledger.add(one)
    ledger.add(spent("m2", None, usage=Usage()))
    assert ledger.list(*FOREVER) == (one, spent("m2", None, usage=Usage()))
    assert ledger.first() == NOON


def test_a_reply_is_paid_once(history: History) -> None:
    ledger = Ledger(history.database)
    ledger.add(spent("m1"))
    ledger.add(spent("m1", Cost(99)))
    assert ledger.of_conversation("c1") == Total(1, 0, 0, 10, 20, 0, (Cost(5),))


def test_sums_keep_currencies_and_unknown_costs_apart(history: History) -> None:
    ledger = Ledger(history.database)
    ledger.add(spent("m1", Cost(2**50)))
    ledger.add(spent("m2", Cost(1, "USD", 9)))
    ledger.add(spent("m3", Cost(8, "EUR")))
    ledger.add(spent("m4", None))
    ledger.add(spent("m5", None, model=ModelRef("local", "tiny")))
    sums = ledger.sums((By.PROVIDER,), *FOREVER)
    assert sums == {
        ("local",): Total(1, 0, 1, 10, 20, 0),
        ("openai",): Total(4, 1, 0, 40, 80, 0, (Cost(2**50 + 1, "USD", 9), Cost(8, "EUR"))),
    }


def test_days_and_months_are_those_of_utc_and_the_end_is_not_included(history: History) -> None:
    ledger = Ledger(history.database)
    midnight = datetime(2026, 3, 1, tzinfo=UTC)
    ledger.add(spent("before", at=midnight - timedelta(microseconds=1)))
    ledger.add(spent("at", at=midnight))
    assert list(ledger.sums((By.MONTH, By.PROVIDER), *FOREVER)) == [("2026-02", "openai"), ("2026-03", "openai")]
    assert list(ledger.sums((By.DAY,), *FOREVER)) == [("2026-02-28",), ("2026-03-01",)]
    assert list(ledger.sums((By.DAY,), FOREVER[0], midnight)) == [("2026-02-28",)]


def test_money_stays_spent_when_a_conversation_is_erased(history: History) -> None:
    ledger = Ledger(history.database)
    history.conversation("c1", "Secret plans")
    history.say("c1", "m1", "hello")
    ledger.add(spent("m1"))
    assert ledger.titles(["c1", "c2"]) == {"c1": "Secret plans"}
    history.conversations.delete("c1")
    history.clock.forward(timedelta(days=9))
    history.conversations.purge(timedelta(days=7))
    assert ledger.titles(["c1"]) == {}
    assert ledger.of_conversation("c1").costs == (Cost(5),)


def test_a_reply_that_a_crash_cut_off_is_caught_up_with_as_unknown(history: History) -> None:
    ledger = Ledger(history.database)
    history.conversation("c1")
    begun = history.begin_reply("c1", "r1")
    history.database.change("UPDATE message SET model = 'openai/org/gpt' WHERE id = 'r1'")
    history.messages.save(with_text(begun, "half", Status.PARTIAL))
    history.database.change("UPDATE message SET model = 'openai/org/gpt' WHERE id = 'r1'")
    history.begin_reply("c1", "r2")    # still being written, by somebody
    ledger.catch_up()
    ledger.catch_up()
    caught = spent("r1", None, model=ModelRef("openai", "org/gpt"), usage=Usage())
    assert ledger.list(*FOREVER) == (caught,)


def test_replies_from_before_the_ledger_are_in_it_with_their_tokens(history: History) -> None:
    path = history.path.with_name("old.db")
    old = Database.open(path, steps={n: sql for n, sql in steps().items() if n == 1})
    old.change("INSERT INTO conversation (id, created_at, updated_at, touched) VALUES ('c1', 0, 0, 1)")
    for role, message, tokens in (("user", "m1", None), ("assistant", "r1", 7), ("assistant", "r2", None)):
        old.change(
            "INSERT INTO message (id, conversation, role, status, model, output_tokens, created_at)"
            " VALUES (?, 'c1', ?, 'done', 'openai/gpt', ?, 1000000)",
            message,
            role,
            tokens,
        )
    old.close()
    ledger = Ledger(database := Database.open(path))
    at = datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)
    assert ledger.list(datetime(1970, 1, 1, tzinfo=UTC), FOREVER[1]) == (spent("r1", None, usage=Usage(None, 7), at=at),)
    database.close()


def test_a_damaged_name_does_not_hide_the_rest(history: History) -> None:
    ledger = Ledger(history.database)
    ledger.add(spent("m1"))
    history.database.change("UPDATE spending SET model = CAST(X'FF67' AS TEXT)")
    assert ledger.sums((By.PROVIDER, By.MODEL), *FOREVER) == {("openai", "\ufffdg"): Total(1, 0, 0, 10, 20, 0, (Cost(5),))}
    assert [one.model.model for one in ledger.list(*FOREVER)] == ["\ufffdg"]
