"""Which part of a hit's line is drawn where there is not room for all of it."""

import pytest

from deskchat.chat.conversation import Snippet
from deskchat.ui.sidebar.row_delegate import pieces

LINE = "one two three four five six seven eight nine ten"


def drawn(found: str, letters: int) -> str:
    at = LINE.index(found)
    cut = pieces(Snippet(LINE, ((at, at + len(found)),)), letters)
    assert [text for text, is_found in cut if is_found] == [found]
    return "".join(text for text, _ in cut)


@pytest.mark.parametrize(
    ("found", "letters", "begins"),
    [
        ("ten", 60, "one two"),         # all of it has room
        ("three", 24, "one two"),       # it is in sight as it is
        ("six", 24, "…five six seven"),
        ("ten", 24, "…seven eight nine ten"),    # as much before it as there is room for
    ],
)
def test_the_words_that_were_found_are_in_sight_with_what_stands_around_them(found: str, letters: int, begins: str) -> None:
    assert drawn(found, letters).startswith(begins)


def test_several_words_are_marked_each() -> None:
    cut = pieces(Snippet("a nut and a nut", ((2, 5), (12, 15))), 100)
    assert cut == [("a ", False), ("nut", True), (" and a ", False), ("nut", True)]
