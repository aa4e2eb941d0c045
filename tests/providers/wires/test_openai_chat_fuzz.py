"""Answers of the openai-chat wire, mutated and cut at random: a reply or a ``ChatError``, never without end."""

import json
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as some

from deskchat.chat.events import Finished, StateReported
from deskchat.chat.message import Role
from deskchat.chat.model import ModelInfo, ModelRef
from deskchat.chat.parts import StatePart, TextPart
from deskchat.chat.request import ChatRequest, Outgoing
from deskchat.providers.reasoning_details import LARGEST, WIRE
from deskchat.providers.wires.openai_chat import open_wire
from tests.faults.cases import case
from tests.providers.wires import replay

FIELDS = some.sampled_from(
    (
        "choices", "delta", "message", "content", "reasoning", "reasoning_content", "reasoning_details", "refusal", "tool_calls",
        "index", "id", "function", "name", "arguments", "finish_reason", "usage", "prompt_tokens", "completion_tokens", "cost",
        "prompt_tokens_details", "cached_tokens", "error", "code", "type", "text", "thinking", "model", "timings", "signature",
        "predicted_per_second", "annotations", "url_citation", "url", "citations", "search_results", "data", "summary", "x_groq",
    )
)  # fmt: skip
WORDS = some.sampled_from(("", "a", "stop", "length", "thinking", "<think>", "</think>", "https://a.example", "\ud83d", "\ude00", "\u2028"))
LEAVES = some.none() | some.booleans() | some.integers() | some.floats() | WORDS
VALUES = some.recursive(
    LEAVES,
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(FIELDS, inner, max_size=4),
    max_leaves=12,
)
DELTAS = some.dictionaries(FIELDS, VALUES, max_size=4)
EVENTS = VALUES | some.builds(
    lambda delta, more, reason: {**more, "choices": [{"delta": delta, "finish_reason": reason}]},
    DELTAS,
    some.dictionaries(FIELDS, VALUES, max_size=3),
    some.sampled_from((None, "stop", "length", "tool_calls", "error", 3)),
)
FRAMES = some.sampled_from((b"data: ", b"data:", b"", b": ", b"event: error\ndata: ", b"data: [DONE]\n\ndata: "))
DIALECTS = some.fixed_dictionaries({}, optional={"think_tags": some.booleans(), "keeps_details": some.booleans()})
ENDS = some.sampled_from((b"\n\n", b"\r\n\r\n", b"\r\r", b"\n", b""))


@some.composite
def bodies(draw: some.DrawFn) -> bytes:
    """A stream that may be whole, with a few bytes changed."""
    lines = [draw(FRAMES) + json.dumps(event).encode() + draw(ENDS) for event in draw(some.lists(EVENTS, max_size=6))]
    body = bytearray(b"".join(lines))
    for _ in range(draw(some.integers(0, 2)) if body else 0):
        body[draw(some.integers(0, len(body) - 1))] = draw(some.integers(0, 255))
    return bytes(body)


@case(44, 45, 46)
@settings(max_examples=200)
@given(body=bodies(), cuts=some.lists(some.integers(0, 400), max_size=6), dialect=DIALECTS)
def test_any_answer_is_a_reply_or_an_error(body: bytes, cuts: list[int], dialect: dict[str, Any]) -> None:
    places = [0, *sorted(min(cut, len(body)) for cut in cuts), len(body)]
    events, error = replay.read(open_wire("Test", dialect).decoder(), [body[a:b] for a, b in pairwise(places)])
    assert (error is None) == any(isinstance(event, Finished) for event in events)
    for event in events:
        for text in (value for value in (getattr(event, name) for name in event.__struct_fields__) if isinstance(value, str)):
            text.encode("utf-8")    # it can be stored
        if isinstance(event, StateReported):
            assert len(event.items) <= LARGEST


@settings(max_examples=150)
@given(items=VALUES, text=WORDS.filter(lambda word: word.isascii() and word != ""))
def test_any_state_makes_a_request_with_the_visible_words(items: Any, text: str) -> None:
    reply = Outgoing(Role.ASSISTANT, (StatePart(WIRE, json.dumps(items)), TextPart(text)))
    asked = (Outgoing(Role.USER, (TextPart("a"),)), reply, Outgoing(Role.USER, (TextPart("b"),)))
    request = ChatRequest(ModelInfo(ModelRef("x", "y"), "Y"), asked)
    body = json.loads(open_wire("Test", {"keeps_details": True}).encode(request).body)
    assert body["messages"][1]["content"] == text


@case(50)
@settings(max_examples=100)
@given(status=some.integers(300, 599), value=VALUES)
def test_any_refusal_is_an_error_with_a_sentence(status: int, value: Any) -> None:
    error = open_wire("Test", {}).failure(status, {}, json.dumps(value).encode())
    assert error.message.endswith((".", "…"))
