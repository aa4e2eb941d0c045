"""A reply while it grows: events are folded into a message (pure; the Turn stores what comes out)."""

from typing import assert_never

from msgspec.structs import replace

from deskchat.chat.cost import cost_of, sensible
from deskchat.chat.errors import ChatError, remedy_action
from deskchat.chat.events import (
    AnsweredBy,
    CostReported,
    Finished,
    Noted,
    Progress,
    ReasoningDelta,
    RefusalDelta,
    SourceCited,
    SpeedReported,
    StateReported,
    StreamEvent,
    TextDelta,
    ToolCalled,
    UsageReported,
    Waiting,
)
from deskchat.chat.message import Failure, Message, Role, Status, Stop, Timing, Usage
from deskchat.chat.model import ModelInfo
from deskchat.chat.parts import Part, ReasoningPart, RefusalPart, SourcePart, StatePart, TextPart, ToolPart

Content = TextDelta | ReasoningDelta | RefusalDelta | ToolCalled | SourceCited | StateReported
LONGEST = 6_000_000    # bytes of thinking, and as many of all the rest: far more than any model writes
WIDE_BYTES = 4         # what a letter takes in a text that is not ASCII, at most
BESIDE = 200           # bytes that a source, a tool's call or a note takes beside its words
AT_ONCE_S = 0.1        # what comes within that had been written before: it tells nothing of how fast


class Reply:
    """Collects one reply. Times are seconds on one monotonic clock, given by the caller.

    Text is kept in pieces and joined on request, so that a long reply costs no more per token than a short one. Whoever
    folds looks at ``is_full``: a stream that never ends is to be left then.
    """

    def __init__(self, model: ModelInfo, started_s: float, notes: tuple[str, ...] = ()) -> None:
        self._message = Message(Role.ASSISTANT, (), Status.STREAMING, model.ref, model.name)
        self._price = model.price
        self._started_s = started_s
        self._first_s: float | None = None
        self._reasoning_until_s: float | None = None
        self._reasoning: list[str] = []
        self._text: list[str] = []
        self._refusal: list[str] = []
        self._tools: list[ToolPart] = []
        self._sources: dict[str, SourcePart] = {}
        self._state: StatePart | None = None
        self._notes = notes                   # of before the reply
        self._told: dict[str, None] = {}      # and those that came with it, in their order
        self._usage = Usage()
        self._speed: float | None = None
        self._thought = 0    # bytes of thinking
        self._said = 0       # and of all else that is kept

    def fold(self, event: StreamEvent, now_s: float) -> None:
        """Take one event in."""
        match event:
            case TextDelta() | ReasoningDelta() | RefusalDelta() | ToolCalled() | SourceCited() | StateReported():
                self._fold_part(event, now_s)
            case AnsweredBy(model):
                asked = self._message.model.model if self._message.model else ""
                self._message = replace(self._message, answered_by=None if model == asked else model)
            case UsageReported(usage):
                self._usage = usage
            case CostReported(cost):
                self._message = replace(self._message, cost=cost)
            case SpeedReported(tokens_per_s):
                self._speed = tokens_per_s
            case Noted(sentence):
                self._said += _size(sentence) + BESIDE
                if sentence not in self._notes:
                    self._told[sentence] = None
            case Finished(stop):
                self._message = replace(self._message, status=Status.DONE, stop=stop)
            case Progress() | Waiting():
                pass
            case _:
                assert_never(event)

    def _fold_part(self, event: Content, now_s: float) -> None:
        self._count(event)
        match event:
            case TextDelta(text):
                self._text.append(text)
                self._mark(now_s)
            case ReasoningDelta(text):
                self._reasoning.append(text)
                self._mark(now_s)
                self._reasoning_until_s = now_s
            case RefusalDelta(text):
                self._refusal.append(text)
                self._mark(now_s)
            case ToolCalled(name, arguments, result):
                self._tools.append(ToolPart(name, arguments, result))
                self._mark(now_s)
            case SourceCited(url, title):
                known = self._sources.get(url)
                self._sources[url] = SourcePart(url, title or (known.title if known is not None else ""))
            case StateReported(wire, items):
                self._state = StatePart(wire, items)
            case _:
                assert_never(event)

    def _count(self, event: Content) -> None:
        match event:
            case ReasoningDelta(text):
                self._thought += _size(text)
            case TextDelta(text) | RefusalDelta(text):
                self._said += _size(text)
            case ToolCalled(name, arguments, result):
                self._said += _size(name) + _size(arguments) + _size(result) + BESIDE
            case SourceCited(url, title):
                self._said += 0 if url in self._sources else _size(url) + _size(title) + BESIDE
            case StateReported():
                pass    # a later one replaces it, and one event is bounded
            case _:
                assert_never(event)

    @property
    def has_begun(self) -> bool:
        """Has anything of the reply arrived?"""
        return self._first_s is not None

    @property
    def has_words(self) -> bool:
        """Is there text that another model could go on from?"""
        return any(piece.strip() for piece in (*self._text, *self._refusal))

    @property
    def is_full(self) -> bool:
        """Is it longer than any reply can be?"""
        return self._thought > LONGEST or self._said > LONGEST

    def note(self, notes: tuple[str, ...]) -> None:
        """Replace the notes of before the reply; what came with the reply itself stays."""
        self._notes = notes

    def stop(self) -> None:
        """The person pressed Stop."""
        self._message = replace(self._message, status=Status.STOPPED, stop=Stop.CANCELLED)

    def fail(self, error: ChatError) -> None:
        """It ended with an error; what had arrived is kept."""
        action = remedy_action(error, begun=self.has_words)
        failure = Failure(error.kind.value, error.message, error.detail, action.value)
        self._message = replace(self._message, status=Status.FAILED, failure=failure)

    def message(self, now_s: float) -> Message:
        """The message as it stands. What the provider itself says of the cost stands for what can be reckoned."""
        cost = sensible(self._message.cost) or cost_of(self._usage, self._price)
        notes = (*self._notes, *(told for told in self._told if told not in self._notes))
        return replace(
            self._message, parts=self._parts(), usage=self._usage, timing=self._timing(now_s), cost=cost, notes=notes
        )

    def _mark(self, now_s: float) -> None:
        if self._first_s is None:
            self._first_s = now_s

    def _parts(self) -> tuple[Part, ...]:
        parts: list[Part] = []
        if self._reasoning:
            took = None if self._first_s is None else (self._reasoning_until_s or 0.0) - self._first_s
            parts.append(ReasoningPart(_whole(self._reasoning), took))
        if self._text:
            parts.append(TextPart(_whole(self._text)))
        if self._refusal:
            parts.append(RefusalPart(_whole(self._refusal)))
        parts += self._tools
        parts += self._sources.values()
        if self._state is not None:
            parts.append(self._state)
        return tuple(parts)

    def _timing(self, now_s: float) -> Timing:
        if self._first_s is None:
            return Timing(None, now_s - self._started_s, self._speed)
        writing_s = now_s - self._first_s
        tokens = self._usage.output_tokens
        speed = self._speed
        if speed is None and tokens and tokens > 1 and writing_s >= AT_ONCE_S:
            speed = (tokens - 1) / writing_s    # the first token ends the wait, it is not part of the writing
        return Timing(self._first_s - self._started_s, now_s - self._started_s, speed)


def _size(text: str) -> int:
    return len(text) if text.isascii() else WIDE_BYTES * len(text)


def _whole(pieces: list[str]) -> str:
    """All pieces as one, which stands for them from now on: single letters would take a hundred times the room."""
    if len(pieces) > 1:
        pieces[:] = ["".join(pieces)]
    return pieces[0]
