"""Requests to Anthropic: what is sent, judged by the parameter types of Anthropic's own SDK."""

import json
from collections.abc import Iterable, Mapping
from itertools import product
from typing import Any

import pytest
from anthropic.types.message_count_tokens_params import MessageCountTokensParams
from anthropic.types.message_create_params import MessageCreateParamsStreaming
from pydantic import TypeAdapter

from deskchat.chat.context import fit
from deskchat.chat.message import Message, Role, Status, Stop
from deskchat.chat.model import ModelInfo, ModelRef, Sampling
from deskchat.chat.parts import FilePart, ImagePart, ReasoningPart, SourcePart, StatePart, TextPart, ToolPart
from deskchat.chat.request import ChatRequest, Outgoing, Sendable
from deskchat.providers import claude
from deskchat.providers.wire import open_wire

WIRE = "anthropic-messages"
NEW, OLD = "2026-10-21", "2023-06-01"
SAMPLED = {"temperature", "top_p", "top_k"}    # the newest SDK has no types for them: they belong to the old version
CREATE, COUNT = TypeAdapter(MessageCreateParamsStreaming), TypeAdapter(MessageCountTokensParams)
MARK = {"cache_control": {"type": "ephemeral"}}
SHOWN = {"type": "adaptive", "display": "summarized"}
EFFORTS = (None, "none", "minimal", "low", "medium", "high", "max", "odd")
LIMITS = (None, 1, 1_024, 1_025, 5_000)
MODELS = (
    "claude-fable-5-2", "claude-opus-5-5", "claude-sonnet-5-5", "claude-haiku-5-5", "claude-opus-5", "claude-sonnet-5",
    "claude-opus-4-8", "claude-opus-4-6", "claude-opus-4-5", "claude-haiku-4-5", "claude-3-7-sonnet", "claude-3-haiku",
    "claude-mythos-preview", "claude-next", "qwen3",
)  # fmt: skip


def plain(value: Any) -> Any:
    """What a validator read, all of it: iterables are validated as they are read, and unknown keys are left out."""
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, Iterable) and not isinstance(value, str) else value


def request(
    *messages: Outgoing, model: str = "claude-opus-5-5", system: str | None = None, sampling: Sampling = Sampling(), **facts: Any
) -> ChatRequest:
    asked = messages or (Outgoing(Role.USER, (TextPart("Hi"),)),)
    return ChatRequest(ModelInfo(ModelRef("anthropic", model), model, **facts), asked, system, sampling)


def encoded(asked: ChatRequest) -> dict[str, Any]:
    """The body, when Anthropic's types accept every field and value of it, and its published rules are kept."""
    endpoint = open_wire(WIRE, "Anthropic", {}).encode(asked)
    body: dict[str, Any] = json.loads(endpoint.body)
    assert endpoint.path == "messages"
    assert endpoint.headers == {"anthropic-version": OLD if body.keys() & SAMPLED else NEW}
    known = {name: value for name, value in body.items() if name not in SAMPLED}
    assert plain(CREATE.validate_python(known)) == known
    roles = [message["role"] for message in body["messages"]]
    assert (roles[0], roles[-1]) == ("user", "user")
    blocks = [block for message in body["messages"] for block in message["content"]]
    assert all(block["text"].strip() for block in (*blocks, *body.get("system", ())) if block["type"] == "text")
    assert not {block["type"] for block in blocks} - {"text", "image", "document"}
    marks = sum("cache_control" in block for block in (*blocks, *body.get("system", ())))
    assert 1 <= marks <= 4
    thinking = body.get("thinking", {})
    assert thinking.get("type") != "enabled" or 1_024 <= thinking["budget_tokens"] < body["max_tokens"]
    return body


def drawn(model: str, **sampling: Any) -> dict[str, Any]:
    """All but the prompt."""
    body = encoded(request(model=model, sampling=Sampling(**sampling)))
    return {name: value for name, value in body.items() if name not in ("model", "messages", "stream", "max_tokens")}


def asked(*parts: Sendable) -> Outgoing:
    return Outgoing(Role.USER, parts)


def answered(*parts: Sendable) -> Outgoing:
    return Outgoing(Role.ASSISTANT, parts)


def test_everything_has_its_place() -> None:
    body = encoded(
        request(
            asked(ImagePart("a.png", "image/png", b"\x89PNG"), TextPart("What is this?")),
            answered(TextPart("A dot.")),
            asked(FilePart("b.pdf", "application/pdf", "", b"%PDF"), TextPart("And this?")),
            system="Be brief.",
            sampling=Sampling(temperature=0.0, top_p=0.9, top_k=40, min_p=0.1, max_tokens=50, seed=1),
        )
    )
    assert body == {
        "model": "claude-opus-5-5",
        "max_tokens": 50,
        "stream": True,
        "system": [{"type": "text", "text": "Be brief.", **MARK}],
        "messages": [
            {
                "role": "user",
                "content": [
                    {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "iVBORw=="}},
                    {"type": "text", "text": "What is this?", **MARK},
                ],
            },
            {"role": "assistant", "content": [{"type": "text", "text": "A dot."}]},
            {
                "role": "user",
                "content": [
                    {
                        "type": "document",
                        "source": {"type": "base64", "media_type": "application/pdf", "data": "JVBERg=="},
                        "title": "b.pdf",
                    },
                    {"type": "text", "text": "And this?", **MARK},
                ],
            },
        ],
        "thinking": SHOWN,
    }


def test_what_one_turn_marks_for_the_cache_the_next_turn_begins_with() -> None:
    turns = [asked(TextPart("One?")), answered(TextPart("Two.")), asked(TextPart("Three?")), answered(TextPart("Four."))]
    first = encoded(request(*turns[:3], system="Be brief."))
    second = encoded(request(*turns, asked(TextPart("Five?")), system="Be brief."))
    for body in (first, second):
        assert "cache_control" in body["messages"][2]["content"][-1]
        assert "cache_control" in body["system"][0]
    assert second["messages"][1:3] == first["messages"][1:]
    assert sum("cache_control" in block for message in second["messages"] for block in message["content"]) == 2


@pytest.mark.parametrize("model", MODELS)
def test_nothing_that_was_thought_goes_back(model: str) -> None:
    thought = '[{"type": "thinking", "thinking": "Hm.", "signature": "EqoB"}]'
    history = (
        Message(Role.USER, (TextPart("Hi"),)),
        Message(
            Role.ASSISTANT,
            (
                ReasoningPart("Hm."), TextPart("Yes."), ToolPart("search", "x", "y"), SourcePart("https://a.example"),
                StatePart(WIRE, thought), StatePart("google-generate-content", thought),
            ),
            model=ModelRef("anthropic", model),
        ),
        Message(Role.USER, (TextPart("And?"),)),
    )  # fmt: skip
    sent = encoded(fit(history, ModelInfo(ModelRef("anthropic", model), model), sampling=Sampling(effort="high")).request)
    said = json.dumps(sent["messages"])
    assert "Hm." not in said
    assert "EqoB" not in said
    assert "[tool search was asked: x; it found: y]" in said


def test_a_refused_beginning_is_not_sent_again() -> None:
    model = ModelInfo(ModelRef("anthropic", "claude-opus-5"), "Opus")
    refused = Message(Role.ASSISTANT, (TextPart("Well, fir"),), Status.DONE, model.ref, stop=Stop.REFUSAL)
    history = (Message(Role.USER, (TextPart("Hi"),)), refused, Message(Role.USER, (TextPart("And?"),)))
    (message,) = encoded(fit(history, model).request)["messages"]
    assert message["content"][0]["text"] == "Hi\n\nAnd?"


def test_text_without_a_visible_character_is_never_sent() -> None:
    picture = ImagePart("a.png", "image/png", b"x")
    body = encoded(request(asked(TextPart(" \n"), picture, TextPart("\n\n"), TextPart("")), answered(TextPart(" ")), asked(picture)))
    assert [[block["type"] for block in message["content"]] for message in body["messages"]] == [["image"], ["image"]]
    assert "system" not in encoded(request(system=" \n"))


@pytest.mark.parametrize(("media_type", "kind"), [("image/jpeg", "image"), ("image/webp", "image"), ("image/bmp", "text")])
def test_pictures_that_are_not_taken_are_named(media_type: str, kind: str) -> None:
    (block,) = encoded(request(asked(ImagePart("a.pic", media_type, b"x"))))["messages"][0]["content"]
    assert block["type"] == kind
    assert block.get("text", "[image: a.pic]") == "[image: a.pic]"


def test_files_that_are_not_taken_are_sent_as_their_text_or_named() -> None:
    files = (FilePart("a.odt", "application/odt", "Words", b"x"), FilePart("b.odt", "application/odt", "", b"x"))
    body = encoded(request(asked(*files)))
    assert [block["text"] for block in body["messages"][0]["content"]] == ["Words", "[file: b.odt]"]


def test_a_reply_holds_no_pictures_and_documents() -> None:
    given = answered(ImagePart("a.png", "image/png", b"x"), FilePart("b.pdf", "application/pdf", "", b"%PDF"), TextPart("So."))
    body = encoded(request(asked(TextPart("Hi")), given, asked(TextPart("And?"))))
    assert [block["text"] for block in body["messages"][1]["content"]] == ["[image: a.png]", "[file: b.pdf]", "So."]


@pytest.mark.parametrize("model", MODELS)
def test_every_request_keeps_the_rules_of_its_model(model: str) -> None:
    has = claude.abilities(ModelInfo(ModelRef("anthropic", model), model))
    for limit, effort in product(LIMITS, EFFORTS):
        sampling = Sampling(temperature=1.5, top_p=0.5, top_k=9, max_tokens=limit, effort=effort)
        body = encoded(request(model=model, sampling=sampling, system="Be brief."))
        thinking, level = body.get("thinking", {}).get("type", ""), body.get("output_config", {}).get("effort", "")
        assert thinking in ("", *has.thinking)
        assert level in ("", *has.levels)
        assert not (level and thinking in ("disabled", "between_tools"))
        assert limit in (body["max_tokens"], None) or body["max_tokens"] == claude.most_output(model)
        if body.keys() & SAMPLED:
            assert claude.takes_sampling(model)
            assert thinking in ("", "disabled")
        if claude.is_claude(model):
            assert body.get("temperature", 0) <= 1
            assert not {"temperature", "top_p"} <= body.keys()


@pytest.mark.parametrize(
    ("model", "effort", "expected"),
    [
        ("claude-opus-5-5", None, {"thinking": SHOWN}),
        ("claude-opus-5-5", "none", {"thinking": SHOWN, "output_config": {"effort": "low"}}),
        ("claude-opus-5-5", "max", {"thinking": SHOWN, "output_config": {"effort": "max"}}),
        ("claude-sonnet-5-5", "none", {"thinking": {"type": "between_tools"}}),
        ("claude-opus-5", "none", {"thinking": {"type": "disabled"}}),
        ("claude-opus-4-8", None, {}),
        ("claude-opus-4-8", "minimal", {"thinking": SHOWN, "output_config": {"effort": "low"}}),
        ("claude-opus-4-8", "none", {"thinking": {"type": "disabled"}}),
        ("claude-opus-4-6", "medium", {"thinking": SHOWN, "output_config": {"effort": "medium"}}),
        ("claude-opus-4-5", "max", {"thinking": {"type": "enabled", "budget_tokens": 32_000}, "output_config": {"effort": "high"}}),
        ("claude-haiku-4-5", "low", {"thinking": {"type": "enabled", "budget_tokens": 2_048}}),
        ("claude-haiku-4-5", None, {}),
        ("claude-3-haiku", "high", {}),
        ("claude-next", None, {}),
        ("claude-next", "high", {"thinking": SHOWN, "output_config": {"effort": "high"}}),
        ("qwen3", None, {}),
        ("qwen3", "none", {"thinking": {"type": "disabled"}}),
        ("qwen3", "minimal", {"thinking": {"type": "enabled", "budget_tokens": 1_024}}),
    ],
)
def test_thinking_is_asked_for_as_the_model_wants_it(model: str, effort: str | None, expected: dict[str, Any]) -> None:
    assert drawn(model, effort=effort) == expected


def test_the_list_of_models_decides_where_it_says_something() -> None:
    told = request(sampling=Sampling(effort="max"), traits=("thinking:enabled", "thinking:disabled", "effort:low"))
    body = encoded(told)
    assert (body["thinking"]["type"], body["output_config"]) == ("enabled", {"effort": "low"})
    assert not encoded(request(sampling=Sampling(effort="max"), reasons=False)).keys() & {"thinking", "output_config"}


@pytest.mark.parametrize(
    ("model", "sampling", "expected"),
    [
        ("claude-sonnet-4-5", {"temperature": 1.7, "top_p": 0.5}, {"temperature": 1.0}),
        ("claude-sonnet-4-5", {"top_p": 0.5, "top_k": 3}, {"top_p": 0.5, "top_k": 3}),
        ("claude-opus-4-6", {"temperature": 0.0}, {"temperature": 0.0}),
        ("claude-opus-4-7", {"temperature": 1.0}, {}),
        ("claude-next", {"temperature": 1.0}, {}),
        ("qwen3", {"temperature": 1.7, "top_p": 0.5, "top_k": 3}, {"temperature": 1.7, "top_p": 0.5, "top_k": 3}),
    ],
)
def test_a_temperature_goes_only_where_it_is_taken(model: str, sampling: dict[str, Any], expected: dict[str, Any]) -> None:
    assert drawn(model, **sampling) == expected


def test_a_model_that_thinks_gets_no_temperature() -> None:
    assert drawn("claude-haiku-4-5", temperature=0.5, effort="low").keys() == {"thinking"}
    assert drawn("claude-haiku-4-5", temperature=0.5, effort="none")["temperature"] == 0.5


@pytest.mark.parametrize(
    ("model", "facts", "own", "limit"),
    [
        ("claude-opus-5-5", {}, None, 64_000),
        ("claude-opus-5-5", {"max_output_tokens": 128_000}, None, 64_000),
        ("claude-opus-5-5", {"max_output_tokens": 16_000}, None, 16_000),
        ("claude-opus-5-5", {}, 100_000, 100_000),
        ("claude-opus-4-1", {}, None, 32_000),
        ("claude-3-haiku", {}, 100_000, 4_096),
        ("qwen3", {}, None, 8_192),
        ("qwen3", {}, 100_000, 100_000),
        ("qwen3", {"context_tokens": 4_096}, None, 4_085),
        ("qwen3", {"context_tokens": 1_030}, None, 1_024),
    ],
)
def test_a_limit_is_always_given(model: str, facts: dict[str, int], own: int | None, limit: int) -> None:
    body = encoded(request(model=model, sampling=Sampling(max_tokens=own), system="Be brief", **facts))
    assert body["max_tokens"] == limit


def test_tokens_can_be_counted() -> None:
    wire = open_wire(WIRE, "Anthropic", {})
    endpoint = wire.count(request(asked(TextPart("Hi")), system="Be brief.", sampling=Sampling(temperature=0.5, effort="low")))
    assert endpoint is not None
    assert (endpoint.path, endpoint.headers) == ("messages/count_tokens", {"anthropic-version": NEW})
    body = json.loads(endpoint.body)
    assert plain(COUNT.validate_python(body)) == body
    assert body.keys() == {"model", "messages", "system"}
    assert wire.read_count(b'{"input_tokens": 2095}') == 2_095
    for odd in (b"", b"[]", b'{"input_tokens": "9"}', b"[" * 100_000, b"\xff"):
        assert wire.read_count(odd) is None


def test_the_key_stands_in_one_header() -> None:
    assert open_wire(WIRE, "Anthropic", {}).authorization("sk-1") == {"x-api-key": "sk-1", "anthropic-version": NEW}
    bearer = open_wire(WIRE, "Other", {"bearer": True}).authorization("sk-1")
    assert bearer == {"Authorization": "Bearer sk-1", "anthropic-version": NEW}
    with pytest.raises(ValueError, match="temperament"):
        open_wire(WIRE, "Other", {"temperament": 1})
