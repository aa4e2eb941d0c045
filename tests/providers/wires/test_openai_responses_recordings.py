"""Recorded openai-responses answers."""

import json
from pathlib import Path

import pytest

from deskchat.providers.wire import Decoder
from deskchat.providers.wires.openai_responses import OpenAIResponses
from tests.providers.wires.replay import body_of, check_cuts, load, read, refusals, streams, told

KINDS = {
    "openai-error_400_context_length": "context",
    "openai-inferred_model_name_suggestion": "not_found",
    "xai-error_400_auth": "auth",
}


def decoder() -> Decoder:
    return OpenAIResponses("Recorded").decoder()


@pytest.mark.parametrize("path", streams("openai-responses"))
def test_a_stream_is_read_as_the_sdk_reads_it(path: Path) -> None:
    recording = load(path)
    expected = recording["expected"]
    events, error = read(decoder(), [body_of(recording)])
    seen = told(events)
    if expected.get("error"):
        assert error is not None
        assert expected["error"].split(": ", 1)[-1].rstrip(".") in error.message
        return
    assert seen["text"] == (expected.get("text") or "")
    assert "".join(seen["reasoning"].split()) == "".join((expected.get("reasoning") or "").split())
    assert error is None
    assert seen["stop"] in ("end", "tool") or path.stem == "llama-server-responses_max_tokens_reported_completed"
    if expected.get("model"):
        assert seen["model"] == expected["model"]
    if expected.get("input_tokens") is not None:
        assert (seen["usage"].input_tokens, seen["usage"].output_tokens) == (expected["input_tokens"], expected["output_tokens"])


@pytest.mark.parametrize("path", streams("openai-responses"))
def test_cuts_line_ends_and_comments_change_nothing(path: Path) -> None:
    check_cuts(decoder, path)


@pytest.mark.parametrize("path", refusals("openai-responses"))
def test_a_refusal_carries_the_servers_message(path: Path) -> None:
    recording = load(path)
    status = recording["response"]["status"]
    error = OpenAIResponses("Recorded").failure(status, {}, body_of(recording))
    body = json.loads(recording["response"]["body"])["error"]
    message = body if isinstance(body, str) else body["message"]
    assert " ".join(message.split()).rstrip(".")[:300] in error.message
    assert error.kind == KINDS.get(path.stem, {401: "auth"}.get(status, "bad_request"))
