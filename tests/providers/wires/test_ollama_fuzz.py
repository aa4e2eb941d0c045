"""Ollama's answers, mutated and cut at random: a reply, or a ``ChatError``; never anything else, and never without end."""

import json
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as some

from deskchat.chat.events import Finished
from deskchat.providers.wires.ollama_chat import open_wire
from tests.faults.cases import case
from tests.providers.wires import replay

FIELDS = (
    "model", "created_at", "message", "role", "content", "thinking", "tool_calls", "function", "name", "arguments", "done",
    "done_reason", "error", "prompt_eval_count", "prompt_eval_cached_count", "eval_count", "eval_duration",
)  # fmt: skip
WORDS = some.sampled_from(("", "a", "stop", "<think>", "</think>", "<thi", "\ud83d", "\ude00", "\u2028", "model 'x' not found"))
VALUES = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | WORDS,
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.sampled_from(FIELDS), inner, max_size=4),
    max_leaves=12,
)
MESSAGES = some.dictionaries(some.sampled_from(FIELDS), VALUES, max_size=3)
LINES = VALUES | some.builds(lambda message, done: {"message": message, "done": done}, MESSAGES, some.booleans())
ENDS = some.sampled_from((b"\n", b"\r\n", b"\n\n", b""))


@some.composite
def bodies(draw: some.DrawFn) -> bytes:
    """A stream that may be whole, with a few bytes changed."""
    body = bytearray(b"".join(json.dumps(line).encode() + draw(ENDS) for line in draw(some.lists(LINES, max_size=6))))
    for _ in range(draw(some.integers(0, 2)) if body else 0):
        body[draw(some.integers(0, len(body) - 1))] = draw(some.integers(0, 255))
    return bytes(body)


@case(44, 45)
@settings(max_examples=150)
@given(body=bodies(), cuts=some.lists(some.integers(0, 400), max_size=6), think_tags=some.booleans())
def test_any_answer_is_a_reply_or_an_error(body: bytes, cuts: list[int], think_tags: bool) -> None:
    places = [0, *sorted(min(cut, len(body)) for cut in cuts), len(body)]
    pieces = [body[a:b] for a, b in pairwise(places)]
    events, error = replay.read(open_wire("Ollama", {"think_tags": think_tags}).decoder(), pieces)
    assert (error is None) == any(isinstance(event, Finished) for event in events)
    for event in events:
        for text in (value for value in (getattr(event, name) for name in event.__struct_fields__) if isinstance(value, str)):
            text.encode("utf-8")    # it can be stored


@settings(max_examples=100)
@given(status=some.integers(300, 599), value=VALUES)
def test_any_refusal_is_an_error_with_a_sentence(status: int, value: Any) -> None:
    error = open_wire("Ollama", {}).failure(status, {}, json.dumps(value).encode())
    assert error.message.endswith((".", "…"))
