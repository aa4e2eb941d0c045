"""Search: words, beginnings of words, accents, scripts without spaces, and nothing that breaks the query."""

import pytest

from deskchat.chat.message import Status
from deskchat.store import indexing, words
from deskchat.store.search import TEXTS, search
from deskchat.store.snippets import snippet
from deskchat.store.words import query
from tests.faults.cases import case
from tests.store.conftest import History, with_text


@pytest.mark.parametrize(
    "searched",
    ["walnut", "WALN", "東", "ー", "타", "서울", "울에서", "한국어 서울", "ท", "bread walnut", "cafe", "CAFÉ", "東京", "京タ", "ทดสอบ", "don't", "c++ rust", 'walnut "', "walnut AND", "notes.txt"],
)
def test_words_are_found(history: History, searched: str) -> None:
    history.conversation("c1", "Talk")
    history.say("c1", "m1", "Walnut bread AND a café; 東京タワー, การทดสอบ; 서울에서 한국어 타. I don't know C++ or Rust. notes.txt")
    assert [hit.message_id for hit in search(history.database, searched)] == ["m1"]


@pytest.mark.parametrize("searched", ["", "   ", "*", '"', "()", "walnut cake", "alnut", "京東", "NEAR(", "text:walnutx"])
def test_what_is_not_there_is_not_found_and_never_an_error(history: History, searched: str) -> None:
    history.conversation("c1", "Talk")
    history.say("c1", "m1", "Walnut bread in 東京")
    assert search(history.database, searched) == ()


def test_titles_come_first_then_the_newest_messages(history: History) -> None:
    history.conversation("c1", "other")
    history.say("c1", "m1", "walnut one")
    history.say("c1", "m2", "walnut two")
    history.conversation("c2", "Walnut pie")
    hits = search(history.database, "walnut")
    assert [(hit.conversation.id, hit.message_id, hit.snippet.text) for hit in hits] == [
        ("c2", None, "Walnut pie"),
        ("c1", "m2", "walnut two"),
        ("c1", "m1", "walnut one"),
    ]


def test_a_renamed_title_and_a_changed_message_are_found_by_their_new_words_only(history: History) -> None:
    history.conversation("c1", "walnut")
    reply = history.begin_reply("c1", "r1")
    history.messages.save(with_text(reply, "almond", Status.DONE))
    history.messages.save(with_text(reply, "hazel", Status.DONE))
    history.conversations.rename("c1", "pecan")
    found = {word: len(search(history.database, word)) for word in ("walnut", "almond", "hazel", "pecan")}
    assert found == {"walnut": 0, "almond": 0, "hazel": 1, "pecan": 1}


def test_a_snippet_is_one_short_line_around_the_word() -> None:
    text = "a " * 300 + "\nthe Walnut\n\n" + "b " * 300
    line = snippet(text, "walnut").text
    assert "the Walnut b" in line
    assert line.startswith("…")
    assert line.endswith("…")
    assert "\n" not in line
    assert len(line) <= 162


@pytest.mark.parametrize(
    ("text", "searched", "marked"),
    [
        ("Über den Fluß", "uber", ["Über"]),
        ("I like 東京タワー, and 東京", "東京", ["東京", "東京"]),
        ("don't say walnuts, walnut", "walnut", ["walnut", "walnut"]),
        ("a peanut and a nut", "nut", ["nut"]),
        ("<b>nut</b>", "nut", ["nut"]),
    ],
)
def test_the_words_that_were_found_are_marked(text: str, searched: str, marked: list[str]) -> None:
    found = snippet(text, searched)
    assert [found.text[start:end] for start, end in found.marks] == marked


def test_texts_of_an_older_history_are_found_once_they_are_indexed_again(history: History) -> None:
    history.conversation("c1", "Walnut pie")
    for number in range(7):
        history.say("c1", f"m{number}", "walnut 東京")
    with history.database.transaction():
        indexing.begin_anew(history.database)
    assert search(history.database, "walnut") == ()
    assert indexing.index_some(history.database, 5) == 5
    assert len(search(history.database, "東京")) > 3    # the newest first
    while indexing.index_some(history.database, 5):
        pass
    assert len(search(history.database, "walnut")) == 8


def test_a_query_is_made_of_quoted_words() -> None:
    assert query('a"b OR c*') == 'text : "a b" text : "OR"* text : "c"'


@case(101)
def test_a_search_reads_the_index_and_only_the_messages_it_shows(history: History) -> None:
    plan = [row[3] for row in history.database.rows(f"EXPLAIN QUERY PLAN {TEXTS}", '"walnut"*', 100)]
    assert [step for step in plan if step.startswith("SCAN")] == [plan[0]]
    assert plan[0].startswith("SCAN message_words VIRTUAL TABLE INDEX")
    assert not any("TEMP B-TREE" in step for step in plan)


def test_a_very_long_text_without_spaces_is_found_by_its_beginning(history: History) -> None:
    history.conversation("c1")
    history.say("c1", "m1", "始" + "文字" * words.LONGEST_PAIRED + " plainend")
    assert len(search(history.database, "始文")) == 1
    assert len(search(history.database, "plainend")) == 1
