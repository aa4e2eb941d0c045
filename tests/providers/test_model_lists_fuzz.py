"""Model lists as a broken or hostile server may send them: never anything but a list or one sentence, of bounded size."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskchat.chat.errors import ChatError
from deskchat.providers.catalogue import Entry
from deskchat.providers.model_lists import read_models
from tests.faults.cases import case

WIRES = ("openai-chat", "openai-responses", "anthropic-messages", "google-generate-content", "ollama-chat")
NAMES = (
    "id", "name", "model", "context_length", "max_model_len", "meta", "n_ctx", "pricing", "prompt", "completion", "capabilities",
    "architecture", "input_modalities", "supported_parameters", "providers", "status", "created", "display_name", "details",
    "supportedGenerationMethods", "inputTokenLimit", "reasoning", "expiration_date", "max_input_tokens", "type", "displayName",
)  # fmt: skip
SCALARS = (
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.floats() | st.text(max_size=20)
    | st.sampled_from(["text", "image", "chat", "generateContent", "0.000001", "2026-01-01", "models/x", "live"])
)  # fmt: skip
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=6),
    max_leaves=25,
)
ITEMS = st.lists(st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=10) | VALUES, max_size=6)


def entry_of(wire: str) -> Entry:
    return Entry("test", "Test", "http://127.0.0.1:1/v1", wire=wire)


def check(wire: str, body: bytes) -> None:
    try:
        models = read_models(entry_of(wire), body)
    except ChatError as error:
        assert error.sentence.endswith(".")
        return
    for model in models:
        assert model.ref.provider == "test"
        assert model.ref.model
        assert model.context_tokens is None or 0 < model.context_tokens < 1 << 53


@case(59)
@pytest.mark.parametrize("wire", WIRES)
@settings(max_examples=80)
@given(items=ITEMS, more=st.dictionaries(st.sampled_from(["object", "next", "has_more"]), VALUES, max_size=2))
def test_any_list_is_read_or_refused_in_a_sentence(wire: str, items: list[Any], more: dict[str, Any]) -> None:
    for key in ("data", "models"):
        check(wire, json.dumps({key: items, **more}).encode())


@pytest.mark.parametrize("wire", WIRES)
@settings(max_examples=50)
@given(body=st.binary(max_size=200), place=st.integers(0, 400), items=ITEMS)
def test_bytes_that_are_no_list_are_read_or_refused_in_a_sentence(
    wire: str, body: bytes, place: int, items: list[Any]
) -> None:
    whole = json.dumps({"data": items, "models": items}).encode()
    check(wire, body)
    check(wire, whole[:place] + body + whole[place:])
