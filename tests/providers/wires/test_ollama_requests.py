"""Requests to Ollama: what is sent, judged by the types of Ollama's own SDK (ollama, ``ollama/_types.py``)."""

import json
from typing import Any

import ollama._types as sdk
import pytest

from deskchat.chat.message import Role
from deskchat.chat.model import ModelInfo, ModelRef, Sampling
from deskchat.chat.parts import FilePart, ImagePart, StatePart, TextPart
from deskchat.chat.request import ChatRequest, Outgoing
from deskchat.providers.wires.ollama_chat import LEAST_CONTEXT, MOST_CONTEXT, context_size, open_wire


class Strict(sdk.ChatRequest, extra="forbid"):
    """The SDK's request without room for other fields."""


class StrictOptions(sdk.Options, extra="forbid"):
    """The SDK's options; ``min_p`` is only in the server's documentation (docs/modelfile.mdx)."""

    min_p: float | None = None


class StrictMessage(sdk.Message, extra="forbid"):
    """The SDK's message."""


def request(
    *messages: Outgoing, system: str | None = None, sampling: Sampling = Sampling(), name: str = "gemma3:4b", **facts: Any
) -> ChatRequest:
    asked = messages or (Outgoing(Role.USER, (TextPart("Hi"),)),)
    return ChatRequest(ModelInfo(ModelRef("ollama", name), name, **facts), asked, system, sampling)


def encoded(asked: ChatRequest) -> dict[str, Any]:
    """The body, when Ollama's types accept every field and value of it."""
    endpoint = open_wire("Ollama", {}).encode(asked)
    assert endpoint.path == "api/chat"
    body: dict[str, Any] = json.loads(endpoint.body)
    Strict.model_validate(body)
    StrictOptions.model_validate(body["options"])
    for message in body["messages"]:
        images = [sdk.Image(value=image) for image in message.get("images", ())]
        StrictMessage.model_validate({**message, "images": images})
        assert [image.model_dump() for image in images] == message.get("images", [])    # the SDK would send the same
    return body


def said(characters: int) -> Outgoing:
    return Outgoing(Role.USER, (TextPart("x" * characters),))


def test_everything_has_its_place() -> None:
    sampling = Sampling(temperature=0.0, top_p=0.9, top_k=40, min_p=0.1, repeat_penalty=1.1, max_tokens=50, seed=1)
    asked = request(
        Outgoing(Role.USER, (ImagePart("a.png", "image/png", b"\x89PNG"), TextPart("What is this?"))),
        Outgoing(Role.ASSISTANT, (StatePart("ollama-chat", "[]"), TextPart("A dot."))),
        Outgoing(Role.USER, (FilePart("b.txt", "text/plain", "Words.", b""), TextPart(" And this?"))),
        system="Be brief.",
        sampling=sampling,
    )
    assert encoded(asked) == {
        "model": "gemma3:4b",
        "messages": [
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": "What is this?", "images": ["iVBORw=="]},
            {"role": "assistant", "content": "A dot."},
            {"role": "user", "content": "Words. And this?"},
        ],
        "stream": True,
        "options": {
            "num_ctx": LEAST_CONTEXT, "num_predict": 50, "temperature": 0.0, "top_p": 0.9, "top_k": 40, "min_p": 0.1,
            "repeat_penalty": 1.1, "seed": 1,
        },
    }  # fmt: skip


def test_the_size_of_the_context_is_always_set() -> None:
    assert encoded(request())["options"] == {"num_ctx": LEAST_CONTEXT}


@pytest.mark.parametrize(
    ("characters", "facts", "size"),
    [
        (10, {}, 8_192),
        (10, {"context_tokens": 2_048}, 2_048),
        (10, {"context_tokens": 1_000_000}, 8_192),
        (10, {"reasons": True}, 16_384),
        (30_000, {}, 16_384),
        (30_000, {"context_tokens": 10_000}, 10_000),
        (400_000, {"context_tokens": 131_072}, 131_072),
        (400_000, {}, 131_072),
        (9_000_000, {}, MOST_CONTEXT),
    ],
)
def test_the_context_holds_the_conversation_and_no_more_than_the_model_has(
    characters: int, facts: dict[str, Any], size: int
) -> None:
    assert context_size(request(said(characters), **facts)) == size


def test_a_limit_on_the_reply_and_a_system_text_are_given_room() -> None:
    assert context_size(request(sampling=Sampling(max_tokens=20_000))) == 32_768
    assert context_size(request(system="x" * 30_000)) == 16_384


def test_a_growing_conversation_changes_the_context_seldom() -> None:
    sizes = [context_size(request(*([said(400)] * turns), context_tokens=32_768)) for turns in range(1, 300)]
    assert sizes == sorted(sizes)
    assert sorted(set(sizes)) == [8_192, 16_384, 32_768]


@pytest.mark.parametrize(
    ("facts", "effort", "think"),
    [
        ({"reasons": True}, None, None),
        ({"reasons": True}, "none", False),
        ({"reasons": True}, "minimal", True),
        ({"reasons": True}, "max", True),
        ({"reasons": True, "name": "gpt-oss:20b"}, "none", "low"),
        ({"reasons": True, "name": "gpt-oss:20b"}, "medium", "medium"),
        ({"reasons": True, "traits": ("think_levels",)}, "max", "high"),
        ({"reasons": True}, "enormous", None),
        ({"reasons": False}, "high", None),
        ({"reasons": None}, "high", None),
    ],
)
def test_only_a_model_that_thinks_is_asked_to(facts: dict[str, Any], effort: str | None, think: bool | str | None) -> None:
    assert encoded(request(sampling=Sampling(effort=effort), **facts)).get("think") == think


def test_tokens_are_not_counted_beforehand() -> None:
    wire = open_wire("Ollama", {})
    assert wire.count(request()) is None
    assert wire.read_count(b"{}") is None


def test_the_cloud_takes_a_key() -> None:
    assert open_wire("Ollama", {}).authorization("secret") == {"Authorization": "Bearer secret"}


def test_an_unknown_dialect_is_refused() -> None:
    with pytest.raises(ValueError, match="effort"):
        open_wire("Ollama", {"effort": "reasoning"})
