"""Requests to Google: what is sent, judged by the types of Google's own SDK (google-genai, ``google/genai/types.py``)."""

import json
from typing import Any

import pytest
from google.genai import types

from deskchat.chat.context import fit
from deskchat.chat.message import Message, Role
from deskchat.chat.model import ModelInfo, ModelRef, Sampling
from deskchat.chat.parts import FilePart, ImagePart, StatePart, TextPart, ToolPart
from deskchat.chat.request import ChatRequest, Outgoing, Sendable
from deskchat.providers import gemini
from deskchat.providers.wires.google_generate_content import open_wire

WIRE = "google-generate-content"
SIGNED = [{"text": "Hello ", "thoughtSignature": "EjQKMgEM/+A="}, {"text": "you."}]


def request(
    *messages: Outgoing, model: str = "gemini-3.5-flash", system: str | None = None, sampling: Sampling = Sampling(), **facts: Any
) -> ChatRequest:
    asked = messages or (Outgoing(Role.USER, (TextPart("Hi"),)),)
    return ChatRequest(ModelInfo(ModelRef("google", model), model, **facts), asked, system, sampling)


def encoded(asked: ChatRequest) -> dict[str, Any]:
    """The body, when Google's types accept every field and value of it."""
    body: dict[str, Any] = json.loads(open_wire("Google", {}).encode(asked).body)
    assert body.keys() <= {"contents", "systemInstruction", "generationConfig"}
    for content in (*body["contents"], *([body["systemInstruction"]] if "systemInstruction" in body else [])):
        types.Content.model_validate_json(json.dumps(content))
        assert content["parts"]
        assert all(part.get("text") != "" for part in content["parts"])
    config = body.get("generationConfig", {})
    types.GenerateContentConfig.model_validate(config)
    if level := config.get("thinkingConfig", {}).get("thinkingLevel"):
        assert level in set(types.ThinkingLevel)
    types._GenerateContentParameters(
        model=asked.model.ref.model,
        contents=[types.Content.model_validate_json(json.dumps(content)) for content in body["contents"]],
        config=types.GenerateContentConfig.model_validate(config),
    )
    return body


def reply(*parts: Sendable) -> tuple[Outgoing, ...]:
    """A conversation in which ``parts`` were the model's reply."""
    ask = Outgoing(Role.USER, (TextPart("Hi"),))
    return (ask, Outgoing(Role.ASSISTANT, parts), ask)


def test_everything_has_its_place() -> None:
    sampling = Sampling(temperature=0.0, top_p=0.9, top_k=40, min_p=0.1, repeat_penalty=1.1, max_tokens=50, seed=1)
    asked = request(
        Outgoing(Role.USER, (ImagePart("a.png", "image/png", b"\x89PNG"), TextPart("What is this?"))),
        Outgoing(Role.ASSISTANT, (TextPart("A dot."),)),
        Outgoing(Role.USER, (FilePart("b.pdf", "application/pdf", "", b"%PDF"), TextPart("And this?"))),
        system="Be brief.",
        sampling=sampling,
    )
    assert encoded(asked) == {
        "systemInstruction": {"parts": [{"text": "Be brief."}]},
        "contents": [
            {"role": "user", "parts": [{"inlineData": {"mimeType": "image/png", "data": "iVBORw=="}}, {"text": "What is this?"}]},
            {"role": "model", "parts": [{"text": "A dot."}]},
            {"role": "user", "parts": [{"inlineData": {"mimeType": "application/pdf", "data": "JVBERg=="}}, {"text": "And this?"}]},
        ],
        "generationConfig": {
            "maxOutputTokens": 50, "seed": 1, "temperature": 0.0, "topP": 0.9, "topK": 40,
            "thinkingConfig": {"includeThoughts": True},
        },
    }  # fmt: skip


@pytest.mark.parametrize(
    ("model", "path"),
    [
        ("gemini-4-argon", "models/gemini-4-argon"),
        ("models/gemini-4-argon", "models/gemini-4-argon"),
        ("tunedModels/my-own", "tunedModels/my-own"),
        ("../files?key=1", "models/..%2Ffiles%3Fkey%3D1"),
        ("models/a/../b#c", "models/a%2F..%2Fb%23c"),
    ],
)
def test_the_model_stands_in_the_address_and_nothing_else_does(model: str, path: str) -> None:
    wire = open_wire("Google", {})
    assert wire.encode(request(model=model)).path == f"{path}:streamGenerateContent?alt=sse"
    assert wire.authorization("secret") == {"x-goog-api-key": "secret"}


def test_a_state_goes_back_as_it_came() -> None:
    body = encoded(request(*reply(StatePart(WIRE, json.dumps(SIGNED)), TextPart("Hello you."))))
    assert body["contents"][1] == {"role": "model", "parts": SIGNED}


@pytest.mark.parametrize(
    "state",
    [
        StatePart("anthropic-messages", json.dumps(SIGNED)),
        StatePart(WIRE, json.dumps([{"text": "Something else.", "thoughtSignature": "AA=="}])),
        StatePart(WIRE, json.dumps([*SIGNED, {"text": "", "thoughtSignature": "AA=="}])),
        StatePart(WIRE, json.dumps([*SIGNED, 5])),
        StatePart(WIRE, '{"text": "Hello you."}'),
        StatePart(WIRE, "[" * 100_000),
        StatePart(WIRE, "no JSON"),
        StatePart(WIRE, ""),
    ],
    ids=["another wire's", "another text", "an empty part", "a number", "no list", "nested", "no JSON", "nothing"],
)
def test_a_state_that_does_not_fit_is_left_out(state: StatePart) -> None:
    body = encoded(request(*reply(state, TextPart("Hello you."))))
    assert body["contents"][1] == {"role": "model", "parts": [{"text": "Hello you."}]}


def test_unknown_fields_of_a_state_are_not_sent() -> None:
    items = json.dumps([{**part, "executableCode": {"code": "x"}} for part in SIGNED])
    body = encoded(request(*reply(StatePart(WIRE, items), TextPart("Hello you."))))
    assert body["contents"][1]["parts"] == SIGNED


def test_empty_parts_are_never_sent() -> None:
    asked = request(
        Outgoing(Role.USER, (TextPart(""), TextPart("Hi"))),
        Outgoing(Role.ASSISTANT, (TextPart(""),)),
        Outgoing(Role.USER, (TextPart("Hi"),)),
    )
    assert encoded(asked)["contents"] == [{"role": "user", "parts": [{"text": "Hi"}]}] * 2


@pytest.mark.parametrize(
    ("model", "effort", "config"),
    [
        ("gemini-4-argon", None, {"includeThoughts": True}),
        ("gemini-4-argon", "none", {"includeThoughts": False, "thinkingLevel": "LOW"}),
        ("gemini-4-argon", "max", {"includeThoughts": True, "thinkingLevel": "HIGH"}),
        ("gemini-5-something", "minimal", {"includeThoughts": True, "thinkingLevel": "LOW"}),
        ("gemini-3.8-flash", "minimal", {"includeThoughts": True, "thinkingLevel": "LOW"}),
        ("gemini-3.6-flash", "minimal", {"includeThoughts": True, "thinkingLevel": "MINIMAL"}),
        ("gemini-3.1-pro-preview", "medium", {"includeThoughts": True, "thinkingLevel": "MEDIUM"}),
        ("gemini-3-pro-preview", "medium", {"includeThoughts": True, "thinkingLevel": "HIGH"}),
        ("gemini-3-flash-preview", "none", {"includeThoughts": False, "thinkingLevel": "MINIMAL"}),
        ("gemini-flash-latest", "medium", {"includeThoughts": True, "thinkingLevel": "MEDIUM"}),
        ("gemma-4-31b-it", "low", {"includeThoughts": True, "thinkingLevel": "MINIMAL"}),
        ("gemma-4-31b-it", "medium", {"includeThoughts": True, "thinkingLevel": "HIGH"}),
        ("models/gemini-2.5-flash", "none", {"includeThoughts": False, "thinkingBudget": 0}),
        ("gemini-2.5-flash-lite", "minimal", {"includeThoughts": True, "thinkingBudget": 512}),
        ("gemini-2.5-flash", "max", {"includeThoughts": True, "thinkingBudget": 24_576}),
        ("gemini-2.5-pro", "none", {"includeThoughts": False, "thinkingBudget": 128}),
        ("gemini-2.5-pro", "max", {"includeThoughts": True, "thinkingBudget": 32_768}),
        ("gemini-2.0-flash", "high", None),
        ("gemma-3-27b-it", "high", None),
        ("something-else", "high", None),
    ],
)
def test_thinking_is_asked_for_in_the_models_own_way(model: str, effort: str | None, config: dict[str, Any] | None) -> None:
    body = encoded(request(model=model, sampling=Sampling(effort=effort)))
    assert body.get("generationConfig", {}).get("thinkingConfig") == config


def test_what_is_known_of_a_model_goes_before_its_name() -> None:
    high = Sampling(effort="high")
    assert "generationConfig" not in encoded(request(model="gemini-3.5-flash", sampling=high, reasons=False))
    named = encoded(request(model="tunedModels/mine", sampling=high, reasons=True))
    assert named["generationConfig"]["thinkingConfig"] == {"includeThoughts": True}


@pytest.mark.parametrize("model", ["gemini-2.5-pro", "gemini-3-flash-preview", "gemini-4-argon", "gemma-4-31b-it", "nobody"])
def test_every_effort_that_is_offered_makes_a_request(model: str) -> None:
    sent = [encoded(request(model=model, sampling=Sampling(effort=effort))) for effort in gemini.efforts(model)]
    assert len({json.dumps(body) for body in sent}) == len(sent)


@pytest.mark.parametrize(
    ("model", "sends"),
    [
        ("gemini-2.5-flash", True), ("gemini-3-pro-preview", True), ("gemini-3.1-flash-lite", True), ("gemini-3.5-flash", True),
        ("gemini-3.5-flash-lite", False), ("gemini-3.6-flash", False), ("gemini-4-argon", False), ("gemma-3-27b-it", True),
        ("tunedModels/mine", True),
    ],
)  # fmt: skip
def test_newer_models_are_not_sent_a_temperature(model: str, sends: bool) -> None:
    body = encoded(request(model=model, sampling=Sampling(temperature=0.5, top_p=0.9, top_k=40)))
    config = body.get("generationConfig", {})
    assert [name in config for name in ("temperature", "topP", "topK")] == [sends] * 3


def test_where_there_is_no_place_for_a_system_text_it_stands_first() -> None:
    body = encoded(request(model="gemma-3-27b-it", system="Be brief."))
    assert body["contents"] == [{"role": "user", "parts": [{"text": "Be brief."}, {"text": "Hi"}]}]


def test_tokens_are_counted_with_the_system_text() -> None:
    wire = open_wire("Google", {})
    endpoint = wire.count(request(system="Be brief."))
    assert endpoint is not None
    assert endpoint.path == "models/gemini-3.5-flash:countTokens"
    assert json.loads(endpoint.body) == {
        "generateContentRequest": {
            "model": "models/gemini-3.5-flash",
            "systemInstruction": {"parts": [{"text": "Be brief."}]},
            "contents": [{"role": "user", "parts": [{"text": "Hi"}]}],
        }
    }
    assert wire.read_count(b'{"totalTokens": 31}') == 31
    assert [wire.read_count(body) for body in (b"", b"[]", b'{"totalTokens": "many"}', b"\xff")] == [None] * 4


def test_a_reply_that_ran_a_tool_is_sent_as_text_even_with_a_state() -> None:
    model = ModelInfo(ModelRef("google", "gemini-3.5-flash"), "G")
    spoken = (ToolPart("weather", "Rome", "sunny"), TextPart("Hello you."), StatePart(WIRE, json.dumps(SIGNED)))
    branch = (
        Message(Role.USER, (TextPart("Hi"),)),
        Message(Role.ASSISTANT, spoken, model=model.ref),
        Message(Role.USER, (TextPart("And?"),)),
    )
    body = encoded(fit(branch, model).request)
    assert len(body["contents"][1]["parts"]) == 1
    assert "it found: sunny" in body["contents"][1]["parts"][0]["text"]


def test_a_dialect_is_refused() -> None:
    with pytest.raises(ValueError, match="effort"):
        open_wire("Google", {"effort": "reasoning"})
