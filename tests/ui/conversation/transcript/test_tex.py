import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskchat.ui.conversation.transcript.blocks import MarkdownStream
from deskchat.ui.conversation.transcript.inline import inline_parser, runs
from deskchat.ui.conversation.transcript.tex import formula_of


def formulas(text: str) -> list[str]:
    return [run.look.latex for run in runs(text, inline_parser(), {}) if run.look.latex]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("so $E = mc^2$, as", ["E = mc^2"]),
        ("with $x$-axis and $y$.", ["x", "y"]),
        (r"and \(a+b\) too", ["a+b"]),
        (r"and \[a+b\] too", ["a+b"]),
        ("and $$a+b$$ too", ["a+b"]),
        ("**bold $a*b*c$**", ["a*b*c"]),
        (r"$50\%$ of $\$5$", [r"50\%", r"\$5"]),
        ("$2$ and $2x + 1$", ["2", "2x + 1"]),
        ("[$x$](http://a.b)", ["x"]),
    ],
)
def test_formulas_in_a_line_are_found(text: str, found: list[str]) -> None:
    assert formulas(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "It costs $5 and $10.", "$5-$10", "US$20 or A$30", "from $5 to 10$ a day", "pay $5 now or 10$ later", "$HOME and $PATH",
        "$HOME/$USER", "a $ b $ c", "$ 5 $", "20$ and 30$", r"\$x\$", "`$x$`", "$5,000–$6,000", "$", "$$", "$$$", "$$$$", r"\(\)", r"\(",
        "echo $PATH; echo $HOME", "$5 per user/month, $50 a year",
    ],
)  # fmt: skip
def test_prices_and_variables_are_no_formulas(text: str) -> None:
    assert formulas(text) == []
    assert "".join(run.text for run in runs(text, inline_parser(), {})) == text.replace("`", "").replace(r"\$", "$").replace(r"\(\)", "()").replace(r"\(", "(")


def test_lines_of_a_formula_are_a_block_whatever_they_begin_with() -> None:
    text = "So\n$$\na = b\n- c\n= d\n# e\n$$\nafter"

    blocks = MarkdownStream().feed(text + "\n\n.\n").closed

    assert [block.source for block in blocks] == ["So\n", "$$\na = b\n- c\n= d\n# e\n$$\n", "after\n\n"]
    assert formula_of(blocks[1].source) == ("a = b\n- c\n= d\n# e", "")


@pytest.mark.parametrize("lines", ["$$", "$$\nx", "\\[\nx\n$$", "$$ $$", "$$" + "x" * 3_000 + "$$"])
def test_lines_that_hold_no_whole_formula_are_none(lines: str) -> None:
    assert formula_of(lines) is None


def test_a_formula_that_is_never_ended_ends_at_a_blank_line() -> None:
    blocks = MarkdownStream().feed("\\[\nx\n\n# Title\n\nend\n").closed

    assert [block.source for block in blocks] == ["\\[\nx\n\n", "# Title\n\n"]


@given(st.text(alphabet="$\\()[]a 1\n_^{}", max_size=200))
def test_no_text_breaks_the_search_or_loses_a_letter(text: str) -> None:
    found = runs(text, inline_parser(), {})

    assert all(run.text in text for run in found if run.look.latex)
