"""Recorded answers of Anthropic's Messages, and of servers that are compatible with it."""

import json
from pathlib import Path

import pytest

from deskchat.chat.message import Usage
from deskchat.providers.claude_stops import STOPS
from deskchat.providers.wire import Decoder, open_wire
from tests.providers.wires.replay import body_of, check_cuts, check_error, load, read, refusals, streams, told

WIRE = "anthropic-messages"
KINDS = {400: "bad_request", 401: "auth", 404: "not_found"}

# where the SDK is wrong, and what is right
ANSWERED_BY = {"anthropic-fallback": "claude-opus-4-8"}    # the SDK names the model that declined, not the one that went on
SEVERAL_ANSWERS = {    # in one body: the SDK puts the text of later ones into the blocks of the first, and loses what does not fit
    "anthropic-programmatic-tool-calling.1",
    "anthropic-tool-search-bm25.1",
    "anthropic-tool-search-deferred-regex",
}


def decoder() -> Decoder:
    return open_wire(WIRE, "Recorded", {}).decoder()


def as_sent(body: bytes) -> str:
    """All text, in the order in which it came."""
    values = [json.loads(line[5:]) for line in body.decode().splitlines() if line.startswith("data:")]
    return "".join(value["delta"].get("text", "") for value in values if value["type"] == "content_block_delta")


def uncached(usage: Usage) -> int | None:
    """Input as Anthropic counts it: without what concerns the cache."""
    whole = usage.input_tokens
    return None if whole is None else whole - (usage.cached_tokens or 0) - (usage.cache_written_tokens or 0)


@pytest.mark.parametrize("path", streams(WIRE))
def test_a_stream_is_read_as_the_sdk_reads_it(path: Path) -> None:
    recording = load(path)
    expected = recording["expected"]
    events, error = read(decoder(), [body_of(recording)])
    seen = told(events)
    assert error is None
    text = as_sent(body_of(recording)) if path.stem in SEVERAL_ANSWERS else expected.get("text") or ""
    assert seen["text"] == text
    assert seen["reasoning"] == (expected.get("reasoning") or "")
    assert seen["stop"] == STOPS[expected["stop"]]
    assert (uncached(seen["usage"]), seen["usage"].output_tokens) == (expected["input_tokens"], expected["output_tokens"])
    if expected.get("model"):
        assert seen["model"] == ANSWERED_BY.get(path.stem, expected["model"])


@pytest.mark.parametrize("path", streams(WIRE))
def test_cuts_line_ends_and_comments_change_nothing(path: Path) -> None:
    check_cuts(decoder, path)


@pytest.mark.parametrize("path", refusals(WIRE))
def test_a_refusal_carries_the_servers_message(path: Path) -> None:
    recording = load(path)
    status = recording["response"]["status"]
    error = open_wire(WIRE, "Recorded", {}).failure(status, {}, body_of(recording))
    # the SDK shows the whole body, as Python writes it
    said = recording["expected"]["error"].partition("'message': ")[2]
    recording["expected"]["error"] = said[1:].partition(f"{said[0]}}}")[0].partition(f"{said[0]}, '")[0]
    check_error(error, recording)
    assert error.kind == ("context" if "too_long" in path.stem else KINDS[status])
    assert error.about == ("effort" if "effort" in path.stem else "")
