"""Recorded answers of Ollama's own chat."""

from pathlib import Path

import pytest

from deskchat.providers.wire import Decoder, open_wire
from tests.providers.wires.replay import body_of, check_cuts, load, read, streams, told

WIRE = "ollama-chat"
STOP_WORDS = {"stop": "end", "length": "length"}
READ_BEYOND_THE_SDK = {"ollama-native_multi_tool": (152, 22)}    # the SDK refuses the whole reply for a call without arguments


def decoder() -> Decoder:
    return open_wire(WIRE, "Recorded", {}).decoder()


@pytest.mark.parametrize("path", streams(WIRE))
def test_a_stream_is_read_as_the_sdk_reads_it(path: Path) -> None:
    recording = load(path)
    expected = recording["expected"]
    events, error = read(decoder(), [body_of(recording)])
    seen = told(events)
    assert error is None
    assert seen["text"] == (expected.get("text") or "")
    assert seen["reasoning"] == (expected.get("reasoning") or "")
    assert seen["stop"] == STOP_WORDS[expected["stop"] or "stop"]
    tokens = READ_BEYOND_THE_SDK.get(path.stem, (expected["input_tokens"], expected["output_tokens"]))
    assert (seen["usage"].input_tokens, seen["usage"].output_tokens) == tokens


@pytest.mark.parametrize("path", streams(WIRE))
def test_cuts_and_line_ends_change_nothing(path: Path) -> None:
    check_cuts(decoder, path)
