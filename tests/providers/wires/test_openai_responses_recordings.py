"""Recorded openai-responses answers."""

import json
from pathlib import Path
from typing import Any

import pytest

from deskchat.providers.wire import Decoder
from deskchat.providers.wires.openai_responses import OpenAIResponses
from tests.providers.wires.replay import body_of, check_cuts, load, read, refusals, streams, told

KINDS = {
    "openai-error_400_context_length": "context",
    "openai-inferred_model_name_suggestion": "not_found",
    "xai-error_400_auth": "auth",
}


# The SDK says “completed” of every whole response. Here a reply that ends with a call nobody answers waits for a tool …
WAIT_FOR_A_TOOL = {
    "deepseek-deepseek_responses-function_tool_stream--0",
    "lmstudio-tool-call.2",
    "openai-gpt55_tool_call",
    "openai-openai_responses_stream-0",
    "openai-openai_responses_streaming_usage",
    "openai-programmatic-tool-calling.1",
    "xai-grok43_tool",
}
# … and one whose thinking took all the room, which llama-server does not tell apart, reached its limit.
LIMITED = {"llama-server-responses_max_tokens_reported_completed"}
STOPS = {"completed": "end", "incomplete": "length"}


def decoder() -> Decoder:
    return OpenAIResponses("Recorded").decoder()


def stop_of(path: Path, expected: dict[str, Any]) -> str:
    return "tool" if path.stem in WAIT_FOR_A_TOOL else "length" if path.stem in LIMITED else STOPS[expected["stop"]]


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
    assert error is None
    assert seen["text"] == (expected.get("text") or "")
    assert seen["reasoning"] == (expected.get("reasoning") or "")
    assert seen["stop"] == stop_of(path, expected)
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
