"""The openai-chat wire: short streams as the documentation describes them, and malformed ones."""

import json
from typing import Any

import pytest
from openai.types.chat.completion_create_params import CompletionCreateParamsBase, CompletionCreateParamsStreaming
from pydantic import TypeAdapter

from deskchat.chat.errors import ChatError
from deskchat.chat.events import (
    AnsweredBy,
    CostReported,
    Finished,
    ReasoningDelta,
    RefusalDelta,
    SourceCited,
    SpeedReported,
    StateReported,
    StreamEvent,
    TextDelta,
    ToolCalled,
    UsageReported,
)
from deskchat.chat.message import Cost, Role, Stop, Usage
from deskchat.chat.model import ModelInfo, ModelRef, Sampling
from deskchat.chat.parts import StatePart, TextPart
from deskchat.chat.request import ChatRequest, Outgoing
from deskchat.providers.chat_dialect import Dialect
from deskchat.providers.wires.openai_chat import MOST_SOURCES, OpenAIChat, open_wire
from tests.faults.cases import case

END = {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}


def says(content: object, **more: object) -> dict[str, Any]:
    return {"choices": [{"index": 0, "delta": {"content": content}, **more}]}


def stream(*chunks: object, done: bool = True) -> bytes:
    lines = [c if isinstance(c, bytes) else json.dumps(c).encode() for c in chunks]
    return b"".join(b"data: " + line + b"\n\n" for line in lines) + (b"data: [DONE]\n\n" if done else b"")


def read(data: bytes, dialect: Dialect | None = None) -> tuple[list[StreamEvent], ChatError | None]:
    events: list[StreamEvent] = []
    decoder = OpenAIChat("Test", dialect or Dialect()).decoder()
    try:
        for event in decoder.feed(data):
            events.append(event)    # noqa: PERF402  # what came before a failure is wanted too
        for event in decoder.end():
            events.append(event)    # noqa: PERF402
    except ChatError as error:
        return events, error
    return events, None


def text(events: list[StreamEvent]) -> str:
    return "".join(e.text for e in events if isinstance(e, TextDelta))


def test_a_whole_reply_in_order() -> None:
    events, error = read(
        stream(
            {"model": "big-1", "choices": []},
            {"model": "big-1", "choices": [{"index": 0, "delta": {"reasoning_content": "Hm."}}]},
            says("Hel"),
            says("lo"),
            END,
            {"choices": [], "usage": {"prompt_tokens": 3, "completion_tokens": 2, "prompt_tokens_details": {"cached_tokens": 1}}},
            {"choices": [], "timings": {"predicted_per_second": 81.5}},
        )
    )
    assert error is None
    assert events == [
        AnsweredBy("big-1"),
        ReasoningDelta("Hm."),
        TextDelta("Hel"),
        TextDelta("lo"),
        UsageReported(Usage(3, 2, 1)),
        SpeedReported(81.5),
        Finished(Stop.END),
    ]


@pytest.mark.parametrize(
    ("reason", "stop"),
    [("stop", "end"), ("length", "length"), ("content_filter", "filter"), ("tool_calls", "tool"), ("eos_token", "end")],
)
def test_reasons_to_stop(reason: str, stop: str) -> None:
    events, _ = read(stream(says("x", finish_reason=reason)))
    assert events[-1] == Finished(Stop(stop))


def test_a_refusal_is_told_apart() -> None:
    events, _ = read(stream({"choices": [{"delta": {"refusal": "I won't."}}]}, END))
    assert events == [RefusalDelta("I won't."), Finished(Stop.REFUSAL)]


@pytest.mark.parametrize("done", [True, False])
def test_without_a_reason_to_stop_the_reply_is_cut_off_and_its_text_kept(done: bool) -> None:
    events, error = read(stream(says("half a"), done=done))
    assert text(events) == "half a"
    assert error is not None
    assert error.kind == "network"
    assert "cut" in error.message


def test_done_is_not_needed() -> None:
    events, error = read(stream(says("Hi"), END, done=False).rstrip())
    assert (text(events), error) == ("Hi", None)


def test_an_error_after_words_keeps_the_words() -> None:
    events, error = read(stream(says("one "), {"error": {"message": "Rate limit reached", "code": 429}}))
    assert text(events) == "one "
    assert error is not None
    assert error.kind == "rate_limit"
    assert "Rate limit reached" in error.message


def test_a_named_error_event_is_an_error() -> None:
    _, error = read(stream(says("a")) [:0] + b'event: error\ndata: {"message": "The model fell over"}\n\n')
    assert error is not None
    assert "The model fell over" in error.message


@case(45)
@pytest.mark.parametrize(
    "odd",
    [
        says(None),
        says(7),
        says([1, None, {"type": "unknown", "text": "no"}, {"type": "text", "text": 5}]),
        {"choices": []},
        {"choices": None},
        {"choices": [None, 3, {"index": 7, "delta": {"content": "not this one"}}]},
        {"choices": [{"index": 0}]},
        {"choices": [{"index": 0, "delta": None, "finish_reason": 3}]},
        {"choices": [{"index": 0, "delta": {"tool_calls": [{"odd": True}], "refusal": 3, "reasoning": []}}]},
        {"choices": [], "usage": {"prompt_tokens": -1, "completion_tokens": "many", "prompt_tokens_details": 3}},
        {"choices": [], "usage": [], "x_groq": 1, "timings": {"predicted_per_second": "fast"}, "model": 3},
        {"choices": [], "usage": {"prompt_tokens": 10**40, "completion_tokens": True}},
        [],
        3,
        None,
        b"{",
        b'{"choices": [',
        b'{"choices": []} {"choices": []}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"choices": [], "n": NaN, "m": ' + b"9" * 400 + b"}",
        b'{"choices": [], "n": ' + b"9" * 5000 + b"}",
        b"\xff\xfe\x00",
    ],
    ids=lambda odd: repr(odd)[:40],
)
def test_odd_chunks_disturb_nothing(odd: object) -> None:
    events, error = read(stream(says("a"), odd, says("b"), END))
    assert error is None
    assert [e for e in events if not isinstance(e, UsageReported)] == [TextDelta("a"), TextDelta("b"), Finished(Stop.END)]


def test_a_character_written_as_two_halves_in_two_chunks_is_one_character() -> None:
    body = stream(b'{"choices":[{"delta":{"content":"a\\ud83d"}}]}', b'{"choices":[{"delta":{"content":"\\ude00b"}}]}', END)
    assert text(read(body)[0]) == "a\U0001f600b"


@case(46)
def test_a_lone_half_becomes_a_mark_that_can_be_stored() -> None:
    events, error = read(stream(b'{"choices":[{"delta":{"content":"a\\ude00b\\ud83d"}}]}', END))
    assert error is None
    assert text(events) == "a\ufffdb\ufffd"


def test_thinking_tags_are_read_where_the_dialect_says_so() -> None:
    body = stream(says("<think>two"), says(" and two</think>"), says("Four."), END)
    events, _ = read(body, Dialect(think_tags=True))
    assert events == [ReasoningDelta("two"), ReasoningDelta(" and two"), TextDelta("Four."), Finished(Stop.END)]
    assert text(read(body)[0]) == "<think>two and two</think>Four."


def test_nothing_and_plain_text_are_no_replies() -> None:
    for body in (b"", b"\n\n", b"OK", b"Not found\n\n", b"[]", b"{}", b'{"choices": 3'):
        events, error = read(body)
        assert events == []
        assert error is not None
        assert error.kind in ("protocol", "network")


@pytest.mark.parametrize(
    ("dialect", "effort", "expected"),
    [
        ({}, "low", {"reasoning_effort": "low"}),
        ({"effort": "reasoning"}, "high", {"reasoning": {"effort": "high"}}),
        ({"effort": ""}, "high", {}),
        ({"efforts": {"medium": "high"}}, "medium", {"reasoning_effort": "high"}),
        ({"efforts": {"none": ""}}, "none", {}),
        ({"thinking_switch": True}, "none", {"thinking": {"type": "disabled"}}),
    ],
)
def test_effort_is_sent_in_the_servers_words(dialect: dict[str, Any], effort: str, expected: dict[str, Any]) -> None:
    body = encoded(dialect, Sampling(effort=effort))
    assert {k: v for k, v in body.items() if k in ("reasoning_effort", "reasoning", "thinking")} == expected


def test_only_what_the_dialect_has_a_name_for_is_sent() -> None:
    sampling = Sampling(temperature=0.0, top_p=0.9, top_k=40, min_p=0.1, repeat_penalty=1.1, max_tokens=5, seed=1)
    plain = encoded({"include_usage": False}, sampling)
    assert {k: v for k, v in plain.items() if k not in ("model", "messages", "stream")} == {
        "temperature": 0.0, "top_p": 0.9, "max_tokens": 5, "seed": 1
    }
    named = encoded({"top_k": "top_k", "limit_field": "max_completion_tokens", "seed": "", "system_role": "developer"}, sampling)
    assert (named["top_k"], named["max_completion_tokens"]) == (40, 5)
    assert "seed" not in named
    assert named["messages"][0] == {"role": "developer", "content": "Be brief."}
    assert named["stream_options"] == {"include_usage": True}


def encoded(dialect: dict[str, Any], sampling: Sampling) -> dict[str, Any]:
    model = ModelInfo(ModelRef("test", "org/m"), "M")
    request = ChatRequest(model, (Outgoing(Role.USER, (TextPart("Hi"),)),), "Be brief.", sampling)
    endpoint = open_wire("Test", dialect).encode(request)
    assert endpoint.path == "chat/completions"
    body: dict[str, Any] = json.loads(endpoint.body)
    return body


def test_tool_calls_are_put_together_and_told_once() -> None:
    def piece(**call: object) -> dict[str, Any]:
        return {"choices": [{"delta": {"tool_calls": [call]}}]}

    events, error = read(
        stream(
            says("Let me look."),
            piece(index=0, id="a", function={"name": "find", "arguments": '{"q"'}),
            piece(index=0, function={"arguments": ':"bread"}'}),
            piece(index=1, function={"name": "clock", "arguments": None}),
            {"choices": [{"delta": {}, "finish_reason": "tool_calls"}]},
        )
    )
    assert error is None
    assert events[-3:] == [ToolCalled("find", '{"q":"bread"}'), ToolCalled("clock", ""), Finished(Stop.TOOL)]


def test_sources_of_every_server_are_told_once() -> None:
    events, _ = read(
        stream(
            {"choices": [{"delta": {"content": "x", "annotations": [
                {"type": "url_citation", "url_citation": {"url": "https://a.example/", "title": "A"}}]}}]},
            {"choices": [], "search_results": [{"url": "https://b.example/", "title": "B"}],
             "citations": ["https://b.example/", "https://c.example/", "javascript:x", 3]},
            END,
        )
    )  # fmt: skip
    assert [e for e in events if isinstance(e, SourceCited)] == [
        SourceCited("https://a.example/", "A"), SourceCited("https://b.example/", "B"), SourceCited("https://c.example/")
    ]


def test_there_are_only_so_many_sources_in_however_many_pieces_they_come() -> None:
    pieces = [{"choices": [], "citations": [f"https://a.example/{n}"]} for n in range(2 * MOST_SOURCES)]
    events, _ = read(stream(says("x"), *pieces, END))
    assert len([e for e in events if isinstance(e, SourceCited)]) == MOST_SOURCES


@pytest.mark.parametrize("cost", [0.00125, {"total_cost": 0.00125, "request_cost": 0.001}])    # OpenRouter, Perplexity
def test_what_a_reply_cost_is_taken_from_who_says_it(cost: object) -> None:
    usage = {"prompt_tokens": 3, "completion_tokens": 2, "cost": cost}
    events, _ = read(stream(says("x"), END, {"choices": [], "usage": usage}, {"choices": [], "usage": usage}))
    assert [e for e in events if isinstance(e, CostReported)] == [CostReported(Cost(1_250_000))]


def detail(**fields: object) -> dict[str, Any]:
    return {"choices": [{"delta": {"reasoning_details": [{"type": "reasoning.text", "index": 0, **fields}]}}]}


def test_reasoning_details_go_back_unchanged_to_who_wants_them() -> None:
    body = stream(detail(text="Hm", format="anthropic-claude-v1"), detail(text="."), detail(signature="AbC="), says("Four."), END)
    events, _ = read(body, Dialect(keeps_details=True))
    state = next(e for e in events if isinstance(e, StateReported))
    joined = {"type": "reasoning.text", "index": 0, "text": "Hm.", "format": "anthropic-claude-v1", "signature": "AbC="}
    assert json.loads(state.items) == [joined]
    assert not any(isinstance(e, StateReported) for e in read(body)[0])
    assert replied({"keeps_details": True}, state.items) == {"role": "assistant", "content": "Four.", "reasoning_details": [joined]}
    assert replied({}, state.items) == {"role": "assistant", "content": "Four."}
    assert replied({"keeps_details": True}, "[[") == {"role": "assistant", "content": "Four."}


def test_details_without_a_signature_need_no_way_back() -> None:
    events, _ = read(stream(detail(text="Hm."), says("Four."), END), Dialect(keeps_details=True))
    assert not any(isinstance(e, StateReported) for e in events)


@pytest.mark.parametrize(
    ("dialect", "effort", "expected"),
    [
        ({"thinking_field": "enable_thinking", "effort": ""}, "none", {"enable_thinking": False}),
        ({"thinking_field": "enable_thinking", "effort": ""}, "high", {"enable_thinking": True}),
        (
            {"thinking_field": "enable_thinking", "template_switch": True, "effort": ""},
            "none",
            {"chat_template_kwargs": {"enable_thinking": False}},
        ),
        ({"thinking_field": "enable_thinking", "effort": ""}, None, {}),
    ],
)
def test_plain_switches_for_thinking(dialect: dict[str, Any], effort: str | None, expected: dict[str, Any]) -> None:
    body = encoded(dialect, Sampling(effort=effort))
    assert {k: v for k, v in body.items() if k in ("enable_thinking", "chat_template_kwargs", "reasoning_effort")} == expected


def test_after_a_refusal_nothing_is_asked_of_the_thinking() -> None:
    model = ModelInfo(ModelRef("test", "m"), "M")
    request = ChatRequest(model, (Outgoing(Role.USER, (TextPart("Hi"),)),), None, Sampling(effort="high"), plainly=True)
    assert "reasoning_effort" not in json.loads(open_wire("Test", {}).encode(request).body)


def test_the_plain_form_is_what_the_sdk_takes() -> None:
    body = encoded({"limit_field": "max_completion_tokens"}, Sampling(temperature=0.5, top_p=0.9, max_tokens=5, seed=1, effort="low"))
    TypeAdapter(CompletionCreateParamsStreaming).validate_python(body)
    assert set(body) <= set(CompletionCreateParamsStreaming.__annotations__) | set(CompletionCreateParamsBase.__annotations__)


def replied(dialect: dict[str, Any], state: str) -> dict[str, Any]:
    reply = Outgoing(Role.ASSISTANT, (StatePart("openai-chat", state), TextPart("Four.")))
    asked = (Outgoing(Role.USER, (TextPart("2+2?"),)), reply, Outgoing(Role.USER, (TextPart("Sure?"),)))
    body = json.loads(open_wire("Test", dialect).encode(ChatRequest(ModelInfo(ModelRef("x", "m"), "M"), asked)).body)
    sent: dict[str, Any] = body["messages"][1]
    return sent
