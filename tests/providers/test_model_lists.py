"""Model lists of every server, and hostile ones."""

import json
from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from deskchat.chat.errors import ChatError
from deskchat.chat.model import ModelInfo, Price
from deskchat.providers import prices
from deskchat.providers.catalogue import Entry, OwnModel
from deskchat.providers.model_lists import own_models, read_models
from tests.faults.cases import case

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


@case(59)
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


@case(59)
def test_a_very_long_list_is_cut() -> None:
    assert len(read([{"id": f"m{i}"} for i in range(100_500)])) == 100_000


@case(59)
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
    assert model.price == Price(Decimal("0.15"), Decimal("0.6"), cached_per_million=Decimal("0.075"))
    assert model.context_tokens == 128_000
    assert prices.known("openai", "no-such-model-at-all") == (None, None)
    assert prices.known("ollama", "gpt-4o-mini") == (None, None)


def test_models_that_refuse_a_temperature_are_known() -> None:
    openai = Entry("openai", "OpenAI", "https://api.openai.com/v1")
    models = read([{"id": i} for i in ("gpt-4o", "o3-mini", "gpt-5.2", "gpt-5-chat-latest")], openai)
    assert [m.samples for m in models] == [True, False, False, True]


ANTHROPIC = Entry("anthropic", "Anthropic", "https://api.anthropic.com/v1", "anthropic-messages")
GOOGLE = Entry("google", "Google", "https://generativelanguage.googleapis.com/v1beta", "google-generate-content")
OLLAMA = Entry("ollama", "Ollama", "http://localhost:11434", "ollama-chat")
OPENAI = Entry("openai", "OpenAI", "https://api.openai.com/v1", "openai-responses")
YES, NO = {"supported": True}, {"supported": False}


def test_anthropics_list_tells_all() -> None:
    capabilities = {
        "image_input": YES, "pdf_input": NO, "effort": {**YES, "low": YES, "high": YES},
        "thinking": {**YES, "types": {"adaptive": YES, "disabled": YES}},
    }  # fmt: skip
    (model,) = read(
        [
            {"id": "claude-opus-5-1", "display_name": "Claude Opus 5.1", "max_input_tokens": 1_000_000, "max_tokens": 128_000,
             "capabilities": capabilities, "lifecycle": "deprecated", "retires_at": "2027-03-01T00:00:00Z"},
            {"id": "claude-2", "lifecycle": "retired"},
        ],
        ANTHROPIC,
    )  # fmt: skip
    assert (model.name, model.context_tokens, model.max_output_tokens) == ("Claude Opus 5.1", 1_000_000, 128_000)
    assert (model.vision, model.pdf, model.reasons, model.samples) == (True, False, True, False)
    assert model.efforts == ("none", "low", "high")
    assert (model.retires_on, model.note) == ("2027-03-01", "goes away on 2027-03-01")
    assert model.price is None    # nobody has named it, which is not nothing


def test_a_claude_without_capabilities_is_known_by_its_name() -> None:
    (model,) = read([{"id": "claude-sonnet-4-5", "display_name": "Sonnet"}], ANTHROPIC)
    assert (model.vision, model.pdf, model.context_tokens) == (True, True, 200_000)
    assert model.price is not None
    assert model.price.cached_per_million == Decimal("0.3")
    assert model.price.for_input(300_000).input_per_million == 6


def test_googles_list_holds_what_chats() -> None:
    chat = {"supportedGenerationMethods": ["generateContent"]}
    models = read_models(
        GOOGLE,
        json.dumps(
            {
                "models": [
                    {"name": "models/gemini-2.5-flash", "displayName": "Gemini 2.5 Flash", "inputTokenLimit": 1_048_576,
                     "outputTokenLimit": 65_536, "thinking": True, **chat},
                    {"name": "models/gemini-embedding-001", "supportedGenerationMethods": ["embedContent"]},
                    {"name": "models/gemini-2.5-flash-image", **chat},
                    {"name": "models/gemma-3-27b-it", **chat},
                ]
            }
        ).encode(),
    )  # fmt: skip
    assert [str(model.ref) for model in models] == ["google/gemini-2.5-flash", "google/gemma-3-27b-it"]
    assert (models[0].name, models[0].context_tokens, models[0].pdf, models[0].reasons) == ("Gemini 2.5 Flash", 1_048_576, True, True)
    assert (models[1].takes_system, models[1].vision, models[1].pdf, models[1].reasons) == (False, True, False, False)


def test_ollamas_list_and_what_a_further_question_tells() -> None:
    items = [
        {"name": "gemma3:4b", "model": "gemma3:4b", "size": 3_338_801_804, "capabilities": ["completion", "vision"],
         "details": {"family": "gemma3", "quantization_level": "Q4_K_M", "context_length": 131_072}},
        {"model": "nomic:latest", "capabilities": ["embedding"]},
        {"model": "gpt-oss:20b", "capabilities": ["completion", "thinking"], "details": {"family": "gptoss"},
         "model_info": {"general.architecture": "gptoss", "gptoss.context_length": 131_072}},
    ]  # fmt: skip
    gemma, oss = read_models(OLLAMA, json.dumps({"models": items}).encode())
    assert (gemma.context_tokens, gemma.vision, gemma.reasons) == (131_072, True, False)
    assert (gemma.quantisation, gemma.size_bytes) == ("Q4_K_M", 3_338_801_804)
    assert (oss.context_tokens, oss.reasons, oss.efforts, oss.traits) == (131_072, True, ("low", "medium", "high"), ("think_levels",))


@pytest.mark.parametrize(
    ("model_id", "vision", "reasons", "samples", "efforts"),
    [
        ("gpt-4.1", True, False, True, ()),
        ("gpt-3.5-turbo", False, False, True, ()),
        ("gpt-5.4", True, True, False, ("none", "low", "medium", "high", "max")),
        ("o3", True, True, False, ("low", "medium", "high")),
        ("gpt-9-nova", True, True, False, ("none", "low", "medium", "high", "max")),
        ("somebody-elses", None, None, True, ()),
    ],
)
def test_openais_models_are_known_by_their_names(
    model_id: str, vision: bool | None, reasons: bool | None, samples: bool, efforts: tuple[str, ...]
) -> None:
    (model,) = read([{"id": model_id}], OPENAI)
    assert (model.vision, model.reasons, model.samples, model.efforts) == (vision, reasons, samples, efforts)


def test_openais_models_behind_another_address_are_known_too() -> None:
    own = replace(OPENAI, id="company")
    known, other = read([{"id": "gpt-5.5"}, {"id": "somebody-elses", "architecture": {"input_modalities": ["image"]}}], own)
    assert (known.samples, known.samples_at, known.verbosity, known.reasons) == (False, ("none",), True, True)
    assert (other.samples, other.vision) == (True, True)


def test_a_model_that_goes_away_says_when() -> None:
    (model,) = read([{"id": "gpt-5", "shutdown_date": "2026-12-11"}], OPENAI)
    assert (model.retires_on, model.note) == ("2026-12-11", "goes away on 2026-12-11")


def test_openrouters_efforts_and_files() -> None:
    model = one(
        reasoning={"supported_efforts": ["low", "high", "odd"]},
        architecture={"input_modalities": ["text", "file"]},
        supported_parameters=["reasoning"],
        expiration_date="2027-01-31",
    )
    assert (model.efforts, model.pdf, model.retires_on) == (("low", "high"), True, "2027-01-31")


@pytest.mark.parametrize("entry", [ANTHROPIC, GOOGLE, OLLAMA, OPENAI], ids=lambda entry: entry.id)
@pytest.mark.parametrize("odd", [3, None, [], {}, "x", {"supported": 3}, [[[]]], -1, 10**40])
def test_odd_fields_of_any_maker_are_no_facts(entry: Entry, odd: object) -> None:
    fields = (
        "display_name", "max_input_tokens", "max_tokens", "capabilities", "lifecycle", "retires_at", "displayName",
        "inputTokenLimit", "supportedGenerationMethods", "thinking", "details", "model_info", "size", "shutdown_date",
    )  # fmt: skip
    for field in fields:
        models = read([{"id": "some-model", field: odd}], entry)
        assert all(isinstance(model, ModelInfo) for model in models)
