"""The switch: a branch made by any models becomes a request that one model accepts, and words for what had to change.

The rules are those of ``docs/switching.md``; each has its test. Order matters: what a message turns into first, then who
may speak after whom, then where the system text goes, then what fits into the window, then how the reply is drawn.
"""

from collections.abc import Sequence
from typing import assert_never

import msgspec
from msgspec.structs import replace

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.message import Message, Role, Status, Stop
from deskchat.chat.model import ModelInfo, Sampling
from deskchat.chat.parts import (
    FilePart,
    ImagePart,
    Part,
    ReasoningPart,
    RefusalPart,
    SourcePart,
    StatePart,
    TextPart,
    ToolPart,
)
from deskchat.chat.request import ChatRequest, Outgoing, Sendable
from deskchat.chat.tokens import MESSAGE_OVERHEAD, estimate, estimate_part
from deskchat.chat.window import Window, trim

CUT_OFF = "[cut off here]"
KEPT_WORDS = {True: "the beginning and the newest are kept", False: "the newest are kept"}    # has the window a head?
SAMPLING_WORDS = {
    "temperature": "temperature",
    "top_p": "top-p",
    "top_k": "top-k",
    "min_p": "min-p",
    "repeat_penalty": "repeat penalty",
}


class Lesson(msgspec.Struct, frozen=True):
    """What was learnt of a model by asking it.

    ``token_factor``: real tokens for an estimated one. ``with_state``: does it take back what it wanted back with its
    earlier replies? ``with_effort``: does it take a thinking effort? ``refused``: the fields of ``Sampling`` that it does
    not take, whatever its description says.
    """

    token_factor: float = 1.0
    with_state: bool = True
    with_effort: bool = True
    refused: tuple[str, ...] = ()


class Unseen(msgspec.Struct, frozen=True):
    """Something of the conversation that a model does not get to see: ``what`` is a noun, ``why`` half a sentence."""

    what: str
    why: str


class Account:
    """What had to be done for a model: sentences for the person, and what it does not see. Nothing is told twice."""

    def __init__(self) -> None:
        self.notes: list[str] = []
        self.changes: list[str] = []    # those of the notes that are not about something unseen
        self.unseen: list[Unseen] = []

    def note(self, sentence: str) -> None:
        """Something was changed: say it before and after."""
        if sentence not in self.notes:
            self.notes.append(sentence)
            self.changes.append(sentence)

    def hide(self, what: str, why: str, sentence: str = "") -> None:
        """The model does not see it; ``sentence`` says so where a list does not."""
        unseen = Unseen(what, why)
        if unseen not in self.unseen:
            self.unseen.append(unseen)
        if sentence and sentence not in self.notes:
            self.notes.append(sentence)


class Sent(msgspec.Struct, frozen=True):
    """An outgoing message, with the place in the branch of the first message it was made from."""

    index: int
    outgoing: Outgoing
    tokens: int


class Fitted(msgspec.Struct, frozen=True):
    """A request the model accepts, and what it took to make it.

    ``notes``: whole sentences for the person. ``omitted``: messages left out for want of room. ``view_starts_at``: place in
    the branch of the first message after the gap, 0 without a gap. ``input_tokens``: an estimate. ``unseen``: what of the
    conversation is not in the request; ``changes``: the notes on everything else.
    """

    request: ChatRequest
    notes: tuple[str, ...]
    omitted: int
    view_starts_at: int
    input_tokens: int
    unseen: tuple[Unseen, ...] = ()
    changes: tuple[str, ...] = ()


def fit(
    branch: Sequence[Message],
    model: ModelInfo,
    *,
    system: str | None = None,
    sampling: Sampling = Sampling(),
    lesson: Lesson = Lesson(),
) -> Fitted:
    """Make ``branch`` acceptable to ``model``. The branch ends with the person's message.

    The system text, the first exchange and the last message are kept longest; the oldest exchanges between them are left
    out first, in large steps, so that the beginning stays the same for many turns and can be read from a cache.
    ``lesson`` is what is known of the model beyond its description. Raises ``ChatError("context")`` when the system text and
    the last message alone exceed the window.
    """
    account = Account()
    sent = _all_of(branch, model, account, lesson)
    system = (system or "").strip() or None
    system_tokens = estimate(system) + MESSAGE_OVERHEAD if system else 0
    drawn = _sampling(model, sampling, account, lesson)
    window = trim([s.tokens for s in sent], _room(model, drawn, system_tokens, lesson.token_factor))
    if not window.fits:
        raise _too_long(model)
    omitted = _omitted(sent, window)
    messages = _kept(sent, window, omitted)
    if omitted:
        _hide_gap(model, omitted, window, account)
    if system and not model.takes_system:
        messages = (_with_system(system, messages[0]), *messages[1:])
        account.note(f"{model.name} has no place for a system prompt: it stands before the first message.")
        system = None
    request = ChatRequest(model, messages, system, drawn, plainly=not lesson.with_effort)
    tokens = int((window.tokens + system_tokens) * lesson.token_factor)
    view_starts_at = sent[window.tail].index if omitted else 0
    return Fitted(
        request=request,
        notes=tuple(account.notes),
        omitted=omitted,
        view_starts_at=view_starts_at,
        input_tokens=tokens,
        unseen=tuple(account.unseen),
        changes=tuple(account.changes),
    )


def _all_of(branch: Sequence[Message], model: ModelInfo, account: Account, lesson: Lesson) -> list[Sent]:
    """The messages as ``model`` takes them, as if its window had no end; the person begins and ends."""
    made = [_outgoing(i, m, model, account, with_state=lesson.with_state) for i, m in enumerate(branch)]
    sent = _merged([s for s in made if s is not None])
    while sent and sent[0].outgoing.role is Role.ASSISTANT:
        sent.pop(0)
    if not sent or sent[-1].outgoing.role is not Role.USER:
        raise ValueError("a branch to be sent ends with a message of the person that is not empty")
    return sent


def _outgoing(index: int, message: Message, model: ModelInfo, account: Account, *, with_state: bool) -> Sent | None:
    """What is sent for one message; ``None`` for one that would be empty (it stays in the transcript)."""
    if _is_refused_beginning(message, model):
        account.hide("a reply that was refused half-way", "its provider must not be sent it again")
        return None
    pieces: list[Sendable] = []
    for part in message.parts:
        piece = _piece(part, model, account)
        if piece is not None:
            pieces.append(piece)
    if not any(not isinstance(p, TextPart) or p.text.strip() for p in pieces):
        return None
    if message.role is Role.ASSISTANT and message.status in (Status.PARTIAL, Status.STOPPED, Status.FAILED):
        pieces.append(TextPart("\n\n" + CUT_OFF))
    state = _state(message, model, account)
    if state and not with_state:
        account.note(f"{model.name} no longer takes back its own earlier reasoning: it was asked without it.")
        state = ()
    outgoing = Outgoing(message.role, (*state, *_joined(pieces)))
    return Sent(index, outgoing, MESSAGE_OVERHEAD + sum(estimate_part(p) for p in outgoing.parts))


def _is_refused_beginning(message: Message, model: ModelInfo) -> bool:
    """Words that their maker then refused to go on with, without words of refusal: the maker must not be sent them."""
    return (
        message.stop is Stop.REFUSAL
        and message.model is not None
        and message.model.provider == model.ref.provider
        and not any(isinstance(part, RefusalPart) for part in message.parts)
    )


def _state(message: Message, model: ModelInfo, account: Account) -> tuple[StatePart, ...]:
    """Only to the very model that made it, and only with the whole reply it belongs to."""
    states = tuple(part for part in message.parts if isinstance(part, StatePart))
    if states and message.model != model.ref:
        account.hide(f"what {message.model_name or 'another model'} noted for itself", "only that model can read it")
    return states if message.status is Status.DONE and message.model == model.ref else ()


def _piece(part: Part, model: ModelInfo, account: Account) -> TextPart | ImagePart | FilePart | None:
    match part:
        case TextPart():
            return part
        case RefusalPart(text):
            return TextPart(text)
        case ReasoningPart():
            account.hide("the thoughts of earlier replies", "no model is sent them: they cost money and confuse")
            return None
        case SourcePart() | StatePart():
            return None    # shown in the transcript, or sent apart
        case ToolPart():
            return TextPart(_told(part))
        case FilePart():
            return _file(part, model, account)
        case ImagePart(name):
            if model.vision is False:
                said = f"{model.name} can't see images: “{name}” is only named."
                account.hide(f"the picture “{name}”", "it can't see pictures", said)
                return TextPart(f"[image: {name}]\n\n")
            if model.vision is None:
                account.note(f"It is not known whether {model.name} can see images.")
            return part
        case _:
            assert_never(part)


def _file(part: FilePart, model: ModelInfo, account: Account) -> TextPart | FilePart:
    """As it is where the model takes it, otherwise as its text, otherwise by name."""
    if not part.data:
        return TextPart(_fenced(part.name, part.text))
    if model.pdf:
        return part
    if part.text.strip():
        said = f"{model.name} gets the text of “{part.name}”, without its pictures and layout."
        account.hide(f"the pictures and the layout of “{part.name}”", "it takes only its text", said)
        return TextPart(_fenced(part.name, part.text))
    said = f"{model.name} can't read “{part.name}”, and no text was found in it: it is only named."
    account.hide(f"“{part.name}”", "it can't read such files, and no text was found in it", said)
    return TextPart(f"[file: {part.name}]\n\n")


def _told(part: ToolPart) -> str:
    """A tool call in words, for models that know nothing of it."""
    words = f"[tool {part.name}" + (f" was asked: {part.arguments}" if part.arguments else "")
    return f"\n\n{words}" + (f"; it found: {part.result}]\n\n" if part.result else "]\n\n")


def _fenced(name: str, text: str) -> str:
    fence = "```"
    while fence in text:
        fence += "`"
    return f"File “{name}”:\n{fence}\n{text.rstrip()}\n{fence}\n\n"


def _joined(pieces: Sequence[Sendable]) -> tuple[Sendable, ...]:
    """Neighbouring texts become one part, so that equal content is equal bytes on the wire."""
    joined: list[Sendable] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if isinstance(piece, TextPart) and isinstance(last, TextPart):
            joined[-1] = TextPart(last.text + piece.text)
        else:
            joined.append(piece)
    return tuple(joined)


def _merged(sent: Sequence[Sent]) -> list[Sent]:
    """One speaker's messages in a row become one, with a blank line between: many models insist on turns.

    What a maker wants back belongs to one whole reply, so merged replies go without.
    """
    merged: list[Sent] = []
    for one in sent:
        last = merged[-1] if merged else None
        if last is not None and last.outgoing.role is one.outgoing.role:
            pieces = (*last.outgoing.parts, TextPart("\n\n"), *one.outgoing.parts)
            parts = _joined([piece for piece in pieces if not isinstance(piece, StatePart)])
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
        left_out = f"{omitted} older messages are" if omitted > 1 else "one older message is"
        gap = TextPart(f"[{left_out} left out here]\n\n")
        tail[0] = replace(tail[0], parts=_joined((gap, *tail[0].parts)))
    return (*head, *tail)


def _hide_gap(model: ModelInfo, omitted: int, window: Window, account: Account) -> None:
    kept = KEPT_WORDS[bool(window.head)]
    if omitted == 1:
        said = f"{model.name} can't hold the whole conversation: one older message is left out, {kept}."
        account.hide("one older message", "it doesn't fit into its window", said)
    else:
        said = f"{model.name} can't hold the whole conversation: {omitted} older messages are left out, {kept}."
        account.hide(f"{omitted} older messages", "they don't fit into its window", said)


def _too_long(model: ModelInfo) -> ChatError:
    return ChatError(
        ErrorKind.CONTEXT,
        f"The message is longer than {model.name} can read at once (about {model.context_tokens:,} tokens).",
        remedy="Shorten it or its attachments, or choose a model with a longer context.",
    )


def _with_system(system: str, first: Outgoing) -> Outgoing:
    return replace(first, parts=_joined((TextPart(system + "\n\n"), *first.parts)))


def _sampling(model: ModelInfo, own: Sampling, account: Account, lesson: Lesson) -> Sampling:
    """The makers' values below the person's own; what the model can't take is left out, and said when it was asked for."""
    values = {k: v for k, v in msgspec.structs.asdict(model.defaults).items() if v is not None}
    values |= {k: v for k, v in msgspec.structs.asdict(own).items() if v is not None}
    if not model.ref.is_local and values.pop("form", None) is not None:
        account.note(f"{model.name} can't be kept to a form, which only local models can: left out.")
    if (model.reasons is False or not lesson.with_effort) and values.pop("effort", None) not in (None, "none"):
        account.note(f"{model.name} does not take this thinking effort: left out.")
    left_out = _not_taken(model, values.get("effort", ""), lesson)
    told = {field for field in values if getattr(own, field) is not None or field in lesson.refused}
    if refused := [word for field, word in left_out.items() if field in told]:
        if model.samples_at and set(left_out) == set(SAMPLING_WORDS):
            account.note(f"{model.name} does not take {_listed(refused)} while it thinks: left out.")
        else:
            account.note(f"{model.name} does not take {_listed(refused)}: left out.")
    values = {k: v for k, v in values.items() if k not in left_out}
    if model.max_output_tokens and (own.max_tokens or 0) > model.max_output_tokens:
        values["max_tokens"] = model.max_output_tokens
        account.note(f"{model.name} writes at most {model.max_output_tokens:,} tokens: the limit was lowered to that.")
    return Sampling(**values)


def _not_taken(model: ModelInfo, effort: str, lesson: Lesson) -> dict[str, str]:
    """What of the sampling ``model`` refuses at this effort, with its words."""
    samples = model.samples or effort in model.samples_at
    learnt = {field: SAMPLING_WORDS.get(field, field) for field in lesson.refused}
    return learnt | ({} if samples else SAMPLING_WORDS) | ({} if model.verbosity else {"verbosity": "verbosity"})


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
