"""Replies of Anthropic's Messages, event by event, written from its documentation."""

import json
from typing import Any

import pytest

from deskchat.chat.errors import ChatError
from deskchat.chat.events import (
    AnsweredBy,
    Finished,
    Noted,
    ReasoningDelta,
    SourceCited,
    StreamEvent,
    TextDelta,
    ToolCalled,
    UsageReported,
)
from deskchat.chat.message import Stop, Usage
from deskchat.providers.wire import open_wire
from deskchat.providers.wires.anthropic_messages import MOST_SOURCES
from tests.providers.wires import replay

OPUS = "claude-opus-5-5"


def sse(*events: dict[str, Any]) -> bytes:
    """As they are streamed."""
    return "".join(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n" for event in events).encode()


def start(model: str = OPUS, **usage: Any) -> dict[str, Any]:
    message: dict[str, Any] = {"id": "msg_1", "type": "message", "role": "assistant", "model": model, "content": []}
    return {"type": "message_start", "message": {**message, "usage": usage or {"input_tokens": 9, "output_tokens": 1}}}


def opened(index: int, kind: str, **fields: Any) -> dict[str, Any]:
    return {"type": "content_block_start", "index": index, "content_block": {"type": kind, **fields}}


def more(index: int, kind: str, **fields: Any) -> dict[str, Any]:
    return {"type": "content_block_delta", "index": index, "delta": {"type": kind, **fields}}


def closed(index: int) -> dict[str, Any]:
    return {"type": "content_block_stop", "index": index}


def text(words: str, index: int = 0) -> tuple[dict[str, Any], ...]:
    """A block of text."""
    return (opened(index, "text", text=""), more(index, "text_delta", text=words), closed(index))


def ends(reason: str = "end_turn", details: object = None, **usage: Any) -> tuple[dict[str, Any], ...]:
    delta = {"stop_reason": reason, "stop_sequence": None, "stop_details": details}
    return (
        {"type": "message_delta", "delta": delta, "usage": usage or {"output_tokens": 5}},
        {"type": "message_stop"},
    )


def read(body: bytes) -> tuple[list[StreamEvent], ChatError | None]:
    return replay.read(open_wire("anthropic-messages", "Anthropic", {}).decoder(), [body])


def whole(*events: dict[str, Any]) -> list[StreamEvent]:
    """The events of a reply that went well, without its label and counts."""
    seen, error = read(sse(*events))
    assert error is None
    return [event for event in seen if not isinstance(event, AnsweredBy | UsageReported)]


def failed(body: bytes) -> ChatError:
    _, error = read(body)
    assert error is not None
    return error


def test_a_reply_with_thinking_pings_and_news_nobody_knows() -> None:
    seen, error = read(
        sse(
            start(),
            {"type": "ping"},
            opened(0, "thinking", thinking="", signature=""),
            more(0, "thinking_delta", thinking="Let me see."),
            more(0, "signature_delta", signature="EqoB"),
            closed(0),
            opened(1, "redacted_thinking", data="Eqk="),
            closed(1),
            {"type": "something_new", "text": "?"},
            opened(2, "something_newer", text="?", thinking="?"),
            more(2, "something_delta", text="?", thinking="?"),
            closed(2),
            *text("Hello.", 3),
            *ends(output_tokens=7, output_tokens_details={"thinking_tokens": 4}),
        )
    )
    assert error is None
    assert seen == [
        AnsweredBy(OPUS),
        UsageReported(Usage(9, 1)),
        ReasoningDelta("Let me see."),
        TextDelta("Hello."),
        UsageReported(Usage(9, 7, reasoning_tokens=4)),
        Finished(Stop.END),
    ]


def test_the_cache_is_part_of_the_input() -> None:
    seen, _ = read(
        sse(
            start(input_tokens=3, cache_creation_input_tokens=20, cache_read_input_tokens=1_000, output_tokens=1),
            *text("Hi."),
            *ends(output_tokens=5),
        )
    )
    assert [event.usage for event in seen if isinstance(event, UsageReported)] == [
        Usage(1_023, 1, 1_000, None, 20),
        Usage(1_023, 5, 1_000, None, 20),
    ]


def test_counts_that_come_late_replace_earlier_ones() -> None:
    seen, _ = read(
        sse(start(input_tokens=0, output_tokens=0), *text("Hi."), *ends(input_tokens=61, output_tokens=2, cache_read_input_tokens=4))
    )
    assert replay.told(seen)["usage"] == Usage(65, 2, 4)


@pytest.mark.parametrize("odd", [{"input_tokens": -1}, {"input_tokens": "9"}, {"output_tokens": True}, {"x": 5}])
def test_counts_that_are_none_are_not_told(odd: dict[str, Any]) -> None:
    seen, error = read(sse(start(**odd), *text("Hi."), *ends(**odd)))
    assert error is None
    assert not any(isinstance(event, UsageReported) for event in seen)


def test_blocks_at_once_are_told_apart_by_what_they_bring() -> None:
    assert whole(
        start(),
        opened(0, "thinking", thinking=""),
        more(0, "thinking_delta", thinking="Six times"),
        opened(1, "text", text=""),
        more(1, "text_delta", text="42"),
        more(0, "thinking_delta", thinking=" seven."),
        more(0, "signature_delta", signature=""),
        closed(0),
        closed(1),
        *ends(),
    ) == [ReasoningDelta("Six times"), TextDelta("42"), ReasoningDelta(" seven."), Finished(Stop.END)]


def test_a_character_cut_in_two_is_joined() -> None:
    first, second = "\ud83d", "\ude00"
    assert whole(start(), *text("a" + first), *text(second, 1), *ends()) == [
        TextDelta("a"),
        TextDelta("😀"),
        Finished(Stop.END),
    ]
    assert whole(start(), *text("a" + first), *ends())[1] == TextDelta("\ufffd")


def test_places_on_the_web_are_told_once() -> None:
    place = {"type": "web_search_result_location", "url": "https://a.example", "title": "A\npage", "cited_text": "…"}
    result = {"type": "search_result_location", "source": "http://b.example", "title": None}
    here = {"type": "char_location", "document_index": 0, "document_title": "facts.txt", "cited_text": "…"}
    elsewhere = {"type": "search_result_location", "source": "javascript:alert(1)"}
    cited = (more(0, "citations_delta", citation=one) for one in (place, place, here, elsewhere, result))
    events = whole(start(), opened(0, "text", text="", citations=[]), *cited, *text("So.", 1), *ends())
    assert events == [
        SourceCited("https://a.example", "A page"),
        SourceCited("http://b.example"),
        TextDelta("So."),
        Finished(Stop.END),
    ]


def test_there_are_only_so_many_places() -> None:
    places = [more(0, "citations_delta", citation={"url": f"https://a.example/{n}"}) for n in range(2 * MOST_SOURCES)]
    assert len(whole(start(), *places, *text("So."), *ends())) == MOST_SOURCES + 2


def test_tools_are_told_with_what_they_found() -> None:
    assert whole(
        start(),
        opened(0, "server_tool_use", id="srv_1", name="web_search", input={}),
        more(0, "input_json_delta", partial_json=""),
        more(0, "input_json_delta", partial_json='{"query": "news"}'),
        closed(0),
        opened(1, "web_search_tool_result", tool_use_id="srv_1", content=[{"title": "News", "url": "https://a.example"}]),
        closed(1),
        *text("Here.", 2),
        opened(3, "tool_use", id="t_1", name="weather", input={}),
        more(3, "input_json_delta", partial_json='{"city": "Par'),
        closed(3),
        *ends("tool_use"),
    ) == [
        ToolCalled("web_search", '{"query": "news"}', "News https://a.example"),
        TextDelta("Here."),
        ToolCalled("weather", '{"city": "Par'),
        Finished(Stop.TOOL),
    ]


def test_a_turn_that_pauses_says_what_it_was_doing() -> None:
    call = opened(0, "server_tool_use", id="srv_1", name="web_search", input={"query": "x"})
    assert whole(start(), call, closed(0), *ends("pause_turn")) == [ToolCalled("web_search", '{"query": "x"}'), Finished(Stop.TOOL)]


def test_another_model_that_goes_on_is_named() -> None:
    seen, error = read(
        sse(
            start("claude-fable-5"),
            opened(0, "fallback", **{"from": {"model": "claude-fable-5"}, "to": {"model": "claude-opus-4-8"}}),
            closed(0),
            *text("Well.", 1),
            *ends(),
        )
    )
    assert error is None
    assert [event.model for event in seen if isinstance(event, AnsweredBy)] == ["claude-fable-5", "claude-opus-4-8"]
    assert Noted("Anthropic let claude-opus-4-8 go on, because claude-fable-5 declined to answer.") in seen


def test_a_refusal_is_explained() -> None:
    details = {"type": "refusal", "category": "cyber", "explanation": "It was blocked."}
    assert whole(start(), *ends("refusal", details)) == [
        Noted("Anthropic declined to answer because it could help to attack computers. It says: “It was blocked”."),
        Finished(Stop.REFUSAL),
    ]
    assert whole(start(), *text("Hi"), *ends("refusal")) == [
        TextDelta("Hi"),
        Noted("Anthropic declined to answer."),
        Finished(Stop.REFUSAL),
    ]


@pytest.mark.parametrize(
    ("reason", "stop"),
    [
        ("end_turn", Stop.END),
        ("stop_sequence", Stop.END),
        ("max_tokens", Stop.LENGTH),
        ("tool_use", Stop.TOOL),
        ("a_new_one", Stop.END),
    ],
)
def test_why_a_reply_ends(reason: str, stop: Stop) -> None:
    assert whole(start(), *text("Hi."), *ends(reason)) == [TextDelta("Hi."), Finished(stop)]


def test_a_full_context_is_a_limit_and_said() -> None:
    _, note, end = whole(start(), *text("Hi."), *ends("model_context_window_exceeded"))
    assert isinstance(note, Noted)
    assert end == Finished(Stop.LENGTH)


@pytest.mark.parametrize("doubled", [(start(), start()), (start(), *text("I th"), start())])
def test_a_message_that_starts_twice_goes_on(doubled: tuple[dict[str, Any], ...]) -> None:
    seen, error = read(sse(*doubled, *text("Hello."), *ends()))
    assert error is None
    assert replay.told(seen)["text"].endswith("Hello.")
    assert [event.model for event in seen if isinstance(event, AnsweredBy)] == [OPUS]


def test_one_object_instead_of_a_stream_is_read() -> None:
    content = [
        {"type": "thinking", "thinking": "Let me see.", "signature": "EqoB"},
        {"type": "tool_use", "id": "t", "name": "weather", "input": {"city": "Paris"}},
        {"type": "text", "text": "Hello.", "citations": [{"url": "https://a.example"}]},
    ]
    usage = {"input_tokens": 3, "output_tokens": 4}
    message = {"type": "message", "model": OPUS, "content": content, "stop_reason": "max_tokens", "usage": usage}
    seen, error = read(json.dumps(message, indent=1).encode())
    assert error is None
    assert seen == [
        AnsweredBy(OPUS),
        UsageReported(Usage(3, 4)),
        ReasoningDelta("Let me see."),
        ToolCalled("weather", '{"city": "Paris"}'),
        TextDelta("Hello."),
        SourceCited("https://a.example"),
        Finished(Stop.LENGTH),
    ]


def test_a_reply_that_says_why_it_ends_is_whole_without_its_last_event() -> None:
    body = sse(start(), *text("Hi."), ends()[0])
    for cut in (body, body.rstrip(b"\n")):
        seen, error = read(cut)
        assert error is None
        assert seen[-1] == Finished(Stop.END)


@pytest.mark.parametrize("kept", [1, 2, 3, 4])
def test_a_stream_without_a_reason_to_stop_was_cut_off(kept: int) -> None:
    seen, error = read(sse(*(start(), *text("Hi."))[:kept]))
    assert error is not None
    assert (error.kind, error.sentence) == ("network", "The connection was cut before Anthropic had finished the reply.")
    assert not any(isinstance(event, Finished) for event in seen)


def test_the_last_event_alone_proves_nothing() -> None:
    assert failed(sse(start(), *text("Hi."), {"type": "message_stop"})).kind == "network"


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"data: {}\n\n", b"data: [DONE]\n\n", sse({"type": "ping"}), b"Hello"])
def test_what_is_no_reply_is_said_to_be_none(body: bytes) -> None:
    assert failed(body).kind == "protocol"


@pytest.mark.parametrize(
    ("kind", "message", "expected"),
    [
        ("overloaded_error", "Overloaded", "overloaded"),
        ("api_error", "Internal server error", "overloaded"),
        ("rate_limit_error", "Too many tokens", "rate_limit"),
        ("billing_error", "No credit", "quota"),
        ("authentication_error", "invalid x-api-key", "auth"),
        ("permission_error", "Not yours", "permission"),
        ("not_found_error", "model: claude-none", "not_found"),
        ("timeout_error", "Too slow", "timeout"),
        ("invalid_request_error", "Unexpected value", "bad_request"),
        ("invalid_request_error", "prompt is too long: 9 tokens > 8 maximum", "context"),
        ("a_new_error", "Well", "overloaded"),
    ],
)
def test_an_error_inside_the_stream(kind: str, message: str, expected: str) -> None:
    value = {"type": "error", "error": {"type": kind, "message": message}, "request_id": "req_1"}
    for broken in (sse(start(), *text("Hi."), value), json.dumps(value).encode(), b"data: " + json.dumps(value).encode()):
        error = failed(broken)
        assert error.kind == expected
        assert message in error.message or expected == "context"
    seen, _ = read(sse(start(), *text("Hi."), value))
    assert TextDelta("Hi.") in seen


@pytest.mark.parametrize(
    ("status", "kind", "code", "message", "expected", "about"),
    [
        (402, "billing_error", None, "Pay first", "quota", ""),
        (400, "invalid_request_error", None, "Your credit balance is too low. Go to Plans & Billing.", "quota", ""),
        (429, "rate_limit_error", None, "Number of request tokens has exceeded your rate limit", "rate_limit", ""),
        (429, "rate_limit_error", "enforced_spend_limit_reached", "Limit reached", "quota", ""),
        (429, "rate_limit_error", "contract_spend_limit_reached", "Limit reached", "quota", ""),
        (429, "rate_limit_error", "ramp_limit_exceeded", "Too fast", "rate_limit", ""),
        (413, "request_too_large", None, "Request exceeds the maximum size", "bad_request", ""),
        (403, "permission_error", None, "Not yours", "permission", ""),
        (504, "timeout_error", None, "Too slow", "timeout", ""),
        (529, "overloaded_error", None, "Overloaded", "overloaded", ""),
        (400, "invalid_request_error", None, "input length and `max_tokens` exceed context limit: 9 + 9 > 10", "context", ""),
        (400, "invalid_request_error", None, "This model does not support the effort parameter.", "bad_request", "effort"),
        (400, "invalid_request_error", None, '"thinking.type.disabled" is not supported for this model.', "bad_request", "effort"),
        (400, "invalid_request_error", None, "adaptive thinking is not supported on this model", "bad_request", "effort"),
        (400, "invalid_request_error", None, "messages.1.content.0: Invalid `signature` in `thinking` block", "bad_request", "state"),
        (400, "invalid_request_error", "image_dimensions_too_large", "image too large", "bad_request", ""),
    ],
)
def test_refusals(status: int, kind: str, code: str | None, message: str, expected: str, about: str) -> None:
    details = None if code is None else {"error_code": code}
    value = {"type": "error", "error": {"type": kind, "message": message, "details": details}, "request_id": "req_1"}
    error = open_wire("anthropic-messages", "Anthropic", {}).failure(status, {"retry-after": "7"}, json.dumps(value).encode())
    assert (error.kind, error.about) == (expected, about)
    assert error.retry_after_s == 7


def test_the_end_is_seen_before_the_bytes_are_over() -> None:
    decoder = open_wire("anthropic-messages", "Anthropic", {}).decoder()
    assert list(decoder.feed(sse(start(), *text("Hi."))))
    assert not decoder.done
    assert list(decoder.feed(sse(*ends())))
    assert decoder.done
    assert list(decoder.end()) == [Finished(Stop.END)]
