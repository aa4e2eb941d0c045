"""The list a page at a time: its order, its headings, its filters, and what it costs."""

from datetime import timedelta

import pytest

from deskchat.chat.conversation import Listed, Run
from deskchat.store import listing, sorting
from deskchat.store.rows import microseconds
from tests.faults.cases import case
from tests.store.conftest import NOON, History

ALL = Listed()


@pytest.fixture
def ten(history: History) -> History:
    """c0 (oldest) to c9, a day apart; the newest message of c9 is of noon."""
    for number in range(10):
        history.clock.now = NOON - timedelta(days=9 - number)
        history.conversation(f"c{number}")
        history.say(f"c{number}", f"m{number}", "walnut")
    return history


def test_pages_put_together_are_the_list(ten: History) -> None:
    ten.conversations.set_pinned("c3", True)
    pages = [listing.page(ten.database, ALL, start, 4) for start in (0, 4, 8)]
    assert [one.id for page in pages for one in page] == ["c3", "c9", "c8", "c7", "c6", "c5", "c4", "c2", "c1", "c0"]
    assert [one.id for page in pages for one in page] == [one.id for one in ten.conversations.summaries()]
    assert [listing.place(ten.database, ALL, name) for name in ("c3", "c9", "c0", "none")] == [0, 1, 9, None]


def test_runs_count_what_stands_below_each_heading(ten: History) -> None:
    ten.conversations.set_pinned("c3", True)
    bounds = [microseconds(NOON - timedelta(days=days, hours=1)) for days in (0, 1, 6)]
    assert listing.runs(ten.database, ALL, bounds) == (Run(listing.PINNED, 1), Run(0, 1), Run(1, 1), Run(2, 4), Run(3, 3))


def test_an_older_conversation_above_newer_ones_begins_a_run_of_its_own(ten: History) -> None:
    ten.database.change("UPDATE conversation SET updated_at = ? WHERE id = 'c8'", microseconds(NOON - timedelta(days=400)))
    bounds = [microseconds(NOON - timedelta(days=100))]
    assert listing.runs(ten.database, ALL, bounds) == (Run(0, 1), Run(1, 1), Run(0, 8))


def test_archived_conversations_have_a_list_of_their_own_until_somebody_writes(ten: History) -> None:
    sorting.set_archived(ten.database, ["c1", "c2"], True)
    assert [one.id for one in listing.page(ten.database, Listed(archived=True), 0, 9)] == ["c2", "c1"]
    assert listing.archived(ten.database) == 2
    assert listing.place(ten.database, ALL, "c1") is None
    ten.say("c1", "again", "hello")
    assert [one.id for one in listing.page(ten.database, ALL, 0, 2)] == ["c1", "c9"]


def test_tags_choose_what_is_listed_and_go_with_their_last_conversation(ten: History) -> None:
    sorting.set_tag(ten.database, ["c1", "c5"], "Kitchen", True)
    sorting.set_tag(ten.database, ["c5"], "Work", True)
    kitchen = Listed(tag="Kitchen")
    assert [(one.id, one.tags) for one in listing.page(ten.database, kitchen, 0, 9)] == [
        ("c5", ("Kitchen", "Work")),
        ("c1", ("Kitchen",)),
    ]
    assert listing.tags(ten.database) == (("Kitchen", 2), ("Work", 1))
    assert sum(run.count for run in listing.runs(ten.database, kitchen, [])) == 2
    sorting.set_tag(ten.database, ["c5"], "Work", False)
    assert listing.tags(ten.database) == (("Kitchen", 2),)


def test_the_version_changes_with_the_order_and_with_nothing_else(ten: History) -> None:
    before = listing.version(ten.database, ALL)
    ten.conversations.rename("c2", "Bread")
    assert listing.version(ten.database, ALL) == before
    ten.conversations.set_pinned("c2", True)
    pinned = listing.version(ten.database, ALL)
    ten.say("c4", "more", "more")
    assert len({before, pinned, listing.version(ten.database, ALL)}) == 3


@case(101)
@pytest.mark.parametrize("listed", [ALL, Listed(archived=True), Listed(tag="Kitchen")])
def test_a_page_is_read_in_the_order_of_its_index_and_never_sorted(history: History, listed: Listed) -> None:
    where, values = listing._where(listed)
    sql = f"EXPLAIN QUERY PLAN SELECT id, title, updated_at FROM conversation WHERE {where} {listing.ORDER} LIMIT 9"
    plan = [row[3] for row in history.database.rows(sql, *values)]
    assert plan[0] == "SEARCH conversation USING COVERING INDEX conversation_list (archived=?)"
    assert not any("TEMP B-TREE" in step for step in plan)


def test_the_beginning_of_a_list_has_the_headings_it_has_in_the_whole(ten: History) -> None:
    ten.conversations.set_pinned("c3", True)
    bounds = [microseconds(NOON - timedelta(days=days, hours=1)) for days in (0, 1, 6)]
    whole = listing.runs(ten.database, ALL, bounds)

    assert listing.runs_of(listing.page(ten.database, ALL, 0, 100), bounds) == whole
    assert listing.runs_of(listing.page(ten.database, ALL, 0, 5), bounds) == (*whole[:3], Run(2, 2))
