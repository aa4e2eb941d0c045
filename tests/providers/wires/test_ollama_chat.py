"""The ollama-chat wire: short streams as the documentation describes them, and malformed ones.

https://docs.ollama.com/api/chat, https://docs.ollama.com/api/errors, https://docs.ollama.com/capabilities/thinking.
"""

import json
from typing import Any

import pytest

from deskchat.chat.errors import ChatError
from deskchat.chat.events import (
    AnsweredBy,
    Finished,
    ReasoningDelta,
    SpeedReported,
    StreamEvent,
    TextDelta,
    ToolCalled,
    UsageReported,
)
from deskchat.chat.message import Stop, Usage
from deskchat.providers.wires.ollama_chat import open_wire
from tests.faults.cases import case
from tests.providers.wires import replay

TAGS = {"think_tags": True}
END = {"message": {"role": "assistant", "content": ""}, "done": True, "done_reason": "stop"}


def says(content: object = "", **message: object) -> dict[str, Any]:
    return {"message": {"role": "assistant", "content": content, **message}, "done": False}


def stream(*lines: object) -> bytes:
    return b"".join((line if isinstance(line, bytes) else json.dumps(line).encode()) + b"\n" for line in lines)


def read(*pieces: bytes, dialect: dict[str, Any] | None = None) -> tuple[list[StreamEvent], ChatError | None]:
    return replay.read(open_wire("Ollama", dialect or {}).decoder(), pieces)


def text(events: list[StreamEvent]) -> str:
    return "".join(e.text for e in events if isinstance(e, TextDelta))


def test_a_whole_reply_in_order() -> None:
    events, error = read(
        stream(
            {"model": "qwen3:8b", "created_at": "2026-11-01T00:00:00Z", **says(thinking="Hm.")},
            {"model": "qwen3:8b", **says("Hel")},
            says("lo"),
            {
                **END, "model": "qwen3:8b", "total_duration": 5_000_000_000, "prompt_eval_count": 900,
                "prompt_eval_cached_count": 850, "eval_count": 50, "eval_duration": 2_000_000_000,
            },
        )
    )  # fmt: skip
    assert error is None
    assert events == [
        AnsweredBy("qwen3:8b"),
        ReasoningDelta("Hm."),
        TextDelta("Hel"),
        TextDelta("lo"),
        UsageReported(Usage(900, 50, 850)),
        SpeedReported(25.0),
        Finished(Stop.END),
    ]


@pytest.mark.parametrize(
    ("reason", "stop"),
    [("stop", "end"), ("length", "length"), ("load", "end"), ("unload", "end"), ("new", "end"), (None, "end"), (3, "end")],
)
def test_reasons_to_stop(reason: object, stop: str) -> None:
    events, error = read(stream(says("x"), {**END, "done_reason": reason}))
    assert error is None
    assert events[-1] == Finished(Stop(stop))


def test_one_object_in_place_of_a_stream_is_a_reply() -> None:
    body = stream({**END, "message": {"role": "assistant", "content": "Hi"}})
    assert read(body)[0] == [TextDelta("Hi"), Finished(Stop.END)]
    assert read(body.rstrip())[0] == [TextDelta("Hi"), Finished(Stop.END)]


def test_what_follows_the_last_line_is_not_read() -> None:
    decoder = open_wire("Ollama", {}).decoder()
    events, error = replay.read(decoder, [stream(says("a"), END, says("b"), {"error": "late"}), stream(says("c"))])
    assert (text(events), error) == ("a", None)
    assert decoder.done


def test_tool_calls_are_told() -> None:
    calls = [{"function": {"name": "weather", "arguments": {"city": "Zürich"}}}, {"function": {"name": "now"}}, {"odd": 1}]
    events, error = read(stream(says(tool_calls=calls), END))
    assert error is None
    assert events == [ToolCalled("weather", '{"city": "Zürich"}'), ToolCalled("now"), Finished(Stop.END)]


def test_an_error_after_words_keeps_the_words() -> None:
    body = stream(says("one "), {"error": "an error was encountered while running the model"})
    for pieces in ([body], [body[i : i + 1] for i in range(len(body))], [body.rstrip()]):
        events, error = read(*pieces)
        assert text(events) == "one "
        assert error is not None
        assert error.kind == "overloaded"
        assert "an error was encountered while running the model" in error.message


def test_without_a_last_line_the_reply_is_cut_off_and_its_text_kept() -> None:
    events, error = read(stream(says("half a")) + b'{"message": {"content": "lost')
    assert text(events) == "half a"
    assert error is not None
    assert error.kind == "network"
    assert "cut" in error.message


@pytest.mark.parametrize(
    ("status", "message", "kind", "about", "remedy"),
    [
        (404, "model 'gemma9' not found", "not_found", "", "“ollama pull gemma9”"),
        (404, 'model "org/gemma9:4b" not found, try pulling it first', "not_found", "", "“ollama pull org/gemma9:4b”"),
        (404, "404 page not found", "not_found", "", "check the address"),
        (400, '"llama3.1:8b" does not support thinking', "bad_request", "effort", "change the message"),
        (400, 'think value "medium" is not supported for this model', "bad_request", "effort", "change the message"),
        (401, "unauthorized", "auth", "", "key"),
        (429, "too many concurrent requests", "rate_limit", "", "Wait"),
        (500, "model requires more system memory (48.0 GiB) than is available (9.6 GiB)", "engine", "", "smaller model"),
        (502, "upstream error", "overloaded", "", "Wait"),
    ],
)
def test_refusals(status: int, message: str, kind: str, about: str, remedy: str) -> None:
    error = open_wire("Ollama", {}).failure(status, {}, json.dumps({"error": message}).encode())
    assert (error.kind, error.about) == (kind, about)
    assert message in error.message
    assert remedy in error.remedy


def test_thinking_in_the_text_is_told_apart_where_the_dialect_says_so() -> None:
    body = stream(says("<thi"), says("nk>two"), says(" and two</think>"), says("\n\nFour."), END)
    events, _ = read(body, dialect=TAGS)
    assert events == [ReasoningDelta("two"), ReasoningDelta(" and two"), TextDelta("Four."), Finished(Stop.END)]
    assert text(read(body)[0]) == "<think>two and two</think>\n\nFour."


def test_where_thinking_comes_by_itself_tags_are_text() -> None:
    events, _ = read(stream(says(thinking="Hm."), says("<think>"), says(" is a tag."), END), dialect=TAGS)
    assert text(events) == "<think> is a tag."


def test_what_might_have_been_a_tag_is_not_lost() -> None:
    for end in (END, {"error": "gone"}, b""):
        assert text(read(stream(says("<thi"), end), dialect=TAGS)[0]) in ("<thi", "")
    assert text(read(stream(says("<thi"), END), dialect=TAGS)[0]) == "<thi"
    assert text(read(stream(says("<thi")), dialect=TAGS)[0]) == "<thi"


@case(45)
@pytest.mark.parametrize(
    "odd",
    [
        says(None),
        says(7, thinking=3, tool_calls="x"),
        says(tool_calls=[None, 3, {"function": None}, {"function": {"name": 5}}]),
        {"message": None},
        {"message": [], "done": "true", "model": 3},
        {"done": 1, "error": None},
        {"done": False, "prompt_eval_count": "many"},
        [],
        3,
        None,
        b"",
        b"\r",
        b"{",
        b'{"message": {"content": "cut',
        b"[" * 100_000,
        b'{"message":' * 100_000,
        b'{"n": NaN, "m": ' + b"9" * 5000 + b"}",
        b"\xff\xfe\x00",
        b'{"message": {"tool_calls": [{"function": {"name": "f", "arguments": ' + b"[" * 900 + b"]" * 900 + b"}}]}}",
    ],
    ids=lambda odd: repr(odd)[:40],
)
def test_odd_lines_disturb_nothing(odd: object) -> None:
    events, error = read(stream(says("a"), odd, says("b"), END))
    assert error is None
    assert [e for e in events if not isinstance(e, ToolCalled)] == [TextDelta("a"), TextDelta("b"), Finished(Stop.END)]


@pytest.mark.parametrize(
    "counts",
    [
        {"eval_count": 5, "eval_duration": 0},
        {"eval_count": 0, "eval_duration": 5},
        {"eval_count": True, "eval_duration": "5"},
        {"eval_count": -3, "eval_duration": 10**40},
    ],
)
def test_no_speed_without_sense(counts: dict[str, Any]) -> None:
    events, error = read(stream(says("a"), {**END, **counts}))
    assert error is None
    assert not any(isinstance(e, SpeedReported) for e in events)


def test_a_character_written_as_two_halves_is_one_character() -> None:
    events, error = read(stream(b'{"message":{"content":"a\\ud83d"}}', b'{"message":{"content":"\\ude00b"}}', END))
    assert error is None
    assert text(events) == "a\U0001f600b"


def test_a_half_that_stays_alone_becomes_a_mark_that_can_be_stored() -> None:
    assert text(read(stream(b'{"message":{"content":"a\\ud83d"}}', END))[0]) == "a\ufffd"
    events, _ = read(stream(b'{"message":{"thinking":"a\\ud83d"}}', END))
    assert events[0] == ReasoningDelta("a\ufffd")


def test_nothing_and_plain_text_are_no_replies() -> None:
    for body in (b"", b"\n\n", b"OK", b"Not found\n\n", b"[]", b"{}", b'{"models": []}', b"<html>", b"data: {}\n\n"):
        events, error = read(body)
        assert events == []
        assert error is not None
        assert error.kind == "protocol"
