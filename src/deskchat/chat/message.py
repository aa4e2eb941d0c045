"""One message: who spoke, what was said, and how it went."""

from enum import StrEnum

import msgspec

from deskchat.chat.model import ModelRef
from deskchat.chat.parts import Part, ReasoningPart, RefusalPart, TextPart


class Role(StrEnum):
    """Who speaks. The system text belongs to the conversation, not to a message."""

    USER = "user"
    ASSISTANT = "assistant"


class Status(StrEnum):
    """How far a message got. User messages are always ``done``."""

    STREAMING = "streaming"      # being written now; found at start-up it means the program was killed: it becomes PARTIAL
    DONE = "done"
    STOPPED = "stopped"          # the person pressed Stop
    PARTIAL = "partial"          # cut off: crash, kill, lost connection
    FAILED = "failed"            # ended with an error (``Message.error``); parts hold what had arrived


class Stop(StrEnum):
    """Why a reply ended, the same words for every wire (the command line prints them)."""

    END = "end"
    LENGTH = "length"
    REFUSAL = "refusal"
    FILTER = "filter"
    TOOL = "tool"
    CANCELLED = "cancelled"


class Contest(StrEnum):
    """What became of a reply that was asked for together with others."""

    SEEN = "seen"                # none is picked yet
    BLIND = "blind"              # none is picked yet, and names are hidden until then
    WON = "won"
    LOST = "lost"
    WON_BLIND = "won_blind"      # picked while the names were hidden
    LOST_BLIND = "lost_blind"


class Usage(msgspec.Struct, frozen=True, gc=False):
    """Tokens as the provider counted them, all of them. ``None``: it did not say, which is not zero."""

    input_tokens: int | None = None
    output_tokens: int | None = None
    cached_tokens: int | None = None           # the part of input_tokens that was read from a cache
    reasoning_tokens: int | None = None        # the part of output_tokens that was thinking
    cache_written_tokens: int | None = None    # the part of input_tokens that was put into a cache, where that is paid


class Cost(msgspec.Struct, frozen=True, gc=False):
    """What a reply cost. ``nanos`` are billionths of the currency's unit, so that sums stay exact; ISO 4217.

    ``saved_nanos``: what it would have cost more without the provider's cache.
    """

    nanos: int
    currency: str = "USD"
    saved_nanos: int = 0


class Timing(msgspec.Struct, frozen=True, gc=False):
    """How fast a reply was, in seconds on a monotonic clock. ``tokens_per_s`` is the generation speed, without the wait."""

    first_token_s: float | None = None
    total_s: float | None = None
    tokens_per_s: float | None = None


class Failure(msgspec.Struct, frozen=True, gc=False):
    """A ``ChatError`` as it is kept with the message it ended.

    ``remedy_action``: a ``RemedyAction``, or ``""`` in messages from before there were any.
    """

    kind: str
    message: str
    detail: str = ""
    remedy_action: str = ""


class Message(msgspec.Struct, frozen=True, gc=False):
    """One message. For a reply: ``model`` is who was asked, ``answered_by`` the name the server gave, when it differs.

    ``rating`` is what the person thinks of it: 1, -1, or 0 while they have not said.
    ``cost`` is ``None`` when it is not known, which is not zero. ``notes`` are sentences on what was changed for this model.
    """

    role: Role
    parts: tuple[Part, ...]
    status: Status = Status.DONE
    model: ModelRef | None = None
    model_name: str = ""
    answered_by: str | None = None
    stop: Stop | None = None
    usage: Usage = Usage()
    timing: Timing = Timing()
    failure: Failure | None = None
    notes: tuple[str, ...] = ()
    cost: Cost | None = None
    rating: int = 0
    contest: Contest | None = None

    @property
    def text(self) -> str:
        """The visible words, without reasoning and attachments."""
        return "".join(p.text for p in self.parts if isinstance(p, TextPart | RefusalPart))

    @property
    def reasoning(self) -> str:
        """The readable reasoning, all of it."""
        return "".join(p.text for p in self.parts if isinstance(p, ReasoningPart))
