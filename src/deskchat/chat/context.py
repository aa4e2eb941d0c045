"""The switch: a branch made by any models becomes a request that one model accepts, and words for what had to change.

The rules are those of ``docs/switching.md``; each has its test. Order matters: what a message turns into first, then who
may speak after whom, then where the system text goes, then what fits into the window, then how the reply is drawn.
"""

from collections.abc import Sequence
from typing import assert_never

import msgspec
from msgspec.structs import replace

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.message import Message, Role, Status
from deskchat.chat.model import ModelInfo, Sampling
from deskchat.chat.parts import FilePart, ImagePart, Part, ReasoningPart, RefusalPart, TextPart
from deskchat.chat.request import ChatRequest, Outgoing
from deskchat.chat.tokens import MESSAGE_OVERHEAD, estimate, estimate_part
from deskchat.chat.window import Window, trim

CUT_OFF = "[cut off here]"
SAMPLING_WORDS = {
    "temperature": "temperature",
    "top_p": "top-p",
    "top_k": "top-k",
    "min_p": "min-p",
    "repeat_penalty": "repeat penalty",
}


class Sent(msgspec.Struct, frozen=True):
    """An outgoing message, with the place in the branch of the first message it was made from."""

    index: int
    outgoing: Outgoing
    tokens: int


class Fitted(msgspec.Struct, frozen=True):
    """A request the model accepts, and what it took to make it.

    ``notes``: whole sentences for the person. ``omitted``: messages left out for want of room. ``view_starts_at``: place in
    the branch of the first message after the gap, 0 without a gap. ``input_tokens``: an estimate.
    """

    request: ChatRequest
    notes: tuple[str, ...]
    omitted: int
    view_starts_at: int
    input_tokens: int


def fit(
    branch: Sequence[Message],
    model: ModelInfo,
    *,
    system: str | None = None,
    sampling: Sampling = Sampling(),
    token_factor: float = 1.0,
) -> Fitted:
    """Make ``branch`` acceptable to ``model``. The branch ends with the person's message.

    The system text, the first exchange and the last message are kept longest; the oldest exchanges between them are left
    out first, in large steps, so that the beginning stays the same for many turns and can be read from a cache.
    ``token_factor`` corrects the token estimate for this model (real count divided by estimate). Raises
    ``ChatError("context")`` when the system text and the last message alone exceed the window.
    """
    notes: list[str] = []
    sent = _merged([s for i, m in enumerate(branch) if (s := _outgoing(i, m, model, notes)) is not None])
    while sent and sent[0].outgoing.role is Role.ASSISTANT:
        sent.pop(0)
    if not sent or sent[-1].outgoing.role is not Role.USER:
        raise ValueError("a branch to be sent ends with a message of the person that is not empty")
    system = (system or "").strip() or None
    system_tokens = estimate(system) + MESSAGE_OVERHEAD if system else 0
    drawn = _sampling(model, sampling, notes)
    window = trim([s.tokens for s in sent], _room(model, drawn, system_tokens, token_factor))
    if not window.fits:
        raise _too_long(model)
    omitted = _omitted(sent, window)
    messages = _kept(sent, window, omitted)
    if omitted:
        notes.append(_gap_note(model, omitted, window))
    if system and not model.takes_system:
        messages = (_with_system(system, messages[0]), *messages[1:])
        notes.append(f"{model.name} has no place for a system prompt: it stands before the first message.")
        system = None
    request = ChatRequest(model, messages, system, drawn)
    tokens = int((window.tokens + system_tokens) * token_factor)
    view_starts_at = sent[window.tail].index if omitted else 0
    return Fitted(request, tuple(notes), omitted, view_starts_at, tokens)


def _outgoing(index: int, message: Message, model: ModelInfo, notes: list[str]) -> Sent | None:
    """What is sent for one message; ``None`` for one that would be empty (it stays in the transcript)."""
    pieces: list[TextPart | ImagePart] = []
    for part in message.parts:
        piece = _piece(part, model, notes)
        if piece is not None:
            pieces.append(piece)
    if not any(isinstance(p, ImagePart) or p.text.strip() for p in pieces):
        return None
    if message.role is Role.ASSISTANT and message.status in (Status.PARTIAL, Status.STOPPED, Status.FAILED):
        pieces.append(TextPart("\n\n" + CUT_OFF))
    outgoing = Outgoing(message.role, _joined(pieces))
    return Sent(index, outgoing, MESSAGE_OVERHEAD + sum(estimate_part(p) for p in outgoing.parts))


def _piece(part: Part, model: ModelInfo, notes: list[str]) -> TextPart | ImagePart | None:
    match part:
        case TextPart():
            return part
        case RefusalPart(text):
            return TextPart(text)
        case ReasoningPart():
            return None    # costs money and confuses the next model; shown folded in the transcript
        case FilePart(name, _, text):
            return TextPart(_fenced(name, text))
        case ImagePart(name):
            if model.vision is False:
                _note(notes, f"{model.name} can't see images: “{name}” is only named.")
                return TextPart(f"[image: {name}]\n\n")
            if model.vision is None:
                _note(notes, f"It is not known whether {model.name} can see images.")
            return part
        case _:
            assert_never(part)


def _note(notes: list[str], sentence: str) -> None:
    if sentence not in notes:
        notes.append(sentence)


def _fenced(name: str, text: str) -> str:
    fence = "```"
    while fence in text:
        fence += "`"
    return f"File “{name}”:\n{fence}\n{text.rstrip()}\n{fence}\n\n"


def _joined(pieces: Sequence[TextPart | ImagePart]) -> tuple[TextPart | ImagePart, ...]:
    """Neighbouring texts become one part, so that equal content is equal bytes on the wire."""
    joined: list[TextPart | ImagePart] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if isinstance(piece, TextPart) and isinstance(last, TextPart):
            joined[-1] = TextPart(last.text + piece.text)
        else:
            joined.append(piece)
    return tuple(joined)


def _merged(sent: Sequence[Sent]) -> list[Sent]:
    """One speaker's messages in a row become one, with a blank line between: many models insist on turns."""
    merged: list[Sent] = []
    for one in sent:
        last = merged[-1] if merged else None
        if last is not None and last.outgoing.role is one.outgoing.role:
            parts = _joined((*last.outgoing.parts, TextPart("\n\n"), *one.outgoing.parts))
            merged[-1] = Sent(last.index, Outgoing(one.outgoing.role, parts), last.tokens + one.tokens)
        else:
            merged.append(one)
    return merged


def _room(model: ModelInfo, sampling: Sampling, system_tokens: int, token_factor: float) -> int | None:
    """Estimated tokens the messages may take: the window less the system text and a place for the reply."""
    if model.context_tokens is None:
        return None
    reply = min(sampling.max_tokens or 1024, model.context_tokens // 4)
    room = int((model.context_tokens - reply) / token_factor) - system_tokens
    if room <= 0:
        raise _too_long(model)
    return room


def _omitted(sent: Sequence[Sent], window: Window) -> int:
    """How many messages of the branch fall into the gap."""
    return 0 if window.head == window.tail else sent[window.tail].index - sent[window.head].index


def _kept(sent: Sequence[Sent], window: Window, omitted: int) -> tuple[Outgoing, ...]:
    """The messages inside the window; the model is told of the gap where it is."""
    head = [s.outgoing for s in sent[: window.head]]
    tail = [s.outgoing for s in sent[window.tail :]]
    if omitted:
        gap = TextPart(f"[{omitted} older messages are left out here]\n\n")
        tail[0] = replace(tail[0], parts=_joined((gap, *tail[0].parts)))
    return (*head, *tail)


def _gap_note(model: ModelInfo, omitted: int, window: Window) -> str:
    kept = "the beginning and the newest are kept" if window.head else "the newest are kept"
    return f"{model.name} can't hold the whole conversation: {omitted} older messages are left out, {kept}."


def _too_long(model: ModelInfo) -> ChatError:
    return ChatError(
        ErrorKind.CONTEXT,
        f"The message is longer than {model.name} can read at once (about {model.context_tokens:,} tokens).",
        remedy="Shorten it or its attachments, or choose a model with a longer context.",
    )


def _with_system(system: str, first: Outgoing) -> Outgoing:
    return replace(first, parts=_joined((TextPart(system + "\n\n"), *first.parts)))


def _sampling(model: ModelInfo, own: Sampling, notes: list[str]) -> Sampling:
    """The makers' values below the person's own; what the model can't take is left out, and said when it was asked for."""
    values = {k: v for k, v in msgspec.structs.asdict(model.defaults).items() if v is not None}
    values |= {k: v for k, v in msgspec.structs.asdict(own).items() if v is not None}
    if not model.samples:
        refused = [word for field, word in SAMPLING_WORDS.items() if getattr(own, field) is not None]
        values = {k: v for k, v in values.items() if k not in SAMPLING_WORDS}
        if refused:
            notes.append(f"{model.name} does not take {_listed(refused)}: left out.")
    if model.reasons is False and values.pop("effort", None) not in (None, "none"):
        notes.append(f"{model.name} has no thinking effort to set: left out.")
    if model.max_output_tokens and (own.max_tokens or 0) > model.max_output_tokens:
        values["max_tokens"] = model.max_output_tokens
        notes.append(f"{model.name} writes at most {model.max_output_tokens:,} tokens: the limit was lowered to that.")
    return Sampling(**values)


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
