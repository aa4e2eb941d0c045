"""Recorded openai-chat answers."""

from pathlib import Path

import pytest

from deskchat.providers.wire import Decoder
from deskchat.providers.wires.openai_chat import OpenAIChat
from tests.providers.wires.replay import body_of, check_cuts, check_error, load, read, refusals, streams, told

STOP_WORDS = {"stop": "end", "length": "length", "tool_calls": "tool", "content_filter": "filter"}


def decoder() -> Decoder:
    return OpenAIChat("Recorded").decoder()


@pytest.mark.parametrize("path", streams("openai-chat"))
def test_a_stream_is_read_as_the_sdk_reads_it(path: Path) -> None:
    recording = load(path)
    expected = recording["expected"]
    events, error = read(decoder(), [body_of(recording)])
    seen = told(events)
    if expected.get("error"):
        assert error is not None
        assert expected["error"].split(": ", 1)[-1] in error.message
        return
    assert seen["text"] == (expected.get("text") or "")
    if path.stem not in READ_BEYOND_THE_SDK:
        assert seen["reasoning"] == (expected.get("reasoning") or "")
    if expected.get("stop") is None:
        assert error is not None
        assert error.kind == "network"
        assert seen["stop"] is None
    else:
        assert error is None
        assert seen["stop"] in (STOP_WORDS[expected["stop"]], "refusal")
    if expected.get("model"):
        assert seen["model"] == expected["model"]
    if expected.get("input_tokens") is not None:
        assert (seen["usage"].input_tokens, seen["usage"].output_tokens) == (expected["input_tokens"], expected["output_tokens"])


@pytest.mark.parametrize("path", streams("openai-chat"))
def test_cuts_line_ends_and_comments_change_nothing(path: Path) -> None:
    check_cuts(decoder, path)


@pytest.mark.parametrize("path", refusals("openai-chat"))
def test_a_refusal_carries_the_servers_message(path: Path) -> None:
    recording = load(path)
    status = recording["response"]["status"]
    error = OpenAIChat("Recorded").failure(status, {}, body_of(recording))
    check_error(error, recording)
    assert error.kind == KINDS.get(path.stem, {401: "auth", 404: "not_found", 429: "rate_limit"}.get(status, "bad_request"))


READ_BEYOND_THE_SDK = {"snowflake-snowflake_thinking_streaming"}    # thinking in a field the SDK does not know
KINDS = {
    "deepseek-error_400_context_length": "context",
    "llama-server-error_400_context_size": "context",
    "ollama-cloud_error_400_context_length": "context",
    "openrouter-error_400_context_length_nested_raw": "context",
    "llama-server-error_500_image_unsupported": "bad_request",
}
