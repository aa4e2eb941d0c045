"""Recorded answers of Google's generateContent."""

from pathlib import Path

import pytest

from deskchat.providers.wire import Decoder, open_wire
from tests.providers.wires.replay import body_of, check_cuts, check_error, load, read, refusals, streams, told

WIRE = "google-generate-content"
STOP_WORDS = {"STOP": "end", "MAX_TOKENS": "length", "SAFETY": "filter", "OTHER": "end"}
KINDS = {400: "bad_request", 404: "not_found", 429: "rate_limit"}
NOT_A_REPLY = {"google-models_list"}    # a list of models, recorded as the answer to a chat


def decoder() -> Decoder:
    return open_wire(WIRE, "Recorded", {}).decoder()


@pytest.mark.parametrize("path", streams(WIRE))
def test_a_stream_is_read_as_the_sdk_reads_it(path: Path) -> None:
    recording = load(path)
    expected = recording["expected"]
    events, error = read(decoder(), [body_of(recording)])
    seen = told(events)
    if path.stem in NOT_A_REPLY:
        assert error is not None
        assert error.kind == "protocol"
        return
    assert error is None
    assert seen["text"] == (expected.get("text") or "")
    assert seen["reasoning"] == (expected.get("reasoning") or "")
    assert seen["stop"] == STOP_WORDS[expected["stop"]]
    assert (seen["usage"].input_tokens, seen["usage"].output_tokens) == (expected["input_tokens"], expected["output_tokens"])
    if expected.get("model"):
        assert seen["model"] == expected["model"]


@pytest.mark.parametrize("path", streams(WIRE))
def test_cuts_line_ends_and_comments_change_nothing(path: Path) -> None:
    check_cuts(decoder, path)


@pytest.mark.parametrize("path", refusals(WIRE))
def test_a_refusal_carries_the_servers_message(path: Path) -> None:
    recording = load(path)
    status = recording["response"]["status"]
    error = open_wire(WIRE, "Recorded", {}).failure(status, {}, body_of(recording))
    if "'message': '" in recording["expected"]["error"]:    # the SDK shows the whole body, as Python writes it
        recording["expected"]["error"] = recording["expected"]["error"].partition("'message': '")[2].partition("', '")[0]
    check_error(error, recording)
    assert error.kind == ("auth" if "api_key_invalid" in path.stem else KINDS[status])
    if status == 429:
        assert error.retry_after_s == 48
