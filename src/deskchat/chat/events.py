"""What a provider says while it answers: a closed union, the same for every wire and for the engine.

A stream is any number of these, ending in exactly one ``Finished``; a failure is a raised ``ChatError`` instead.
"""

import msgspec

from deskchat.chat.message import Cost, Stop, Usage


class Progress(msgspec.Struct, frozen=True, tag="progress"):
    """Before the first token; ``fraction`` is 0…1.

    ``phase`` is “queued” (the engine writes another reply first), “loading” (a model file) or “reading” (the prompt).
    """

    phase: str
    fraction: float


class TextDelta(msgspec.Struct, frozen=True, tag="text"):
    """More of the reply's text; never half a character."""

    text: str


class ReasoningDelta(msgspec.Struct, frozen=True, tag="reasoning"):
    """More of the readable reasoning."""

    text: str


class RefusalDelta(msgspec.Struct, frozen=True, tag="refusal"):
    """More of the model's words of refusal."""

    text: str


class AnsweredBy(msgspec.Struct, frozen=True, tag="answered_by"):
    """The model's name as the server gives it; it may differ from the one asked for. A later one replaces an earlier one."""

    model: str


class UsageReported(msgspec.Struct, frozen=True, tag="usage"):
    """The token counts so far; a later report replaces an earlier one."""

    usage: Usage


class SpeedReported(msgspec.Struct, frozen=True, tag="speed"):
    """Generation speed as the engine or server measured it, in tokens per second."""

    tokens_per_s: float


class SourceCited(msgspec.Struct, frozen=True, tag="source"):
    """The reply refers to a place on the web; one that was told before may come again."""

    url: str
    title: str = ""


class ToolCalled(msgspec.Struct, frozen=True, tag="tool"):
    """A tool call is complete, as readable text."""

    name: str
    arguments: str = ""
    result: str = ""


class StateReported(msgspec.Struct, frozen=True, tag="state"):
    """What the maker wants back with this reply, as JSON text; a later report replaces an earlier one."""

    wire: str
    items: str


class CostReported(msgspec.Struct, frozen=True, tag="cost"):
    """What the reply cost, as the provider itself says."""

    cost: Cost


class Noted(msgspec.Struct, frozen=True, tag="noted"):
    """Something the person should know of how the reply was made: a whole sentence."""

    sentence: str


class Waiting(msgspec.Struct, frozen=True, tag="waiting"):
    """Nothing came yet and the request will be sent again after ``seconds``; ``reason`` is a whole sentence."""

    reason: str
    seconds: float


class Finished(msgspec.Struct, frozen=True, tag="finished"):
    """The reply is whole, in the sense of ``stop``."""

    stop: Stop


StreamEvent = (
    Progress
    | Waiting
    | TextDelta
    | ReasoningDelta
    | RefusalDelta
    | AnsweredBy
    | UsageReported
    | CostReported
    | SpeedReported
    | SourceCited
    | ToolCalled
    | StateReported
    | Noted
    | Finished
)
