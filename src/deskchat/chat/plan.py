"""What a model will see of a conversation, before anything is sent: the same for the window and the command line."""

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from deskchat.chat.context import Fitted, Lesson, Unseen, fit
from deskchat.chat.errors import ChatError
from deskchat.chat.message import Message, Role
from deskchat.chat.model import ModelInfo, Sampling
from deskchat.chat.parts import Part, TextPart
from deskchat.chat.request import ChatRequest

MILLION = Decimal(1_000_000)
PLACEHOLDER = (TextPart("…"),)    # stands for the message that is not written yet


class Pace(msgspec.Struct, frozen=True):
    """How fast a model was to begin: ``first_s`` seconds until the first word of a prompt of ``tokens`` new tokens.

    A model on this machine reads the prompt in proportion to its length; elsewhere that hardly shows.
    """

    first_s: float
    tokens: int

    def wait_s(self, tokens: int, *, local: bool) -> float:
        """About how long ``tokens`` would take."""
        return self.first_s * max(tokens / max(self.tokens, 1), 0.1) if local else self.first_s


class Plan(msgspec.Struct, frozen=True):
    """What ``model`` will see, and what that costs.

    ``messages``: how many of the branch's messages there are; ``omitted``: how many of them are left out for want of room;
    ``view_starts_at``: place in the branch where the model's view goes on after the gap (0: no gap). ``input_tokens`` is an
    estimate. ``cost``: of sending that, in the price's currency; ``None`` when the price is not known. ``request`` is
    ``None`` when it can't be sent at all; then ``notes`` says why. ``unseen``: what of the conversation is not in it,
    ``changes``: the notes on everything else.
    ``wait_s``: about how long until the first word, as it was the last times; ``None`` when that is not known.
    """

    notes: tuple[str, ...]
    messages: int
    input_tokens: int
    context_tokens: int | None
    omitted: int = 0
    view_starts_at: int = 0
    cost: Decimal | None = None
    request: ChatRequest | None = None
    unseen: tuple[Unseen, ...] = ()
    changes: tuple[str, ...] = ()
    wait_s: float | None = None

    @property
    def fits(self) -> bool:
        """Can it be sent?"""
        return self.request is not None

    @property
    def summary(self) -> str:
        """One line: how much the model sees."""
        if not self.fits:
            return " ".join(self.notes)
        tokens = _token_words(self.input_tokens, self.context_tokens)
        if self.omitted:
            return f"Sees {self.messages - self.omitted} of {self.messages} messages ({tokens})."
        if self.messages == 0:
            return f"A new conversation ({tokens})."
        return f"Sees {_message_words(self.messages)} ({tokens})."


def make_plan(
    branch: Sequence[Message],
    model: ModelInfo,
    *,
    system: str | None = None,
    sampling: Sampling = Sampling(),
    draft: tuple[Part, ...] = (),
    lesson: Lesson = Lesson(),
) -> Plan:
    """The plan for asking ``model``: the branch, then ``draft`` as the person's next message.

    A branch that already ends with the person's message may be planned without a draft; otherwise an empty draft stands
    for a message still to be written.
    """
    messages = list(branch)
    if draft or not messages or messages[-1].role is not Role.USER:
        messages.append(Message(Role.USER, draft if _says_something(draft) else PLACEHOLDER))
    try:
        fitted = fit(messages, model, system=system, sampling=sampling, lesson=lesson)
    except ChatError as error:
        return Plan((error.message,), len(branch), 0, model.context_tokens)
    return _plan(fitted, len(branch))


def _plan(fitted: Fitted, messages: int) -> Plan:
    model = fitted.request.model
    cost = None
    if model.price is not None:
        rate = model.price.for_input(fitted.input_tokens).input_per_million
        cost = rate * fitted.input_tokens / MILLION + model.price.per_request
    return Plan(
        notes=fitted.notes,
        messages=messages,
        input_tokens=fitted.input_tokens,
        context_tokens=model.context_tokens,
        omitted=fitted.omitted,
        view_starts_at=fitted.view_starts_at,
        cost=cost,
        request=fitted.request,
        unseen=fitted.unseen,
        changes=fitted.changes,
    )


def _says_something(draft: tuple[Part, ...]) -> bool:
    return any(not isinstance(part, TextPart) or part.text.strip() for part in draft)


def _token_words(tokens: int, limit: int | None) -> str:
    if limit is None:
        return f"about {_rounded(tokens):,} tokens"
    return f"about {_rounded(tokens):,} of {limit:,} tokens"


def _message_words(count: int) -> str:
    return "the one message" if count == 1 else f"all {count} messages"


def _rounded(tokens: int) -> int:
    """Two significant digits: an estimate should look like one."""
    if tokens < 100:
        return tokens
    unit: int = 10 ** (len(str(tokens)) - 2)
    return round(tokens / unit) * unit
