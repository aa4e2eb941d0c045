import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication

from deskchat.ui.conversation.transcript.flow import MarkdownFlow
from deskchat.ui.conversation.transcript.ink import Ink
from deskchat.ui.conversation.transcript.long_lines import HARD, SOFT, LongLines
from deskchat.ui.conversation.transcript.properties import QUOTE

TEXT = st.lists(
    st.sampled_from(["x" * 3_000, "y" * 700, "word ", "\n", "```\n", "~~~py\n", "> ```\n", "> - ", "> ", "12. ", "# ", "é" * 900, "👍" * 300, "漢字。" * 200, " "]), max_size=14
).map("".join)


@given(TEXT, st.lists(st.integers(0, 20_000), max_size=6))
def test_lines_are_broken_at_the_same_places_however_they_come(text: str, cuts: list[int]) -> None:
    places = sorted({min(cut, len(text)) for cut in cuts})
    pieces = [text[a:b] for a, b in zip([0, *places], [*places, len(text)], strict=True)]
    whole, parts = LongLines(), LongLines()

    assert "".join(map(parts.broken, pieces)) == whole.broken(text)


def test_a_line_is_broken_at_a_space_or_where_it_must_be() -> None:
    words = LongLines().broken("a word " * 2_000).split("\n\n")
    letters = LongLines().broken("x" * 10_000).split("\n\n")

    assert "".join(words) == "a word " * 2_000
    assert all(SOFT <= len(part) <= HARD and part.endswith(" ") for part in words[:-1])
    assert [len(part) for part in letters] == [HARD, HARD, 2_000]


@pytest.mark.parametrize("opening", ["```", "```python", "~~~~", "> ```", "- ```js"])
def test_code_stays_as_it_is(opening: str) -> None:
    code = f"{opening}\n{'x' * 20_000}\n"

    assert LongLines().broken(code) == code


def test_after_code_lines_are_broken_again() -> None:
    text = "```\ncode\n```\n" + "x" * 5_000

    assert LongLines().broken(text) == "```\ncode\n```\n" + "x" * HARD + "\n\n" + "x" * (5_000 - HARD)


@pytest.mark.parametrize(("letters", "longest"), [("👍🏽", 800), ("漢字、", 2_000)])
def test_what_is_slow_to_lay_out_is_broken_earlier(letters: str, longest: int) -> None:
    parts = LongLines().broken(letters * 3_000).split("\n\n")

    assert "".join(parts) == letters * 3_000
    assert [len(part) for part in parts[:-1]] == [longest] * (len(parts) - 1)


def test_chinese_is_broken_where_a_sentence_ends() -> None:
    parts = LongLines().broken("中文字符漢字。" * 800).split("\n\n")

    assert all(part.endswith("。") for part in parts)


@pytest.mark.parametrize(
    ("begins", "goes_on"),
    [
        ("> ", "\n>\n> "),
        (">> ", "\n>>\n>> "),
        ("- ", "\n\n  "),
        ("12. ", "\n\n    "),
        ("> 1. ", "\n>\n>    "),
        ("  ", "\n\n  "),
        ("**bold** ", "\n\n"),
        ("-5 > 3 ", "\n\n"),
    ],
)
def test_what_is_broken_goes_on_in_its_quote_and_its_item(begins: str, goes_on: str) -> None:
    broken = LongLines().broken(begins + "x" * 9_000 + "\nend")

    assert broken == begins + goes_on.join(["x" * (HARD - len(begins)), "x" * HARD, "x" * (1_000 + len(begins))]) + "\nend"


@pytest.mark.parametrize(
    ("before", "begins", "goes_on"),
    [
        ("> quoted\n", "", "\n>\n> "),
        ("> > deep\n> lazy\n", "", "\n> >\n> > "),
        ("- item\n", "", "\n\n  "),
        ("> 1. item\n", "lazy ", "\n>\n>    "),
        ("> quoted\n", "     far in ", "\n>\n> "),
        ("words\n", "      far in ", "\n\n"),
        ("> quoted\n", "- ", "\n\n  "),
        ("- item\n", "> ", "\n>\n> "),
        ("> quoted\n", "> > ", "\n> >\n> > "),
        ("> quoted\n\n", "", "\n\n"),
        ("> quoted\n>\n", "", "\n\n"),
        ("> # heading\n", "", "\n\n"),
        ("> ```\n> code\n> ```\n", "", "\n\n"),
        ("> quoted\n> ---\n", "", "\n\n"),
        ("> quoted\n", "# ", "\n\n"),
        ("> " + "y " * 3_000 + "\n", "", "\n>\n> "),
    ],
)
def test_what_goes_on_with_a_paragraph_without_its_marks_stays_where_it_is(before: str, begins: str, goes_on: str) -> None:
    broken = LongLines().broken(before + begins + "x" * 9_000 + "\nend")

    assert broken.endswith(goes_on.join(["x" * (HARD - len(begins)), "x" * HARD, "x" * (1_000 + len(begins))]) + "\nend")


@pytest.mark.parametrize("begins", ["> quoted\n", "> - quoted\n", "> > quoted\n> and so\n"])
def test_a_long_line_that_is_quoted_without_a_mark_is_all_shown_in_the_quote(
    ink: Ink, qapp: QApplication, begins: str
) -> None:
    document = QTextDocument()
    flow = MarkdownFlow(document, ink)
    flow.append(begins + "many words " * 1_000 + "\n\nbeside", show_open=False)
    flow.finish()

    blocks = [document.findBlockByNumber(number) for number in range(document.blockCount())]
    quoted = [block.blockFormat().intProperty(QUOTE) for block in blocks if block.text().strip()]
    assert len(quoted) > 3
    assert all(quoted[:-1])
    assert quoted[-1] == 0


def test_a_long_line_in_a_quote_is_all_shown_in_the_quote(ink: Ink, qapp: QApplication) -> None:
    document = QTextDocument()
    flow = MarkdownFlow(document, ink)
    flow.append("> " + "many words " * 1_000 + "\n\nbeside", show_open=False)
    flow.finish()

    blocks = [document.findBlockByNumber(number) for number in range(document.blockCount())]
    quoted = [block.blockFormat().intProperty(QUOTE) for block in blocks if block.text().strip()]
    assert quoted == [1, 1, 1, 1, 0]
