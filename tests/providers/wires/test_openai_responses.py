"""The openai-responses wire: short streams as the documentation describes them, malformed ones, and what is sent."""

import base64
import json
import tracemalloc
from collections.abc import Iterable
from typing import Any

import pytest
from openai.types.responses.input_token_count_params import InputTokenCountParams
from openai.types.responses.response_create_params import ResponseCreateParamsStreaming
from pydantic import TypeAdapter

from deskchat.chat.errors import ChatError
from deskchat.chat.events import (
    AnsweredBy,
    Finished,
    Noted,
    ReasoningDelta,
    RefusalDelta,
    SourceCited,
    StateReported,
    StreamEvent,
    TextDelta,
    ToolCalled,
    UsageReported,
)
from deskchat.chat.message import Role, Stop, Usage
from deskchat.chat.model import ModelInfo, ModelRef, Sampling
from deskchat.chat.parts import FilePart, ImagePart, StatePart, TextPart
from deskchat.chat.request import ChatRequest, Outgoing, Sendable
from deskchat.providers.wires.openai_responses import OpenAIResponses, open_wire
from tests.faults.cases import case
from tests.providers.wires import replay

SDK: TypeAdapter[Any] = TypeAdapter(ResponseCreateParamsStreaming)
COUNT: TypeAdapter[Any] = TypeAdapter(InputTokenCountParams)
MESSAGE = {
    "type": "message", "id": "msg_1", "role": "assistant", "status": "completed",
    "content": [{"type": "output_text", "text": "Four.", "annotations": []}],
}  # fmt: skip
REASONING = {
    "type": "reasoning", "id": "rs_1", "encrypted_content": "gAAAA", "summary": [{"type": "summary_text", "text": "Hm."}],
}  # fmt: skip


def event(kind: str, **fields: object) -> bytes:
    return f"event: {kind}\ndata: {json.dumps({'type': kind, **fields})}\n\n".encode()


def delta(text: str, kind: str = "output_text", **fields: object) -> bytes:
    return event(f"response.{kind}.delta", **{"output_index": 0, "content_index": 0, "delta": text, **fields})


def completed(**response: object) -> bytes:
    return event("response.completed", response={"status": "completed", "output": [], **response})


def item(value: dict[str, Any], index: int = 0) -> bytes:
    return event("response.output_item.done", output_index=index, item=value)


def read(*pieces: bytes) -> tuple[list[StreamEvent], ChatError | None]:
    return replay.read(OpenAIResponses("Test").decoder(), pieces)


def text(events: list[StreamEvent]) -> str:
    return "".join(e.text for e in events if isinstance(e, TextDelta))


def test_a_whole_reply_in_order() -> None:
    usage = {
        "input_tokens": 10, "input_tokens_details": {"cached_tokens": 4, "cache_write_tokens": 2},
        "output_tokens": 7, "output_tokens_details": {"reasoning_tokens": 5},
    }  # fmt: skip
    events, error = read(
        event("response.created", response={"status": "in_progress", "model": "gpt-5.5-2026"}),
        event("response.reasoning_summary_text.delta", output_index=0, summary_index=0, delta="First."),
        event("response.reasoning_summary_text.delta", output_index=0, summary_index=1, delta="Then."),
        item(REASONING),
        delta("Fo", output_index=1),
        delta("ur.", output_index=1),
        item(MESSAGE, 1),
        completed(usage=usage, model="gpt-5.5-2026"),
    )
    assert error is None
    state = events[-2]
    assert isinstance(state, StateReported)
    assert events[:-2] == [
        AnsweredBy("gpt-5.5-2026"),
        ReasoningDelta("First."),
        ReasoningDelta("\n\nThen."),
        TextDelta("Fo"),
        TextDelta("ur."),
        UsageReported(Usage(10, 7, 4, 5, 2)),
    ]
    assert events[-1] == Finished(Stop.END)


@pytest.mark.parametrize(
    ("reason", "stop"), [("max_output_tokens", "length"), ("max_messages", "length"), ("content_filter", "filter"), ("odd", "end")]
)
def test_incomplete_replies_say_why(reason: str, stop: str) -> None:
    events, error = read(
        delta("Half"), event("response.incomplete", response={"status": "incomplete", "incomplete_details": {"reason": reason}})
    )
    assert error is None
    assert events[-1] == Finished(Stop(stop))


def test_a_refusal_is_told_apart() -> None:
    events, _ = read(delta("I won't.", "refusal"), event("response.refusal.done", output_index=0, content_index=0, refusal="I won't."), completed())
    assert events == [RefusalDelta("I won't."), Finished(Stop.REFUSAL)]


def test_text_without_deltas_is_taken_from_what_is_done_once() -> None:
    done = event("response.output_text.done", output_index=0, content_index=0, text="Four.")
    assert text(read(done, item(MESSAGE), completed(output=[MESSAGE]))[0]) == "Four."
    assert text(read(item(MESSAGE), completed(output=[MESSAGE]))[0]) == "Four."
    assert text(read(completed(output=[MESSAGE]))[0]) == "Four."
    assert text(read(delta("Four."), done, item(MESSAGE), completed(output=[MESSAGE]))[0]) == "Four."


def test_what_the_deltas_left_out_is_told_with_what_is_done() -> None:
    assert text(read(delta("Fo"), item(MESSAGE), completed())[0]) == "Four."
    assert text(read(delta("Fi"), item(MESSAGE), completed())[0]) == "Fi"    # other words: what was told stands
    halved = event("response.output_text.done", output_index=0, content_index=0, text="\U0001f600")
    assert text(read(delta("\ud83d"), halved, completed())[0]) == "\U0001f600"


@pytest.mark.parametrize("place", [{}, {"item_id": "msg_1"}, {"item_id": "x"}, {"output_index": 3}])
def test_a_text_that_is_placed_in_another_way_each_time_is_told_once(place: dict[str, Any]) -> None:
    pieces = [event("response.output_text.delta", delta=word, **place) for word in ("Fo", "ur.")]
    assert text(read(*pieces, item(MESSAGE), completed(output=[MESSAGE]))[0]) == "Four."


def test_the_same_words_in_two_messages_are_told_twice() -> None:
    assert text(read(completed(output=[MESSAGE, MESSAGE]))[0]) == "Four.Four."
    assert text(read(event("response.output_text.delta", delta="Four."), item(MESSAGE), item(MESSAGE, 1), completed())[0]) == "Four.Four."


THOUGHTS = {"type": "reasoning", "id": "rs_1", "summary": [], "content": [{"type": "reasoning_text", "text": "Hm."}]}


@pytest.mark.parametrize(
    ("pieces", "thought"),
    [
        ([item(REASONING)], "Hm."),
        ([item(THOUGHTS)], "Hm."),
        ([item({**THOUGHTS, "summary": REASONING["summary"]})], "Hm."),
        ([event("response.reasoning_text.delta", output_index=0, content_index=0, delta="Hm."), item({**THOUGHTS, "summary": [{"text": "!"}]})], "Hm."),
        ([event("response.reasoning_text.done", output_index=0, content_index=0, text="Hm."), item(THOUGHTS)], "Hm."),
        ([event("response.reasoning_summary_text.done", output_index=0, summary_index=0, text="Hm."), item(REASONING)], "Hm."),
        ([item({**REASONING, "summary": [{"text": "One."}, {"text": "Two."}]})], "One.\n\nTwo."),
        ([item(REASONING), item({**REASONING, "summary": [{"text": "Ah."}]}, 1)], "Hm.\n\nAh."),
    ],
    ids=range(8),
)  # fmt: skip
def test_thoughts_are_told_once_in_whatever_events_they_come(pieces: list[bytes], thought: str) -> None:
    events, error = read(*pieces, delta("x", output_index=9), completed())
    assert error is None
    assert "".join(e.text for e in events if isinstance(e, ReasoningDelta)) == thought


def test_an_answer_of_two_responses_is_one_reply() -> None:
    first = (event("response.created", response={}), item(MESSAGE), completed(usage={"input_tokens": 1}))
    events, error = read(*first, event("response.created", response={}), item({**MESSAGE, "content": [{"type": "output_text", "text": " Yes, four."}]}), completed(usage={"input_tokens": 2}))
    assert error is None
    assert (text(events), events[-1]) == ("Four. Yes, four.", Finished(Stop.END))
    assert [e.usage.input_tokens for e in events if isinstance(e, UsageReported)] == [1, 2]


def test_one_object_in_place_of_a_stream_is_read() -> None:
    whole = {"object": "response", "status": "completed", "model": "m", "output": [MESSAGE], "usage": {"input_tokens": 3, "output_tokens": 2}}
    events, error = read(json.dumps(whole).encode())
    assert error is None
    assert events == [AnsweredBy("m"), TextDelta("Four."), UsageReported(Usage(3, 2)), Finished(Stop.END)]


def test_ids_that_change_in_every_event_are_one_text() -> None:
    events, _ = read(delta("a", item_id="x1"), delta("b", item_id="x2"), item({**MESSAGE, "id": "x3"}), completed())
    assert text(events) == "ab"


def test_without_a_place_texts_are_told_apart_by_id() -> None:
    pieces = [event("response.output_text.delta", item_id=name, delta=half) for name, half in (("a", "\ud83d"), ("b", "x"), ("a", "\ude00"))]
    assert text(read(*pieces, completed())[0]) == "x\U0001f600"


def test_tools_and_sources_do_not_disturb_the_text() -> None:
    events, error = read(
        item({"type": "web_search_call", "action": {"type": "search", "query": "bread"}}),
        delta("See ", output_index=1),
        event("response.output_text.annotation.added", annotation={"type": "url_citation", "url": "https://a.example/", "title": "A"}),
        event("response.output_text.annotation.added", annotation={"type": "file_citation", "file_id": "f"}),
        delta("this.", output_index=1),
        item({"type": "mcp_call", "name": "find", "arguments": '{"q":1}', "output": "found"}, 2),
        completed(),
    )
    assert error is None
    assert text(events) == "See this."
    assert [e for e in events if isinstance(e, ToolCalled)] == [
        ToolCalled("web_search", '{"type":"search","query":"bread"}'), ToolCalled("find", '{"q":1}', "found")
    ]
    assert [e for e in events if isinstance(e, SourceCited)] == [SourceCited("https://a.example/", "A")]
    assert events[-1] == Finished(Stop.END)


def test_a_call_of_a_function_that_nobody_offers_ends_as_a_tool() -> None:
    events, _ = read(item({"type": "function_call", "name": "f", "arguments": "{}"}), completed())
    assert events == [ToolCalled("f", "{}"), Finished(Stop.TOOL)]


def test_a_call_that_words_follow_was_answered_on_the_server() -> None:
    searched = item({"type": "custom_tool_call", "name": "x_search", "input": '{"query":"x"}', "status": "completed"})
    events, _ = read(searched, item(MESSAGE, 1), completed())
    assert events == [ToolCalled("x_search", '{"query":"x"}'), TextDelta("Four."), Finished(Stop.END)]


@pytest.mark.parametrize(
    ("failure", "kind"),
    [
        (event("error", code="insufficient_quota", message="No money."), "quota"),
        (event("error", error={"type": "server_error", "message": "Broken."}), "overloaded"),
        (event("response.failed", response={"status": "failed", "error": {"code": "rate_limit_exceeded", "message": "Slow."}}), "rate_limit"),
        (event("response.failed", response={"status": "failed", "error": {"code": "invalid_prompt", "message": "No."}}), "bad_request"),
        (event("response.failed", response={"status": "failed", "error": None}), "overloaded"),
    ],
)
def test_failures_after_words_keep_the_words(failure: bytes, kind: str) -> None:
    events, error = read(delta("one "), failure)
    assert text(events) == "one "
    assert error is not None
    assert error.kind == kind


def test_without_its_last_event_the_reply_is_cut_off() -> None:
    events, error = read(delta("half a"), b"data: [DONE]\n\n")
    assert text(events) == "half a"
    assert error is not None
    assert (error.kind, "cut" in error.message) == ("network", True)


@pytest.mark.parametrize("body", [b"", b"\n\n", b"OK", b"[]", b"{}", b'data: {"choices": []}\n\n'])
def test_what_is_no_reply_is_said_to_be_none(body: bytes) -> None:
    events, error = read(body)
    assert events == []
    assert error is not None
    assert error.kind in ("protocol", "network")


def test_nothing_said_is_an_error_but_thinking_without_room_is_the_limit() -> None:
    assert read(completed())[1] is not None
    events, error = read(completed(usage={"input_tokens": 9, "output_tokens": 6}))
    assert error is None
    assert events[-1] == Finished(Stop.LENGTH)


def test_reasoning_that_was_withheld_is_told() -> None:
    events, _ = read(delta("x"), completed(input_transformations=[{"id": "rs_1", "action": "removed", "reason": "prefix_mismatch"}]))
    assert any(isinstance(e, Noted) for e in events)


@case(45)
@pytest.mark.parametrize(
    "odd",
    [
        event("response.new_thing", output_index="x"),
        event("response.output_text.delta", output_index=None, delta=5),
        event("response.output_item.done", item=[1]),
        event("response.output_item.done", item={"type": "message", "content": [3, {"type": "new"}]}),
        event("response.output_text.annotation.added", annotation="x"),
        event("response.created", response=7),
        b"data: 3\n\ndata: null\n\ndata: {\n\n",
    ],
    ids=range(7),
)
def test_odd_events_disturb_nothing(odd: bytes) -> None:
    events, error = read(delta("a"), odd, delta("b"), completed())
    assert error is None
    assert [e for e in events if not isinstance(e, UsageReported)] == [TextDelta("a"), TextDelta("b"), Finished(Stop.END)]


@pytest.mark.parametrize("half", ["\ud83d", "a\ude00b"])
def test_half_characters_can_be_stored_wherever_they_stand(half: str) -> None:
    events, error = read(
        event("response.created", response={"model": half}),
        item({**REASONING, "id": half, "encrypted_content": half, "summary": [{"text": half}]}),
        item({"type": "web_search_call", "action": {"query": half}}, 1),
        item({"type": "mcp_call", "name": half, "arguments": half, "output": half}, 2),
        event("response.output_text.annotation.added", annotation={"type": "url_citation", "url": f"https://a/{half}", "title": half}),
        item({**MESSAGE, "phase": "final_answer", "content": [{"type": "output_text", "text": half}]}, 3),
        completed(),
    )
    assert error is None
    for told in (getattr(event, name) for event in events for name in event.__struct_fields__):
        assert not isinstance(told, str) or told.encode("utf-8") is not None


def test_what_a_hostile_server_repeats_is_not_held() -> None:
    decoder = OpenAIResponses("Test").decoder()
    tracemalloc.start()
    try:
        for place in range(60):
            junk = {"type": "web_search_call", "action": {"query": "x" * 200_000}, "more": "y" * 200_000}
            long = {**MESSAGE, "phase": "commentary", "content": [{"type": "output_text", "text": f"{place}" + "z" * 200_000}]}
            for piece in (item(junk, 2 * place), item(long, 2 * place + 1)):
                list(decoder.feed(piece))
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held < 5_000_000
    events, error = replay.read(decoder, [completed()])
    assert error is None
    assert not any(isinstance(event, StateReported) for event in events)    # it would have been too large


def test_a_tool_that_is_asked_in_boxes_within_boxes_is_told_or_left_out() -> None:
    for depth in range(900, 1000):
        deep = '{"a":' * depth + "1" + "}" * depth
        done = f'data: {{"type":"response.output_item.done","item":{{"type":"web_search_call","action":{deep}}}}}\n\n'
        assert read(done.encode(), delta("x"), completed())[1] is None


def test_what_a_program_of_the_model_printed_is_told() -> None:
    ran = {"type": "code_interpreter_call", "code": "print(4)", "outputs": [{"type": "logs", "logs": "4\n"}, {"type": "image", "url": "x"}]}
    assert ToolCalled("code_interpreter", "print(4)", "4") in read(item(ran), delta("x"), completed())[0]


# what is sent


def user(*parts: Sendable) -> Outgoing:
    return Outgoing(Role.USER, parts)


def body_for(
    *messages: Outgoing, model: str = "gpt-5.5", sampling: Sampling = Sampling(), plainly: bool = False, **dialect: Any
) -> dict[str, Any]:
    info = ModelInfo(ModelRef("openai", model), model)
    request = ChatRequest(info, messages or (user(TextPart("Hi")),), "Be brief.", sampling, plainly)
    endpoint = open_wire("Test", dialect).encode(request)
    assert endpoint.path == "responses"
    body: dict[str, Any] = json.loads(endpoint.body)
    checked(body)
    return body


def checked(body: dict[str, Any], shape: TypeAdapter[Any] = SDK) -> None:
    """By the SDK's own types, which drop what they don't know."""
    assert whole(shape.validate_python(body)) == body


def whole(value: object) -> object:
    """Lists are checked only while they are read."""
    if isinstance(value, dict):
        return {name: whole(inner) for name, inner in value.items()}
    return [whole(inner) for inner in value] if isinstance(value, Iterable) and not isinstance(value, str) else value


def test_nothing_is_stored_and_the_system_text_has_its_place() -> None:
    body = body_for()
    assert (body["store"], body["stream"], body["instructions"]) == (False, True, "Be brief.")
    assert body["input"] == [{"type": "message", "role": "user", "content": "Hi"}]
    assert "temperature" not in body


@pytest.mark.parametrize(
    ("model", "effort", "expected"),
    [
        ("gpt-4.1", "high", None),
        ("gpt-5", "none", {"effort": "minimal", "summary": "auto"}),
        ("gpt-5", "max", {"effort": "high", "summary": "auto"}),
        ("gpt-5.1", "none", {"effort": "none"}),
        ("gpt-5.4-mini", "max", {"effort": "xhigh", "summary": "auto"}),
        ("gpt-5.6-sol", "max", {"effort": "max", "summary": "auto"}),
        ("gpt-6-astra", "none", {"effort": "low", "summary": "auto"}),
        ("gpt-6.1-sol", "minimal", {"effort": "low", "summary": "auto"}),
        ("o3", "minimal", {"effort": "low", "summary": "auto"}),
        ("gpt-9-nova", "max", {"effort": "max", "summary": "auto"}),
        ("somebody-elses", "high", None),
        ("gpt-5.5", None, {"summary": "auto"}),
        ("gpt-5.4", None, None),
        ("gpt-5.5", "none", {"effort": "none"}),
        ("gpt-5.2-chat-latest", "high", {"effort": "medium", "summary": "auto"}),
    ],
)
def test_effort_is_a_word_that_the_model_knows(model: str, effort: str | None, expected: dict[str, str] | None) -> None:
    body = body_for(model=model, sampling=Sampling(effort=effort))
    assert body.get("reasoning") == expected
    assert ("include" in body) == (model not in ("gpt-4.1", "somebody-elses"))


def test_after_a_refusal_nothing_is_asked_of_the_thinking() -> None:
    assert not {"reasoning", "include"} & set(body_for(sampling=Sampling(effort="high"), plainly=True))


def test_dialects() -> None:
    grok = body_for(model="grok-4.3", sampling=Sampling(effort="max"), thinks=True, summary=False, efforts={"max": "high"})
    assert grok["reasoning"] == {"effort": "high"}
    assert grok["include"] == ["reasoning.encrypted_content"]
    assert body_for(verbosity="low")["text"] == {"verbosity": "low"}
    assert body_for(sampling=Sampling(verbosity="high"), verbosity="low")["text"] == {"verbosity": "high"}
    assert "text" not in body_for(sampling=Sampling(verbosity="high"), plainly=True)
    assert "include" not in body_for(encrypted=False)
    with pytest.raises(ValueError, match="unknown field"):
        open_wire("Test", {"nonsense": 1})


def test_limits_and_sampling_have_their_names() -> None:
    body = body_for(model="gpt-4.1", sampling=Sampling(temperature=0.5, top_p=0.9, max_tokens=100, top_k=5, seed=1))
    assert (body["temperature"], body["top_p"], body["max_output_tokens"]) == (0.5, 0.9, 100)
    assert not {"top_k", "seed", "max_tokens"} & set(body)


def test_images_and_files_are_sent_as_they_are() -> None:
    parts = (TextPart("Look:"), ImagePart("a.png", "image/png", b"PNG"), FilePart("b.pdf", "application/pdf", "text", b"%PDF"))
    body = body_for(user(*parts))
    image, file = base64.b64encode(b"PNG").decode(), base64.b64encode(b"%PDF").decode()
    assert body["input"][0]["content"] == [
        {"type": "input_text", "text": "Look:"},
        {"type": "input_image", "image_url": f"data:image/png;base64,{image}", "detail": "auto"},
        {"type": "input_file", "filename": "b.pdf", "file_data": f"data:application/pdf;base64,{file}"},
    ]


def state_of(*pieces: bytes) -> str:
    events, _ = read(*pieces)
    return next(e.items for e in events if isinstance(e, StateReported))


def replied(state: str, words: str) -> list[dict[str, Any]]:
    reply = Outgoing(Role.ASSISTANT, (StatePart("openai-responses", state), TextPart(words)))
    items: list[dict[str, Any]] = body_for(user(TextPart("2+2?")), reply, user(TextPart("Sure?")))["input"]
    return items[1:-1]


def test_reasoning_goes_back_with_the_message_that_followed_it() -> None:
    state = state_of(item(REASONING), item({**MESSAGE, "phase": "final_answer"}, 1), completed())
    assert replied(state, "Four.") == [
        REASONING, {"type": "message", "role": "assistant", "content": "Four.", "phase": "final_answer"}
    ]
    assert replied(state, "Five.") == [{"type": "message", "role": "assistant", "content": "Five."}]    # the words are not its own


def test_reasoning_that_a_call_followed_stays_behind() -> None:
    state = state_of(item(REASONING), item({"type": "function_call", "name": "f"}, 1), item({**REASONING, "id": "rs_2"}, 2), item(MESSAGE, 3), completed())
    assert [one.get("id") for one in replied(state, "Four.")] == ["rs_2", None]


def test_a_plain_reply_has_no_state() -> None:
    assert not any(isinstance(e, StateReported) for e in read(delta("Four."), item(MESSAGE), completed())[0])


@pytest.mark.parametrize("state", ["", "[", "3", "{}", "[3]", '[{"type": "reasoning"}]', '[{"type":"message","content":4}]'])
def test_a_damaged_state_is_left_out(state: str) -> None:
    assert replied(state, "Four.") == [{"type": "message", "role": "assistant", "content": "Four."}]


def test_openai_counts_tokens_for_nothing() -> None:
    wire = open_wire("Test", {"counts": True})
    request = ChatRequest(ModelInfo(ModelRef("openai", "gpt-5.5"), "G"), (user(TextPart("Hi")),), "Be brief.")
    endpoint = wire.count(request)
    assert endpoint is not None
    checked(json.loads(endpoint.body), COUNT)
    assert (endpoint.path, json.loads(endpoint.body)["model"]) == ("responses/input_tokens", "gpt-5.5")
    assert wire.read_count(b'{"object": "response.input_tokens", "input_tokens": 12}') == 12
    assert [wire.read_count(odd) for odd in (b"", b"[]", b'{"input_tokens": "x"}', b"[" * 100_000)] == [None] * 4
    assert open_wire("Other", {}).count(request) is None


@pytest.mark.parametrize(
    ("message", "about"),
    [
        ("Item 'rs_1' of type 'reasoning' was provided without its required following item.", "state"),
        ("The encrypted content for item rs_1 could not be verified.", "state"),
        ("Encrypted content is not supported with this model.", "effort"),
        ("Unsupported value: 'xhigh' is not supported with the 'gpt-5' model. (reasoning.effort)", "effort"),
        ("Something else.", ""),
    ],
)
def test_what_can_be_left_out_is_told(message: str, about: str) -> None:
    error = OpenAIResponses("Test").failure(400, {}, json.dumps({"error": {"message": message}}).encode())
    assert (error.kind, error.about) == ("bad_request", about)
