"""Anthropic's answers, mutated and cut at random: a reply, or a ``ChatError``; never anything else, and never without end."""

import json
import tracemalloc
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as some

from deskchat.chat.events import Finished, SourceCited, ToolCalled
from deskchat.providers.claude_stops import STOPS
from deskchat.providers.claude_tools import ARGUMENTS_CHARACTERS, RESULT_CHARACTERS
from deskchat.providers.wire import Decoder, open_wire
from deskchat.providers.wires.anthropic_messages import MOST_SOURCES
from tests.faults.cases import case
from tests.providers.wires import replay

FIELDS = (
    "type", "message", "index", "content_block", "delta", "usage", "error", "id", "name", "model", "content", "text",
    "thinking", "signature", "data", "citations", "citation", "url", "source", "title", "input", "partial_json",
    "tool_use_id", "stop_reason", "stop_details", "category", "explanation", "recommended_model", "from", "to",
    "input_tokens", "output_tokens", "cache_read_input_tokens", "cache_creation_input_tokens", "output_tokens_details",
    "thinking_tokens", "stdout", "tool_references", "details", "error_code",
)  # fmt: skip
TYPES = some.sampled_from((
    "message_start", "content_block_start", "content_block_delta", "content_block_stop", "message_delta", "message_stop",
    "message", "ping", "error", "new",
))  # fmt: skip
KINDS = some.sampled_from((
    "text", "thinking", "redacted_thinking", "tool_use", "server_tool_use", "mcp_tool_result", "web_search_tool_result",
    "fallback", "text_delta", "thinking_delta", "input_json_delta", "citations_delta", "signature_delta", "refusal", "new",
))  # fmt: skip
WORDS = some.sampled_from(("", "a", "srv", "https://a.example", "\ud83d", "\ude00", "\u2028", "{", *STOPS))
LEAVES = some.none() | some.booleans() | some.integers() | some.floats() | WORDS | KINDS
VALUES = some.recursive(
    LEAVES,
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.sampled_from(FIELDS), inner, max_size=4),
    max_leaves=12,
)
INDEXES = some.integers(0, 2) | VALUES
PIECES = some.fixed_dictionaries({"type": KINDS}, optional={"text": WORDS, "thinking": WORDS, "partial_json": WORDS, "id": WORDS,
    "tool_use_id": WORDS, "name": WORDS, "content": VALUES, "input": VALUES, "citation": VALUES, "from": VALUES, "to": VALUES})  # fmt: skip
STREAMED = some.one_of(
    some.builds(lambda m: {"type": "message_start", "message": m}, VALUES),
    some.builds(lambda i, b: {"type": "content_block_start", "index": i, "content_block": b}, INDEXES, PIECES | VALUES),
    some.builds(lambda i, d: {"type": "content_block_delta", "index": i, "delta": d}, INDEXES, PIECES | VALUES),
    some.builds(lambda i: {"type": "content_block_stop", "index": i}, INDEXES),
    some.builds(lambda r, d, u: {"type": "message_delta", "delta": {"stop_reason": r, "stop_details": d}, "usage": u}, WORDS, VALUES, VALUES),
    some.fixed_dictionaries({"type": TYPES}, optional=dict.fromkeys(FIELDS[1:], VALUES)),
    VALUES,
)  # fmt: skip
FRAMES = some.sampled_from((b"data: ", b"data:", b"", b": ", b"event: error\ndata: ", b"event: message_start\ndata: "))
ENDS = some.sampled_from((b"\n\n", b"\n\n", b"\r\n\r\n", b"\r\r", b"\n", b""))


def decoder() -> Decoder:
    return open_wire("anthropic-messages", "Anthropic", {}).decoder()


@some.composite
def bodies(draw: some.DrawFn) -> bytes:
    """A stream that may be whole, with a few bytes changed."""
    lines = [draw(FRAMES) + json.dumps(event).encode() + draw(ENDS) for event in draw(some.lists(STREAMED, max_size=8))]
    body = bytearray(b"".join(lines))
    for _ in range(draw(some.integers(0, 2)) if body else 0):
        body[draw(some.integers(0, len(body) - 1))] = draw(some.integers(0, 255))
    return bytes(body)


@case(44, 45, 46)
@settings(max_examples=300)
@given(body=bodies(), cuts=some.lists(some.integers(0, 800), max_size=6))
def test_any_answer_is_a_reply_or_an_error(body: bytes, cuts: list[int]) -> None:
    places = [0, *sorted(min(cut, len(body)) for cut in cuts), len(body)]
    events, error = replay.read(decoder(), [body[a:b] for a, b in pairwise(places)])
    assert (error is None) == any(isinstance(event, Finished) for event in events)
    for event in events:
        for text in (value for value in (getattr(event, name) for name in event.__struct_fields__) if isinstance(value, str)):
            text.encode("utf-8")    # it can be stored


@case(50)
@settings(max_examples=100)
@given(status=some.integers(300, 599), value=VALUES)
def test_any_refusal_is_an_error_with_a_sentence(status: int, value: Any) -> None:
    error = open_wire("anthropic-messages", "Anthropic", {}).failure(status, {}, json.dumps(value).encode())
    assert error.message.endswith((".", "…"))
    assert error.retry_after_s is None or error.retry_after_s >= 0


@case(39)
def test_a_server_that_never_ends_fills_no_memory() -> None:
    reader = decoder()
    opened = '{"type": "content_block_start", "index": %d, "content_block": {"type": "server_tool_use", "id": "%d", "name": "n"}}'
    asked = json.dumps({"type": "content_block_delta", "index": 0, "delta": {"type": "input_json_delta", "partial_json": "x" * 9_000}})
    cited = '{"type": "content_block_delta", "index": 0, "delta": {"type": "citations_delta", "citation": {"url": "https://a/%d"}}}'
    counts = {"sources": 0, "tools": 0}
    tracemalloc.start()
    for number in range(4_000):
        event = (opened % (number, number), asked.replace("0", str(number), 1), cited % number)
        for told in reader.feed("".join(f"data: {line}\n\n" for line in event).encode()):
            counts["sources"] += isinstance(told, SourceCited)
            counts["tools"] += isinstance(told, ToolCalled)
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert counts["sources"] == MOST_SOURCES
    assert counts["tools"] > 3_000    # told before their time, and forgotten
    assert peak_bytes < 20_000_000


@settings(max_examples=50)
@given(content=VALUES)
def test_what_a_tool_found_is_bounded(content: Any) -> None:
    body = [
        {"type": "content_block_start", "index": 0, "content_block": {"type": "server_tool_use", "id": "a", "input": content}},
        {"type": "content_block_stop", "index": 0},
        {"type": "content_block_start", "index": 1, "content_block": {"type": "x_tool_result", "tool_use_id": "a", "content": content}},
    ]
    events, _ = replay.read(decoder(), [f"data: {json.dumps(event)}\n\n".encode() for event in body])
    (call,) = (event for event in events if isinstance(event, ToolCalled))
    assert len(call.arguments) <= ARGUMENTS_CHARACTERS
    assert len(call.result) <= RESULT_CHARACTERS + 1
