"""Events folded into a message: what is kept, and that it has an end."""

import tracemalloc

import pytest

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.events import (
    Noted,
    ReasoningDelta,
    RefusalDelta,
    SourceCited,
    StreamEvent,
    TextDelta,
    ToolCalled,
    UsageReported,
)
from deskchat.chat.message import Usage
from deskchat.chat.model import ModelInfo, ModelRef
from deskchat.chat.parts import TextPart
from deskchat.chat.reply import LONGEST, Reply

MODEL = ModelInfo(ModelRef("test", "model"), "Model")


def test_the_text_is_the_same_however_often_it_is_looked_at() -> None:
    seldom, often = Reply(MODEL, 0.0), Reply(MODEL, 0.0)
    for piece in "A reply in single letters.":
        for reply in (seldom, often):
            reply.fold(TextDelta(piece), 1.0)
        often.message(1.0)
    assert seldom.message(2.0) == often.message(2.0)
    assert seldom.message(2.0).parts == (TextPart("A reply in single letters."),)


@pytest.mark.parametrize(
    "event",
    [
        TextDelta("x" * 100_000),
        ReasoningDelta("x" * 100_000),
        RefusalDelta("x" * 100_000),
        ToolCalled("search", "x" * 100_000),
        Noted("x" * 100_000),
    ],
)
def test_everything_that_is_kept_counts(event: StreamEvent) -> None:
    reply = Reply(MODEL, 0.0)
    for _ in range(LONGEST // 100_000):
        reply.fold(event, 1.0)
    full_too_early = reply.is_full and not isinstance(event, ToolCalled | Noted)    # they take room beside their words
    reply.fold(event, 1.0)
    assert (full_too_early, reply.is_full) == (False, True)


def test_a_flood_of_small_notes_and_calls_is_full_before_it_takes_much_room() -> None:
    reply, number = Reply(MODEL, 0.0), 0
    while not reply.is_full:
        reply.fold(Noted(f"{number}"), 1.0)
        reply.fold(ToolCalled(f"{number}"), 1.0)
        number += 1
    assert number < 20_000
    assert len(reply.message(1.0).notes) == len(reply.message(1.0).parts) == number


def test_notes_of_before_the_reply_are_replaced_and_its_own_stay_once_each() -> None:
    reply = Reply(MODEL, 0.0, ("before",))
    for sentence in ("first", "before", "second", "first"):
        reply.fold(Noted(sentence), 1.0)
    assert reply.message(1.0).notes == ("before", "first", "second")
    reply.note(("asked again", "second"))
    assert reply.message(1.0).notes == ("asked again", "second", "first")


def test_the_same_source_again_takes_no_room_and_new_ones_do() -> None:
    reply = Reply(MODEL, 0.0)
    for _ in range(100_000):
        reply.fold(SourceCited("https://example.org/" + "x" * 100), 1.0)
    assert not reply.is_full
    for number in range(100_000):
        reply.fold(SourceCited(f"https://example.org/{number}/" + "x" * 100), 1.0)
    assert reply.is_full


def test_many_single_letters_take_little_more_room_than_their_text() -> None:
    reply = Reply(MODEL, 0.0)
    tracemalloc.start()
    for number in range(200_000):
        reply.fold(TextDelta("ж"), 1.0)
        if number % 10_000 == 0:
            reply.message(1.0)
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert taken < 1_200_000    # two bytes a letter; as a list of pieces they would take eight and more


def test_a_failure_says_what_helps_by_whether_there_are_words() -> None:
    for begun, action in ((False, "regenerate"), (True, "continue")):
        reply = Reply(MODEL, 0.0)
        reply.fold(ReasoningDelta("hm"), 1.0)
        if begun:
            reply.fold(TextDelta("So"), 2.0)
        reply.fail(ChatError(ErrorKind.NETWORK, "Gone."))
        failure = reply.message(3.0).failure
        assert failure is not None
        assert failure.remedy_action == action


@pytest.mark.parametrize(("ended_s", "speed"), [(3.0, 50.0), (1.01, None)])
def test_what_came_at_once_tells_no_speed(ended_s: float, speed: float | None) -> None:
    reply = Reply(MODEL, 0.0)
    reply.fold(TextDelta("All of it."), 1.0)
    reply.fold(UsageReported(Usage(output_tokens=101)), ended_s)
    assert reply.message(ended_s).timing.tokens_per_s == speed
