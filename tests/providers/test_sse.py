"""Server-sent events, fed badly."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskchat.chat.errors import ChatError
from deskchat.providers.sse import EventReader, ServerEvent
from tests.faults.cases import case

STREAM = (
    b"\xef\xbb\xbf: hello\ndata: one\n\nevent: error\r\ndata: two\r\ndata:three\r\n\r\nid: 7\rretry: 5\rdata:  four \xc3\xa9\r\r"
    b"data\n\nnonsense\n\n: only a comment\n\ndata: last"
)
EVENTS = [
    ServerEvent("", "one"),
    ServerEvent("error", "two\nthree"),
    ServerEvent("", " four é"),
    ServerEvent("", ""),
    ServerEvent("", "last"),
]


def read(*pieces: bytes) -> list[ServerEvent]:
    reader = EventReader()
    events = [event for piece in pieces for event in reader.feed(piece)]
    return [*events, *reader.end()]


@case(44)
def test_all_line_ends_comments_and_fields_are_understood() -> None:
    assert read(STREAM) == EVENTS


def test_every_cut_gives_the_same_events() -> None:
    for cut in range(len(STREAM) + 1):
        assert read(STREAM[:cut], STREAM[cut:]) == EVENTS, cut
    assert read(*(STREAM[i : i + 1] for i in range(len(STREAM)))) == EVENTS


@case(44)
@given(st.binary(max_size=200).map(lambda b: b.replace(b"x", b"data:")), st.lists(st.integers(0, 200), max_size=4))
def test_any_bytes_cut_anywhere_give_the_same_events(data: bytes, cuts: list[int]) -> None:
    places = [0, *sorted(cuts), len(data)]
    assert read(*(data[a:b] for a, b in pairwise(places) if a < b)) == read(data)


@case(46)
def test_invalid_utf8_is_replaced_and_the_stream_goes_on() -> None:
    assert read(b"data: caf\xe9\n\ndata: next\n\n") == [ServerEvent("", "caf\ufffd"), ServerEvent("", "next")]


@case(40, 44)
@pytest.mark.parametrize("data", [b"data: " + b"a" * 200, b"data: " + b"a" * 60 + b"\ndata: " + b"b" * 60 + b"\n"])
def test_a_line_or_an_event_without_an_end_is_refused(data: bytes) -> None:
    reader = EventReader(limit_bytes=100)
    with pytest.raises(ChatError, match="without an end"):
        list(reader.feed(data))


def test_what_came_before_a_line_without_an_end_is_given() -> None:
    reader = EventReader(limit_bytes=100).feed(b"data: good\n\ndata: " + b"a" * 200)
    assert next(reader) == ServerEvent("", "good")
    with pytest.raises(ChatError):
        next(reader)
