"""What a hit of the search shows of Markdown: the words, not the marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskchat.chat.readable import readable
from deskchat.store.snippets import snippet


def read(text: str) -> str:
    return " ".join(readable(text, 0, len(text)).split())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("It is a **tree**, *not* a ***list***; ~~never~~ _ever_.", "It is a tree, not a list; never ever."),
        ("| step | time |\n|:---|---:|\n| open | **9 ms** |", "step · time open · 9 ms"),
        ("a | b\n--- | ---\n1 | 2", "a | b 1 | 2"),
        ("这是**重要**的，也***很***好。", "这是重要的，也很好。"),
        ("## Bread ##\nflour\n===\n- salt\n- [x] *water*\n\n---\n> 1. bake", "Bread flour • salt • water 1. bake"),
        ("see [the page](https://example.org/a_(b) \"t\") and ![a picture](x.png)", "see the page and a picture"),
        ("call `a ** b` and ``x`y``", "call a ** b and x`y"),
        ("so:\n```python\nx = a ** b  # | no | table |\n# no heading\n```\n**done**", "so: x = a ** b # | no | table | # no heading done"),
        ("~~~~\n```\n**kept**\n~~~\n~~~~", "``` **kept** ~~~"),
    ],
)  # fmt: skip
def test_marks_are_left_out(text: str, shown: str) -> None:
    assert read(text) == shown


@pytest.mark.parametrize(
    "text",
    ["2 * 3 * 4 = 24", "2 ** 3", "snake_case_name and __init__", "a | b", "#5 is C#", "x -> y", "*", "5 * (2 + 3)*2", "ls *.py *.md"],
)
def test_what_is_no_mark_stays(text: str) -> None:
    assert read(text) == text


def test_what_begins_within_bold_words_or_code_is_understood() -> None:
    assert snippet("**" + "x " * 200 + "walnut** bread", "walnut").text.endswith("x x walnut bread")
    code = "```\n" + "y = 1\n" * 200 + "walnut = a ** b\n```\n**end**"
    assert snippet(code, "walnut").text.endswith("walnut = a ** b end")


def test_a_hit_in_a_table_is_shown_with_its_neighbours() -> None:
    table = "| cake | nuts |\n|---|---|\n" + "".join(f"| cake {n} | walnut {n} |\n" for n in range(50))
    found = snippet(table, "walnut")
    assert found.text.startswith("cake · nuts cake 0 · walnut 0 cake 1 · walnut 1")
    assert [found.text[start:end] for start, end in found.marks][:2] == ["walnut", "walnut"]


def test_words_that_stand_in_an_address_alone_are_shown_where_they_stand() -> None:
    found = snippet("Read [this](https://walnut.example/cake) or **[that](https://plum.example) today**.", "walnut")
    assert found.text == "Read this (https://walnut.example/cake) or that today."
    assert [found.text[start:end] for start, end in found.marks] == ["walnut"]


@pytest.mark.parametrize(
    ("text", "searched", "shown"),
    [
        ("![a cake](https://x.example/_walnut_/*a*_b_.png \"Fine\")", "walnut", "a cake (https://x.example/_walnut_/*a*_b_.png)"),
        ("[a](https://x.example \"A walnut cake\")", "walnut", "a (A walnut cake)"),
        ("**[a](https://walnut.example) and [b](https://walnut.example/b)**", "walnut",
         "a (https://walnut.example) and b (https://walnut.example/b)"),
        ("- [Bäcker](https://bäcker.example/nüsse)", "nusse", "• Bäcker (https://bäcker.example/nüsse)"),
        ("```walnut\nx = 1\n```", "walnut", "walnut x = 1"),
        ("a wal**nut** cake", "nut", "a walnut cake"),
        ("See [a](https://walnut.example", "walnut", "See [a](https://walnut.example"),
    ],
)  # fmt: skip
def test_words_that_are_not_read_are_shown_without_marks(text: str, searched: str, shown: str) -> None:
    assert snippet(text, searched).text == shown


def test_a_long_link_that_is_not_all_there_is_shown_without_marks() -> None:
    begun = snippet("[" + "some words " * 60 + "end](https://example.org/walnut) **there**", "walnut").text
    assert begun.endswith("some words end (https://example.org/walnut) there")
    ended = snippet("[here](https://example.org/" + "a/" * 20 + "walnut" + "/b" * 400 + ")", "walnut").text
    assert ended.startswith(("…", "here (https://example.org/a/"))
    assert "walnut/b/b/b" in ended
    assert not set("[]") & set(begun + ended)


def test_a_word_that_a_mark_divides_is_in_the_line_however_far_it_is() -> None:
    assert "walnut cake" in snippet("some words " * 30 + "wal**nut** cake", "nut").text


def test_a_word_of_a_name_in_code_is_marked() -> None:
    found = snippet("Call `read_walnut_cake` here.", "walnut")
    assert [found.text[start:end] for start, end in found.marks] == ["walnut"]


def test_a_line_does_not_begin_within_a_word() -> None:
    assert snippet("extraordinarily " * 9 + "walnut", "walnut").text == "…" + "extraordinarily " * 3 + "walnut"


@given(st.text("a *_`~#>-|[]()\\\n", max_size=300), st.integers(0, 300))
def test_nothing_but_marks_is_ever_lost(text: str, begin: int) -> None:
    shown = readable(text, begin, len(text))
    assert shown.count("a") <= text.count("a")
    if "](" not in text and "`" not in text and "~" not in text:
        assert shown.count("a") == text[begin:].count("a")
