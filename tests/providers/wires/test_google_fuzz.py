"""Google's answers, mutated and cut at random: a reply, or a ``ChatError``; never anything else, and never without end."""

import json
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as some

from deskchat.chat.events import Finished, StateReported, TextDelta
from deskchat.chat.parts import StatePart, TextPart
from deskchat.providers.gemini_state import LARGEST, WIRE
from deskchat.providers.wires.google_generate_content import open_wire
from tests.faults.cases import case
from tests.providers.wires import replay
from tests.providers.wires.test_google_requests import encoded, reply, request

FIELDS = (
    "candidates", "content", "parts", "text", "thought", "thoughtSignature", "index", "finishReason", "finishMessage",
    "promptFeedback", "blockReason", "usageMetadata", "promptTokenCount", "totalTokenCount", "thoughtsTokenCount",
    "modelVersion", "error", "message", "code", "details", "retryDelay", "violations", "functionCall", "toolCall", "name",
    "args", "executableCode", "codeExecutionResult", "output", "inlineData", "mimeType", "groundingMetadata",
    "groundingChunks", "web", "uri", "title", "citationMetadata", "citationSources", "urlContextMetadata", "urlMetadata",
)  # fmt: skip
WORDS = some.sampled_from(("", "a", "STOP", "SAFETY", "CONTINUATION", "https://a.example", "AA==", "\ud83d", "\ude00", "\u2028", "5s"))
LEAVES = some.none() | some.booleans() | some.integers() | some.floats() | WORDS
VALUES = some.recursive(
    LEAVES,
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.sampled_from(FIELDS), inner, max_size=4),
    max_leaves=12,
)
SIGNED = some.fixed_dictionaries({"text": WORDS}, optional={"thoughtSignature": WORDS})
PARTS = some.lists(SIGNED | some.dictionaries(some.sampled_from(FIELDS), VALUES, max_size=3) | VALUES, max_size=3)
CHUNKS = VALUES | some.builds(
    lambda parts, more: {"candidates": [{"content": {"parts": parts}, **more}]},
    PARTS,
    some.dictionaries(some.sampled_from(FIELDS), VALUES, max_size=3) | some.just({"finishReason": "STOP"}),
)
FRAMES = some.sampled_from((b"data: ", b"data:", b"", b": ", b"event: error\ndata: "))
ENDS = some.sampled_from((b"\n\n", b"\r\n\r\n", b"\r\r", b"\n", b""))


@some.composite
def bodies(draw: some.DrawFn) -> bytes:
    """A stream that may be whole, with a few bytes changed."""
    lines = [draw(FRAMES) + json.dumps(chunk).encode() + draw(ENDS) for chunk in draw(some.lists(CHUNKS, max_size=5))]
    body = bytearray(b"".join(lines))
    for _ in range(draw(some.integers(0, 2)) if body else 0):
        body[draw(some.integers(0, len(body) - 1))] = draw(some.integers(0, 255))
    return bytes(body)


@case(44, 45, 46)
@settings(max_examples=150)
@given(body=bodies(), cuts=some.lists(some.integers(0, 400), max_size=6))
def test_any_answer_is_a_reply_or_an_error(body: bytes, cuts: list[int]) -> None:
    places = [0, *sorted(min(cut, len(body)) for cut in cuts), len(body)]
    pieces = [body[a:b] for a, b in pairwise(places)]
    events, error = replay.read(open_wire("Google", {}).decoder(), pieces)
    assert (error is None) == any(isinstance(event, Finished) for event in events)
    for event in events:
        for text in (value for value in (getattr(event, name) for name in event.__struct_fields__) if isinstance(value, str)):
            text.encode("utf-8")    # it can be stored
    for event in events:
        if isinstance(event, StateReported):
            assert len(event.items) <= 3 * LARGEST
            said = "".join(e.text for e in events if isinstance(e, TextDelta))
            encoded(request(*reply(StatePart(WIRE, event.items), TextPart(said))))


@settings(max_examples=100)
@given(items=VALUES, text=WORDS.filter(lambda word: word.isascii() and word != ""))
def test_any_state_makes_a_request_that_google_takes(items: Any, text: str) -> None:
    body = encoded(request(*reply(StatePart(WIRE, json.dumps(items)), TextPart(text))))
    assert "".join(part["text"] for part in body["contents"][1]["parts"]) == text


@case(50)
@settings(max_examples=100)
@given(status=some.integers(300, 599), value=VALUES)
def test_any_refusal_is_an_error_with_a_sentence(status: int, value: Any) -> None:
    error = open_wire("Google", {}).failure(status, {}, json.dumps(value).encode())
    assert error.message.endswith((".", "…"))
    assert error.retry_after_s is None or error.retry_after_s >= 0
