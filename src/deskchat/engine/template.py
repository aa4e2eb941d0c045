"""The chat template a model file brings: what it takes is found out when the model is loaded, then it makes the prompts.

It runs in the engine's process, in Jinja's sandbox and within limits of time, memory and length. A process of its own
would add little: this one holds no key, and if it ends, only the model has to be loaded again.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Final, NamedTuple, TypeVar

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.engine import bounds, families, sandbox, shapes, thinking_switch
from deskchat.engine.frames import Turn
from deskchat.engine.shapes import Shape

SECONDS: Final = 1.0               # the largest known template is read and tried in a tenth of it
SECONDS_A_TURN: Final = 0.005      # the slowest known takes a fifth of this
PLAIN_STOPS: Final = ("\nUser:", "\nSystem:")
UNUSABLE: Final = "template"       # ``ChatError.about``: another template may do
T = TypeVar("T")


class Template:
    """A template that is known to work. Raises ``ChatError("model_file")`` when it is none or breaks out of its limits."""

    def __init__(
        self, source: str, *, bos: str = "", eos: str = "", now: Callable[[], datetime] = datetime.now
    ) -> None:
        self._source = source
        self._names: dict[str, object] = {"bos_token": bos, "eos_token": eos}
        self._refusals: list[str] = []
        self._shape = _bounded(SECONDS, lambda: self._prepared(now))

    def render(self, turns: Sequence[Turn], effort: str | None = None) -> str:
        """The prompt; ``effort`` as in ``Sampling``, for templates with a switch.

        What the template refuses is tried in simpler forms: without the switch, then as the strictest templates take it.
        """
        return _bounded(SECONDS + SECONDS_A_TURN * len(turns), lambda: self._rendered(turns, effort))

    def _prepared(self, now: Callable[[], datetime]) -> Shape:
        try:
            self._template = sandbox.compiled(self._source, now)
        except sandbox.UnreadableError as error:
            raise _unusable(str(error)) from error
        shape = shapes.probe(self._tried)
        if shape is None:
            raise _unusable(self._refusals[0] if self._refusals else "the message does not stand in the prompt")
        return shape

    def _tried(self, messages: shapes.Messages, shape: Shape) -> str | None:
        try:
            return self._made(messages, shape, {})
        except sandbox.RefusedError as error:
            self._refusals.append(str(error))
            return None

    def _rendered(self, turns: Sequence[Turn], effort: str | None) -> str:
        refusal = ""
        switch = thinking_switch.options(self._source, effort)
        for shape, options in ((self._shape, switch), (self._shape, {}), (self._shape.strictest, {})):
            try:
                return self._made(shapes.fit(turns, shape), shape, options)
            except sandbox.RefusedError as error:
                refusal = str(error)
        raise ChatError(
            ErrorKind.MODEL_FILE,
            "The chat template in the model file does not accept this conversation.",
            remedy="Start a new conversation with this model, or choose another model.",
            detail=refusal,
        )

    def _made(self, messages: shapes.Messages, shape: Shape, options: thinking_switch.Options) -> str:
        lists = sandbox.EMPTY_LISTS if shape.empty_tools else {}
        return sandbox.render(self._template, messages, {**lists, **self._names, **options})


class Chosen(NamedTuple):
    """``template`` is ``None`` where names and colons have to do. ``note``: a sentence for the person, or ``""``."""

    template: Template | None
    note: str = ""


def choose(source: str, *, bos: str, eos: str, specials: Collection[str]) -> Chosen:
    """The file's template; the one of its family if that can't be used; plain text for a base model, which has none.

    Raises ``ChatError("model_file")`` for a template that breaks out of its limits.
    """
    if not source:
        return Chosen(None)
    try:
        return Chosen(Template(source, bos=bos, eos=eos))
    except ChatError as error:
        if error.about != UNUSABLE:
            raise
    family = families.template_for(specials)
    if family:
        return Chosen(
            Template(family, bos=bos, eos=eos),
            "The chat template in the model file can't be used, so the usual one of its family is.",
        )
    return Chosen(None, "The chat template in the model file can't be used, so the model is given plain text.")


def plain(turns: Sequence[Turn]) -> str:
    """For a base model, which has no template: names and colons, which most continue sensibly."""
    names = {"system": "", "user": "User: ", "assistant": "Assistant: "}
    return "\n".join([*(names[turn.role] + turn.text.strip() for turn in turns), "Assistant:"])


def _unusable(detail: str) -> ChatError:
    return ChatError(
        ErrorKind.MODEL_FILE,
        "The chat template in the model file can't be used.",
        remedy="Get the model from another source.",
        detail=detail[:500],
        about=UNUSABLE,
    )


def _bounded(seconds: float, act: Callable[[], T]) -> T:
    try:
        with bounds.bounded(seconds):
            return act()
    except sandbox.UnsafeError as error:
        raise bounds.unsafe(str(error)) from error
    except (MemoryError, RecursionError) as error:
        raise bounds.unsafe(type(error).__name__) from error
    except bounds.OutOfTimeError as error:
        raise bounds.unsafe("it takes too long") from error
