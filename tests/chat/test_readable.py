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
    found = snippet("Read [this](https://walnut.example/cake) today.", "walnut")
    assert found.text == "Read [this](https://walnut.example/cake) today."
    assert found.marks == ((20, 26),)


def test_a_line_does_not_begin_within_a_word() -> None:
    assert snippet("extraordinarily " * 9 + "walnut", "walnut").text == "…" + "extraordinarily " * 3 + "walnut"


@given(st.text("a *_`~#>-|[]()\\\n", max_size=300), st.integers(0, 300))
def test_nothing_but_marks_is_ever_lost(text: str, begin: int) -> None:
    shown = readable(text, begin, len(text))
    assert shown.count("a") <= text.count("a")
    if "](" not in text and "`" not in text and "~" not in text:
        assert shown.count("a") == text[begin:].count("a")
