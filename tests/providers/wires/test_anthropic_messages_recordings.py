"""Recorded anthropic-messages answers."""

import json
from pathlib import Path

import pytest

from deskchat.providers.wire import Decoder
from deskchat.providers.wires.anthropic_messages import STOPS, AnthropicMessages
from tests.providers.wires.replay import body_of, check_cuts, check_error, load, read, refusals, streams, told

KINDS = {"anthropic-error_400_prompt_too_long": "context"}
# several answers to several requests in one body: the SDK adds a later answer's text to the first one's block of the same
# index, before text that came earlier; a reply ends with its message_stop
SEVERAL_ANSWERS = {
    "anthropic-programmatic-tool-calling.1",
    "anthropic-tool-search-bm25.1",
    "anthropic-tool-search-deferred-regex",
}


def decoder() -> Decoder:
    return AnthropicMessages("Recorded").decoder()


@pytest.mark.parametrize("path", streams("anthropic-messages"))
def test_a_stream_is_read_as_the_sdk_reads_it(path: Path) -> None:
    recording = load(path)
    expected = recording["expected"]
    events, error = read(decoder(), [body_of(recording)])
    seen = told(events)
    if expected.get("error"):
        check_error(error, recording)
        return
    if path.stem in SEVERAL_ANSWERS:
        assert error is None
        assert seen["stop"] == "tool"
        assert expected["text"].startswith(seen["text"][:80])
        return
    assert seen["text"] == (expected.get("text") or "")
    assert seen["reasoning"] == (expected.get("reasoning") or "")
    if expected.get("stop") is None:
        assert error is not None
        assert seen["stop"] is None
    else:
        assert error is None
        assert seen["stop"] == STOPS[expected["stop"]]
    usage = seen["usage"]
    if expected.get("input_tokens") is not None:    # the SDK's count leaves out what concerns the cache
        plain = usage.input_tokens - (usage.cached_tokens or 0) - (usage.cache_written_tokens or 0)
        assert (plain, usage.output_tokens) == (expected["input_tokens"], expected["output_tokens"])
    if expected.get("model") and path.stem != "anthropic-fallback":    # the SDK names the one that would not answer
        assert seen["model"] == expected["model"]


@pytest.mark.parametrize("path", streams("anthropic-messages"))
def test_cuts_line_ends_and_comments_change_nothing(path: Path) -> None:
    check_cuts(decoder, path)


@pytest.mark.parametrize("path", refusals("anthropic-messages"))
def test_a_refusal_carries_the_servers_message(path: Path) -> None:
    recording = load(path)
    status = recording["response"]["status"]
    error = AnthropicMessages("Recorded").failure(status, {}, body_of(recording))
    said = json.loads(recording["response"]["body"])["error"]["message"]
    assert said.rstrip(".") in error.message
    assert error.kind == KINDS.get(path.stem, {401: "auth", 404: "not_found"}.get(status, "bad_request"))
    assert error.about == ("effort" if "effort" in path.stem else "")
