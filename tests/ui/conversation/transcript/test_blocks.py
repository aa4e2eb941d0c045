from hypothesis import example, given
from hypothesis import strategies as st

from deskchat.ui.conversation.transcript.blocks import Block, MarkdownStream, OpenFence

PIECES = (
    "word", "two words", " ", "\n", "\n\n", "# ", "## ", "- ", "* ", "+ ", "1. ", "2) ", "10. ", "> ", "```", "~~~", "````",
    "```py\n", "    ", "  ", "\t", "|", "| a | b |\n", "|---|:-:|\n", "---\n", "===\n", "**", "*", "_", "`", "[x](http://a.b)",
    "[^1]", "[^1]: ", "$$", "$x$", "\\[", "\\]\n",
    "[r]", "[r]: http://a.b\n", "[ ] ", "[x] ", "<b>", "<!-- ", "\\", "\r\n", "\r", "&amp;", "\0", "é", "漢字", "👍🏽",
)  # fmt: skip
LIST_ENDS = ("ordered_list_open", "bullet_list_open", "ordered_list_close", "bullet_list_close")
MARKDOWN = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


def shape(blocks: list[Block]) -> list[object]:
    """What is drawn of blocks: all tokens in a row, with the numbers of items."""
    shown: list[object] = []
    for block in blocks:
        if block.tokens is None:
            shown.append(block.source.rstrip("\n"))
            continue
        shown += [(t.type, t.content, t.tag, t.info.strip()) for t in block.tokens if t.type not in LIST_ENDS]
        if block.ordinal is not None:
            shown.append(block.ordinal)
    return shown


def read(pieces: list[str]) -> list[Block]:
    stream = MarkdownStream()
    closed: list[Block] = []
    for piece in pieces:
        closed += stream.feed(piece).closed
    return closed + list(stream.finish().closed)


@given(MARKDOWN, st.lists(st.integers(0, 200), max_size=12))
@example("- a\n--", [4, 5])
@example("1. a\n1. b\n1. c\n", [5, 6, 10])
@example("```\ncode\n```\nafter", [4, 9, 13])
@example("a\r\n\r\nb", [2, 4])
@example("- a\n\n  b\n- c\n", [4, 6])
@example("```\r\r", [5])
def test_a_text_in_pieces_gives_the_same_blocks_as_the_whole(text: str, cuts: list[int]) -> None:
    places = sorted({min(c, len(text)) for c in cuts})
    pieces = [text[a:b] for a, b in zip([0, *places], [*places, len(text)], strict=True)]

    assert shape(read(pieces)) == shape(read([text]))


@given(MARKDOWN, st.integers(0, 200))
def test_the_rest_of_a_text_can_come_with_its_end(text: str, cut: int) -> None:
    stream = MarkdownStream()
    closed = stream.feed(text[:cut], with_open=False).closed
    assert shape([*closed, *stream.finish(text[cut:]).closed]) == shape(read([text]))


def test_a_closed_block_is_told_once_and_only_the_last_stays_open() -> None:
    stream = MarkdownStream()

    first = stream.feed("One.\n\nTwo.\n\nThr")

    assert [block.source for block in first.closed] == ["One.\n\n"]
    assert stream.feed("ee.\n").closed[0].source == "Two.\n\n"


def test_items_of_a_long_list_are_closed_one_by_one_and_keep_their_numbers() -> None:
    stream = MarkdownStream()
    closed: list[Block] = []
    for _ in range(500):
        closed += stream.feed("1. item\n").closed

    assert [block.ordinal for block in closed] == list(range(1, 500))


def test_a_fence_that_is_never_closed_is_code_so_far() -> None:
    stream = MarkdownStream()
    stream.feed("```python\nx = 1\n")

    change = stream.feed("y = 2\n``")

    assert change.open == OpenFence("python", "x = 1\ny = 2\n")


def test_quotes_nested_too_deep_are_shown_as_they_were_written() -> None:
    text = ">" * 60 + " deep"

    (block,) = read([text])

    assert block.tokens is None
    assert block.source == text + "\n"
