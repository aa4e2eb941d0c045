"""Model lists of every server, and hostile ones."""

import json
from decimal import Decimal
from typing import Any

import pytest

from deskchat.chat.errors import ChatError
from deskchat.chat.model import ModelInfo, Price
from deskchat.providers import prices
from deskchat.providers.catalogue import Entry, OwnModel
from deskchat.providers.model_lists import own_models, read_models

TEST = Entry("test", "Test", "http://127.0.0.1:1/v1")


def read(items: Any, entry: Entry = TEST) -> tuple[ModelInfo, ...]:
    return read_models(entry, json.dumps({"data": items}).encode())


def one(**fields: object) -> ModelInfo:
    (model,) = read([{"id": "m", **fields}])
    return model


@pytest.mark.parametrize(
    ("fields", "context"),
    [
        ({"context_length": 100}, 100),
        ({"max_context_length": 100}, 100),
        ({"context_window": 100}, 100),
        ({"max_model_len": 100}, 100),
        ({"meta": {"n_ctx": 50, "n_ctx_train": 100}}, 50),
        ({"meta": {"n_ctx_train": 100}}, 100),
        ({"providers": [{"context_length": 9, "status": "error"}, {"context_length": 70}, {"context_length": 80}]}, 70),
        ({"context_length": 100, "top_provider": {"context_length": 90}}, 90),
        ({"context_length": "100"}, None),
        ({"context_length": -1}, None),
        ({"context_length": 10**30}, None),
        ({"meta": 3, "providers": [3], "top_provider": []}, None),
        ({}, None),
    ],
)
def test_the_context_is_found_under_every_name(fields: dict[str, Any], context: int | None) -> None:
    assert one(**fields).context_tokens == context


@pytest.mark.parametrize(
    ("fields", "vision", "reasons"),
    [
        ({"architecture": {"input_modalities": ["text", "image"]}, "supported_parameters": ["reasoning"]}, True, True),
        ({"architecture": {"input_modalities": ["text"]}, "supported_parameters": []}, False, False),
        ({"capabilities": {"vision": True, "reasoning": False}}, True, False),
        ({"capabilities": {"vision": False, "reasoning": {"default": "on"}}}, False, True),
        ({"capabilities": ["completion", "vision"]}, True, False),
        ({"capabilities": 3}, None, None),
        ({}, None, None),
    ],
)
def test_what_it_can_do(fields: dict[str, Any], vision: bool | None, reasons: bool | None) -> None:
    model = one(**fields)
    assert (model.vision, model.reasons) == (vision, reasons)


def test_the_price_of_a_token_becomes_that_of_a_million() -> None:
    assert one(pricing={"prompt": "0.00000025", "completion": "0.000002"}).price == Price(Decimal("0.25"), Decimal(2))


@pytest.mark.parametrize("pricing", [{"prompt": "-1", "completion": "-1"}, {"prompt": "NaN", "completion": "1"}, {"prompt": "a"}, {}, 3])
def test_a_price_that_is_none_is_not_known(pricing: object) -> None:
    assert one(pricing=pricing).price is None


def test_what_does_not_chat_is_left_out() -> None:
    ids = [
        "gpt-4o", "text-embedding-3-large", "whisper-1", "tts-1", "gpt-4o-mini-tts", "gpt-4o-transcribe", "dall-e-3", "gpt-image-1",
        "omni-moderation-latest", "mistral-embed", "mistral-ocr-latest", "llama-3.3-70b", "davinci-002", "nomic-embed-text:latest",
    ]  # fmt: skip
    assert [m.ref.model for m in read([{"id": i} for i in ids])] == ["gpt-4o", "llama-3.3-70b"]
    assert read([{"id": "painter", "architecture": {"output_modalities": ["image"]}}]) == ()


def test_hostile_lists_become_plain_text_or_nothing() -> None:
    models = read(
        [
            {"id": "<b>bold</b>"},
            {"id": "twice"},
            {"id": "twice"},
            {"id": "line\nbreak"},
            {"id": "turn\u202earound"},
            {"id": "x" * 5000},
            {"id": 3},
            {"id": None},
            "just-a-name",
            None,
            [],
        ]
    )
    assert [m.name for m in models] == ["<b>bold</b>", "twice", "just-a-name"]


def test_a_very_long_list_is_cut() -> None:
    assert len(read([{"id": f"m{i}"} for i in range(100_500)])) == 100_000


@pytest.mark.parametrize("body", [b"", b"{", b"3", b"[" * 100_000, b'{"data": 3}', b"<html>log in</html>", b'{"error": "x"}'])
def test_what_is_no_list_is_a_sentence(body: bytes) -> None:
    with pytest.raises(ChatError) as caught:
        read_models(TEST, body)
    assert caught.value.kind == "protocol"


def test_other_shapes_of_lists_are_read() -> None:
    for body in (b'[{"id": "a"}]', b'{"models": [{"name": "a"}]}', b'{"models": [{"key": "a"}]}', b'{"data": ["a"]}'):
        assert [m.ref.model for m in read_models(TEST, body)] == ["a"]


def test_own_models_are_as_the_person_wrote_them() -> None:
    entry = Entry("test", "Test", "http://x.example", models=(OwnModel("a", 10, ("text", "image"), True), OwnModel("b")))
    first, second = own_models(entry)
    assert (first.context_tokens, first.vision, first.reasons) == (10, True, True)
    assert (second.context_tokens, second.vision, second.reasons) == (None, None, None)


def test_known_prices_fill_in_what_the_server_does_not_say() -> None:
    (model,) = read([{"id": "gpt-4o-mini"}], Entry("openai", "OpenAI", "https://api.openai.com/v1"))
    assert model.price == Price(Decimal("0.15"), Decimal("0.6"))
    assert model.context_tokens == 128_000
    assert prices.known("openai", "no-such-model-at-all") == (None, None)
    assert prices.known("ollama", "gpt-4o-mini") == (None, None)


def test_models_that_refuse_a_temperature_are_known() -> None:
    openai = Entry("openai", "OpenAI", "https://api.openai.com/v1")
    models = read([{"id": i} for i in ("gpt-4o", "o3-mini", "gpt-5.2", "gpt-5-chat-latest")], openai)
    assert [m.samples for m in models] == [True, False, False, True]
