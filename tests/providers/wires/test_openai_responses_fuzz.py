"""Answers of the openai-responses wire, mutated and cut at random: a reply or a ``ChatError``, never without end."""

import json
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as some

from deskchat.chat.events import Finished, StateReported
from deskchat.chat.message import Role
from deskchat.chat.model import ModelInfo, ModelRef, Sampling
from deskchat.chat.parts import FilePart, ImagePart, StatePart, TextPart
from deskchat.chat.request import ChatRequest, Outgoing
from deskchat.providers.responses_state import LARGEST, WIRE
from deskchat.providers.wires.openai_responses import open_wire
from tests.faults.cases import case
from tests.providers.wires import replay
from tests.providers.wires.test_openai_responses import checked

KINDS = some.sampled_from(
    (
        "response.created", "response.output_text.delta", "response.refusal.done", "response.refusal.delta",
        "response.reasoning_summary_text.delta", "response.reasoning_text.delta", "response.output_item.added",
        "response.output_item.done", "response.output_text.annotation.added", "response.completed", "response.incomplete",
        "response.failed", "response.output_text.done", "response.reasoning_text.done", "code_interpreter_call",
        "summary_text", "reasoning_text", "error", "reasoning", "message", "function_call", "web_search_call", "output_text", "refusal",
    )
)  # fmt: skip
FIELDS = some.sampled_from(
    (
        "type", "delta", "text", "refusal", "output_index", "content_index", "summary_index", "item_id", "item", "id", "content",
        "summary", "encrypted_content", "phase", "annotation", "url", "title", "response", "output", "usage", "input_tokens",
        "output_tokens", "input_tokens_details", "cached_tokens", "status", "incomplete_details", "reason", "error", "code",
        "message", "model", "input_transformations", "action", "arguments", "name", "object", "annotations", "outputs", "logs",
    )
)  # fmt: skip
WORDS = some.sampled_from(("", "a", "completed", "https://a.example", "url_citation", "final_answer", "\ud83d", "\ude00", "\u2028", "removed"))
TEXTS = some.text("aé\u2028😀", min_size=1, max_size=4)
LEAVES = some.none() | some.booleans() | some.integers() | some.floats() | WORDS | KINDS
VALUES = some.recursive(
    LEAVES,
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(FIELDS, inner, max_size=4),
    max_leaves=12,
)
EVENTS = some.builds(lambda kind, more: {**more, "type": kind}, KINDS, some.dictionaries(FIELDS, VALUES, max_size=5)) | VALUES
FRAMES = some.sampled_from((b"data: ", b"data:", b"", b": ", b"event: error\ndata: "))
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
@given(body=bodies(), cuts=some.lists(some.integers(0, 400), max_size=6))
def test_any_answer_is_a_reply_or_an_error(body: bytes, cuts: list[int]) -> None:
    places = [0, *sorted(min(cut, len(body)) for cut in cuts), len(body)]
    events, error = replay.read(open_wire("Test", {}).decoder(), [body[a:b] for a, b in pairwise(places)])
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
    body = json.loads(open_wire("Test", {}).encode(ChatRequest(ModelInfo(ModelRef("x", "y"), "Y"), asked)).body)
    assert "".join(item["content"] for item in body["input"][1:-1] if item.get("role") == "assistant") == text


PARTS = (
    some.builds(TextPart, TEXTS)
    | some.builds(ImagePart, some.just("a.png"), some.just("image/png"), some.binary(max_size=9))
    | some.builds(FilePart, some.just("b.pdf"), some.just("application/pdf"), some.just(""), some.binary(min_size=1, max_size=9))
)
SAID = some.lists(PARTS, min_size=1, max_size=3).map(tuple)
STATES = some.sampled_from(
    (
        '[{"type":"message","content":"a","phase":"commentary"}]',
        '[{"type":"reasoning","id":"rs_1","summary":[{"text":"Hm"}],"encrypted_content":"x"},{"type":"message","content":"a"}]',
        "[]",
    )
)
DRAWN = some.builds(
    Sampling,
    temperature=some.none() | some.floats(0, 2),
    top_p=some.none() | some.floats(0, 1),
    top_k=some.none() | some.integers(1, 99),
    max_tokens=some.none() | some.integers(1, 10**6),
    effort=some.sampled_from((None, "none", "minimal", "low", "medium", "high", "max")),
    verbosity=some.sampled_from((None, "low", "medium", "high")),
)
MODELS = some.sampled_from(("gpt-4.1", "gpt-5", "gpt-5.4", "gpt-5.5", "gpt-6-astra", "gpt-9-nova", "o3", "grok-4.3", "any"))
DIALECTS = some.sampled_from(({}, {"thinks": True, "summary": False, "efforts": {"minimal": "low", "max": "high"}}, {"encrypted": False}))


@settings(max_examples=200)
@given(told=some.lists(some.tuples(SAID, TEXTS, STATES), max_size=3), last=SAID, drawn=DRAWN, model=MODELS, dialect=DIALECTS, plainly=some.booleans())
def test_any_request_is_one_by_the_sdks_own_types(
    told: list[Any], last: tuple[Any, ...], drawn: Sampling, model: str, dialect: dict[str, Any], plainly: bool
) -> None:
    messages = [Outgoing(Role.USER, last)]
    for asked, answered, state in told:
        messages[:0] = [Outgoing(Role.USER, asked), Outgoing(Role.ASSISTANT, (StatePart(WIRE, state), TextPart(answered)))]
    request = ChatRequest(ModelInfo(ModelRef("x", model), model), tuple(messages), "Be brief.", drawn, plainly)
    body = json.loads(open_wire("Test", dialect).encode(request).body)
    checked(body)
    assert body["store"] is False
    assert [item["role"] for item in body["input"] if item["type"] == "message"] == [message.role.value for message in messages]


@case(50)
@settings(max_examples=100)
@given(status=some.integers(300, 599), value=VALUES)
def test_any_refusal_is_an_error_with_a_sentence(status: int, value: Any) -> None:
    error = open_wire("Test", {}).failure(status, {}, json.dumps(value).encode())
    assert error.message.endswith((".", "…"))
