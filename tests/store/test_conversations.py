"""Conversations: what is kept, in which order, and what deleting means."""

from datetime import timedelta

import pytest

from deskchat.chat.conversation import Conversation
from deskchat.chat.errors import ChatError
from deskchat.chat.model import ModelRef, Sampling
from deskchat.chat.parts import FilePart
from deskchat.chat.persona import Terms
from deskchat.store.conversations import LISTED, ORDER
from deskchat.store.drafts import Drafts
from deskchat.store.search import search
from tests.faults.cases import case
from tests.store.conftest import NOON, History
from tests.support.soundness import integrity


def test_a_conversation_comes_back_as_it_was_stored(history: History) -> None:
    made = Conversation(
        "c1", "Bread", NOON, NOON, model=ModelRef("local", "a/b.gguf"), system="Be brief.", pinned=True,
        persona="Baker", sampling=Sampling(temperature=0.5, max_tokens=99, stop=("END", "\n\n"), form='{"type": "object"}'),
    )
    history.conversations.create(made)
    assert history.conversations.open("c1") == made


def test_changes_of_a_conversation_are_kept(history: History) -> None:
    history.conversation("c1", "old")
    first = history.say("c1", "m1", "one")
    history.say("c1", "m2", "two")
    history.conversations.rename("c1", "new")
    history.conversations.set_leaf("c1", first.id)
    history.conversations.set_model("c1", ModelRef("openai", "gpt"))
    history.conversations.set_terms("c1", Terms("Friend", "Be kind.", Sampling(temperature=0.5, stop=("END",))))
    opened = history.conversations.open("c1")
    assert (opened.title, opened.leaf, opened.model, opened.system) == ("new", "m1", ModelRef("openai", "gpt"), "Be kind.")
    assert opened.terms == Terms("Friend", "Be kind.", Sampling(temperature=0.5, stop=("END",)))


def test_the_last_messages_alone_are_read_when_the_shown_one_is_among_them(history: History) -> None:
    history.conversation("c1")
    for number in range(4):
        history.say("c1", f"m{number}", "text", f"m{number - 1}" if number else None)
    end = history.conversations.open("c1", last=2)
    assert ([node.id for node in end.nodes], end.leaf) == (["m2", "m3"], "m3")
    history.conversations.set_leaf("c1", "m1")
    old = history.conversations.open("c1", last=2)
    assert (len(old.nodes), old.leaf) == (4, "m1")


def test_damaged_parameters_are_those_of_the_makers(history: History) -> None:
    history.conversation("c1")
    history.database.change("UPDATE conversation SET sampling = '{\"temperature\": \"hot' WHERE id = 'c1'")
    assert history.conversations.open("c1").sampling == Sampling()


@case(136)
def test_pinned_come_first_then_the_newest_message_whatever_the_clock_says(history: History) -> None:
    for name in ("a", "b", "c"):
        history.conversation(name)
    history.conversations.set_pinned("b", True)
    history.clock.forward(timedelta(days=-3650))
    history.say("a", "m1", "the newest message, with a clock set back")
    assert [summary.id for summary in history.conversations.summaries()] == ["b", "a", "c"]


@case(101)
def test_the_list_is_read_from_its_index_alone_and_never_sorted(history: History) -> None:
    plan = [row[3] for row in history.database.rows(f"EXPLAIN QUERY PLAN {LISTED} AND archived = 0 {ORDER}")]
    assert plan[0] == "SEARCH conversation USING COVERING INDEX conversation_list (archived=?)"
    assert not any("TEMP B-TREE" in step for step in plan)


@case(101)
def test_opening_one_conversation_does_not_scan_the_others(history: History) -> None:
    plan = [
        row[3] for row in history.database.rows("EXPLAIN QUERY PLAN SELECT id FROM message WHERE conversation = ? ORDER BY seq", "c")
    ]
    assert plan == ["SEARCH message USING INDEX message_conversation (conversation=?)"]


def test_a_title_made_by_the_program_never_replaces_one_that_was_typed(history: History) -> None:
    history.conversation("c1")
    history.conversations.rename("c1", "made", by_hand=False)
    history.conversations.rename("c1", "typed")
    history.conversations.rename("c1", "made again", by_hand=False)
    assert history.conversations.summary("c1").title == "typed"


def test_deleted_means_not_listed_and_not_found_until_it_is_restored(history: History) -> None:
    history.conversation("c1", "walnut")
    history.say("c1", "m1", "walnut bread")
    history.conversations.delete("c1")
    assert (history.conversations.summaries(), search(history.database, "walnut")) == ((), ())
    history.conversations.restore("c1")
    assert [summary.id for summary in history.conversations.summaries()] == ["c1"]
    assert len(search(history.database, "walnut")) == 2


@case(97)
def test_purging_erases_the_bytes_and_only_of_what_was_deleted_long_ago(history: History) -> None:
    history.conversation("c1", "canarytitle")
    history.say("c1", "m1", "canaryword in a message")
    drafts = Drafts(history.database)
    drafts.set_text("c1", "canarydraft")
    drafts.set_parts("c1", (FilePart("canaryfile.txt", "text/plain", "canarytext", b"canarybytes"),))
    history.conversation("c2", "keep")
    history.conversations.delete("c1")
    assert history.conversations.purge(timedelta(days=7)) == 0
    history.clock.forward(timedelta(days=8))
    assert history.conversations.purge(timedelta(days=7)) == 1
    left = b"".join(file.read_bytes() for file in history.path.parent.glob("deskchat.db*") if file.is_file())
    assert b"canary" not in left
    assert [summary.id for summary in history.conversations.summaries()] == ["c2"]
    assert integrity(history.database) == "ok"


def test_the_beginning_of_an_id_is_enough_to_find_it(history: History) -> None:
    for name in ("abc1", "abd2", "x"):
        history.conversation(name)
    assert history.conversations.matching("ab") == ("abc1", "abd2")
    assert history.conversations.matching("abd") == ("abd2",)
    assert history.conversations.matching("%") == ()


def test_an_unknown_conversation_is_a_sentence(history: History) -> None:
    for ask in (history.conversations.open, history.conversations.summary, history.conversations.delete):
        with pytest.raises(ChatError, match="There is no conversation “nope”"):
            ask("nope")


def test_the_fallback_list_is_kept_and_none_is_not_empty(history: History) -> None:
    history.conversation("c1")
    assert history.conversations.open("c1").fallback is None
    models = (ModelRef("a", "one"), ModelRef("b", "two/three"))
    for value in (models, (), None):
        history.conversations.set_fallback("c1", value)
        assert history.conversations.open("c1").fallback == value


def test_a_damaged_name_of_a_model_does_not_hide_the_conversation(history: History) -> None:
    history.conversation("c1", "Rivers")
    history.database.change("UPDATE conversation SET model = CAST(x'612FFF' AS TEXT) WHERE id = 'c1'")
    assert history.conversations.open("c1").title == "Rivers"


@pytest.mark.parametrize(("stored", "read"), [("x", ()), ("{}", ()), ('["a/b", "nonsense"]', (ModelRef("a", "b"),))])
def test_a_damaged_fallback_list_asks_nobody_it_does_not_name(
    history: History, stored: str, read: tuple[ModelRef, ...]
) -> None:
    history.conversation("c1")
    history.database.change("UPDATE conversation SET fallback = ? WHERE id = 'c1'", stored)
    assert history.conversations.open("c1").fallback == read
