"""Recorded answers of real providers, read as the providers' own SDKs read them, however the network cuts them.

The recordings are other people's data and lie beside the project; where they are missing, their tests are skipped and say
so. A wire's test file makes its parameters with ``streams`` and ``refusals`` and calls the ``check_…`` functions.
"""

import json
from collections.abc import Callable, Iterable
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
from deskchat.chat.message import Usage
from deskchat.providers.wire import Decoder

FOLDER = Path(__file__).parents[4] / "shared" / "fixtures"
WHOLE_SAMPLE_BYTES = 4_000    # every cut of what is shorter; some cuts of what is longer
MISSING = "the recorded provider answers are not on this machine"

MakeDecoder = Callable[[], Decoder]


def recordings(wire: str) -> list[Path]:
    """All recordings of a wire."""
    return sorted((FOLDER / wire).glob("*.json"))


def streams(wire: str) -> list[Any]:
    """Parameters: the recordings with status 200; one skipped parameter where there are none."""
    return _parameters(wire, lambda status: status == 200)


def refusals(wire: str) -> list[Any]:
    """Parameters: the recordings with another status."""
    return _parameters(wire, lambda status: status != 200)


def _parameters(wire: str, wanted: Callable[[int], bool]) -> list[Any]:
    found = [path for path in recordings(wire) if wanted(json.loads(path.read_text("utf-8"))["response"]["status"])]
    if not found:
        return [pytest.param(Path(), id="none", marks=pytest.mark.skip(reason=MISSING))]
    return [pytest.param(path, id=path.stem) for path in found]


def load(path: Path) -> dict[str, Any]:
    """One recording."""
    recording: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return recording


def body_of(recording: dict[str, Any]) -> bytes:
    """The bytes as they were sent."""
    body: str = recording["response"]["body"]
    return body.encode("utf-8")


def read(decoder: Decoder, pieces: Iterable[bytes]) -> tuple[list[StreamEvent], ChatError | None]:
    """All events of an answer, and how it failed, if it did."""
    events: list[StreamEvent] = []
    try:
        for piece in pieces:
            for event in decoder.feed(piece):
                events.append(event)    # noqa: PERF402  # what came before a failure is wanted too
        for event in decoder.end():
            events.append(event)    # noqa: PERF402
    except ChatError as error:
        return events, error
    return events, None


def told(events: list[StreamEvent]) -> dict[str, Any]:
    """What a person would see of the events, whatever pieces it came in."""
    return {
        "text": "".join(e.text for e in events if isinstance(e, TextDelta | RefusalDelta)),
        "reasoning": "".join(e.text for e in events if isinstance(e, ReasoningDelta)),
        "stop": next((e.stop for e in events if isinstance(e, Finished)), None),
        "model": next((e.model for e in reversed(events) if isinstance(e, AnsweredBy)), None),
        "usage": next((e.usage for e in reversed(events) if isinstance(e, UsageReported)), Usage()),
    }


def check_cuts(make: MakeDecoder, path: Path) -> None:
    """Cuts, line ends, comments and a missing last blank line change nothing of a stream of events."""
    body = body_of(load(path))
    whole = _outcome(make, [body])
    step = 1 if len(body) <= WHOLE_SAMPLE_BYTES else len(body) // 12
    for cut in range(1, len(body), step):
        assert _outcome(make, [body[:cut], body[cut:]]) == whole, cut
    assert _outcome(make, (body[i : i + 1] for i in range(len(body)))) == whole
    lines = body.replace(b"\r\n", b"\n")
    assert _outcome(make, [lines.replace(b"\n", b"\r\n")]) == whole
    if body.lstrip(b"\xef\xbb\xbf \r\n")[:1] in b"{[":    # JSON, not events: it knows neither comments nor lone carriage returns
        return
    assert _outcome(make, [lines.replace(b"\n", b"\r")]) == whole
    assert _outcome(make, [b": hello\n\n" + lines.replace(b"\n\n", b"\n\n: KEEP ALIVE\n\n")]) == whole
    assert _outcome(make, [lines.rstrip(b"\n")]) == whole


def _outcome(make: MakeDecoder, pieces: Iterable[bytes]) -> tuple[dict[str, Any], str | None]:
    events, error = read(make(), pieces)
    return told(events), None if error is None else error.message


def check_error(error: ChatError | None, recording: dict[str, Any]) -> None:
    """The person sees the server's message, as far as the SDK found one."""
    assert error is not None
    status = recording["response"]["status"]
    message = str(recording["expected"]["error"]).split(" - ", 1)[-1].split(f"{status}: ", 1)[-1]
    if not message.startswith("Error code"):    # where the SDK finds no message, ours does
        assert message.rstrip(". ")[:200] in error.message
