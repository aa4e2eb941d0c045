"""Real recorded answers are read as the providers' own SDK reads them, however the network cuts them."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from deskchat.chat.errors import ChatError
from deskchat.chat.events import (
    AnsweredBy,
    Finished,
    ReasoningDelta,
    RefusalDelta,
    StreamEvent,
    TextDelta,
    UsageReported,
)
from deskchat.providers.wires.openai_chat import OpenAIChat

FOLDER = Path(__file__).parents[4] / "shared" / "fixtures" / "openai-chat"
RECORDINGS = sorted(FOLDER.glob("*.json"))
WHOLE_SAMPLE_BYTES = 4_000    # every cut of what is shorter; some cuts of what is longer
STOP_WORDS = {"stop": "end", "length": "length", "tool_calls": "tool", "content_filter": "filter"}

pytestmark = pytest.mark.skipif(not RECORDINGS, reason="the recorded provider answers are not on this machine")


def read(pieces: Iterable[bytes]) -> tuple[list[StreamEvent], ChatError | None]:
    events: list[StreamEvent] = []
    decoder = OpenAIChat("Recorded").decoder()
    try:
        for piece in pieces:
            events += decoder.feed(piece)
        events += decoder.end()
    except ChatError as error:
        return events, error
    return events, None


def told(events: list[StreamEvent]) -> dict[str, Any]:
    """What a person would see of the events, whatever pieces it came in."""
    return {
        "text": "".join(e.text for e in events if isinstance(e, TextDelta | RefusalDelta)),
        "reasoning": "".join(e.text for e in events if isinstance(e, ReasoningDelta)),
        "stop": next((e.stop for e in events if isinstance(e, Finished)), None),
        "model": next((e.model for e in events if isinstance(e, AnsweredBy)), None),
        "usage": next((e.usage for e in reversed(events) if isinstance(e, UsageReported)), None),
    }


def body_of(recording: dict[str, Any]) -> bytes:
    body: str = recording["response"]["body"]
    return body.encode("utf-8")


def streams() -> list[Path]:
    return [p for p in RECORDINGS if json.loads(p.read_text())["response"]["status"] == 200]


def refusals() -> list[Path]:
    return [p for p in RECORDINGS if p not in streams()]


@pytest.mark.parametrize("path", streams(), ids=lambda p: p.stem)
def test_a_stream_is_read_as_the_sdk_reads_it(path: Path) -> None:
    recording = json.loads(path.read_text())
    expected = recording["expected"]
    events, error = read([body_of(recording)])
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


@pytest.mark.parametrize("path", streams(), ids=lambda p: p.stem)
def test_cuts_line_ends_and_comments_change_nothing(path: Path) -> None:
    body = body_of(json.loads(path.read_text()))
    whole = told(read([body])[0])
    step = 1 if len(body) <= WHOLE_SAMPLE_BYTES else len(body) // 12
    for cut in range(1, len(body), step):
        assert told(read([body[:cut], body[cut:]])[0]) == whole, cut
    assert told(read(body[i : i + 1] for i in range(len(body)))[0]) == whole
    lines = body.replace(b"\r\n", b"\n")
    assert told(read([lines.replace(b"\n", b"\r\n")])[0]) == whole
    assert told(read([lines.replace(b"\n", b"\r")])[0]) == whole
    assert told(read([b": hello\n\n" + lines.replace(b"\n\n", b"\n\n: OPENROUTER PROCESSING\n\n")])[0]) == whole
    assert told(read([lines.rstrip(b"\n")])[0]) == whole


@pytest.mark.parametrize("path", refusals(), ids=lambda p: p.stem)
def test_a_refusal_carries_the_servers_message(path: Path) -> None:
    recording = json.loads(path.read_text())
    status = recording["response"]["status"]
    error = OpenAIChat("Recorded").failure(status, {}, body_of(recording))
    message = recording["expected"]["error"].split(" - ", 1)[-1].split(f"{status}: ", 1)[-1]
    if not message.startswith("Error code"):    # where the SDK finds no message, ours does
        assert message.rstrip(". ")[:200] in error.message
    assert error.kind == KINDS.get(path.stem, {401: "auth", 404: "not_found", 429: "rate_limit"}.get(status, "bad_request"))


READ_BEYOND_THE_SDK = {"snowflake-snowflake_thinking_streaming"}    # thinking in a field the SDK does not know
KINDS = {
    "deepseek-error_400_context_length": "context",
    "llama-server-error_400_context_size": "context",
    "ollama-cloud_error_400_context_length": "context",
    "openrouter-error_400_context_length_nested_raw": "context",
    "llama-server-error_500_image_unsupported": "bad_request",
}
