"""What frames JSON in an answer, and what stands before it."""

import tracemalloc
from itertools import pairwise

import pytest

from deskchat.providers.reading import JsonEvent, JsonReader
from tests.faults.cases import case

BLANK = b"\xef\xbb\xbf \r\n\n\t"
ONE = [JsonEvent("", {"a": 1})]


def read(*pieces: bytes, lines: bool = False) -> list[JsonEvent]:
    reader = JsonReader("Server", lines=lines)
    events = [event for piece in pieces for event in reader.feed(piece)]
    return [*events, *reader.end()]


@case(44)
@pytest.mark.parametrize("answer", [b'{"a": 1}', b'[{"a": 1}]', b'data: {"a": 1}\n\n'])
def test_what_is_blank_before_an_answer_changes_nothing_however_it_is_cut(answer: bytes) -> None:
    data = BLANK + answer
    assert read(data) == ONE
    for cut in range(len(data) + 1):
        assert read(data[:cut], data[cut:]) == ONE, cut
    assert read(*(data[a:b] for a, b in pairwise(range(len(data) + 1)))) == ONE


def test_lines_may_begin_with_blank_ones() -> None:
    assert read(b"\n", b' \n{"a"', b": 1}\n", lines=True) == ONE


@case(40)
@pytest.mark.parametrize("lines", [False, True])
def test_an_answer_of_nothing_but_blanks_takes_no_memory(lines: bool) -> None:
    reader, piece = JsonReader("Server", lines=lines), b"\n" * (1 << 20)
    tracemalloc.start()
    try:
        for _ in range(32):
            assert list(reader.feed(piece)) == []
        assert tracemalloc.get_traced_memory()[0] < 1 << 20
        assert [*reader.feed(b'{"a": 1}\n'), *reader.end()] == ONE
    finally:
        tracemalloc.stop()
