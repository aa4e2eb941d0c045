"""The chat template a model file brings, rendered in a sandbox within limits of time, memory and length.

A template is a program from a stranger. Jinja's sandbox keeps it from files and processes (it was CVE-2024-34359);
the limits here keep it from spinning and from eating the memory. Where the system has no alarm (Windows), the program
that started the engine ends it when the prompt is not ready in time.
"""

import contextlib
import json
import pathlib
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final, TypeVar

import jinja2
from jinja2.exceptions import SecurityError
from jinja2.ext import Extension
from jinja2.parser import Parser
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.engine.frames import Turn

SECONDS: Final = 3.0               # the slowest known honest template takes 0.25 s
MEMORY_BYTES: Final = 256 << 20
TEXT_LIMIT: Final = 64 << 20       # characters
REPEAT_LIMIT: Final = 1 << 20
PLAIN_STOPS: Final = ("\nUser:", "\nSystem:")
T = TypeVar("T")


class RefusedError(Exception):
    """The template itself says that it can't take these messages."""


class _TooMuchError(Exception):
    """The template wants more time or memory than it gets."""


class _Generation(Extension):
    """``{% generation %}`` marks what was generated, for training; here it passes its content through."""

    tags = frozenset({"generation"})  # type: ignore[assignment]  # Jinja only looks into it

    def parse(self, parser: Parser) -> list[jinja2.nodes.Node]:
        next(parser.stream)
        body: list[jinja2.nodes.Node] = parser.parse_statements(("name:endgeneration",), drop_needle=True)
        return body


class _Sandbox(ImmutableSandboxedEnvironment):
    """Also guards the two operators that can take a second or a gigabyte in one step."""

    intercepted_binops = frozenset(["*", "**"])

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Refuse long repetitions and large powers."""
        if operator == "**" and isinstance(left, int) and isinstance(right, int) and left.bit_length() * right > 4096:
            raise _TooMuchError("power")
        if operator == "*":
            for many, times in ((left, right), (right, left)):
                if isinstance(many, str | list | tuple) and isinstance(times, int) and len(many) * times > REPEAT_LIMIT:
                    raise _TooMuchError("repetition")
        return super().call_binop(context, operator, left, right)


class Template:
    """A compiled template. Raises ``ChatError("model_file")`` when it is no template or breaks out of its limits."""

    def __init__(
        self, source: str, *, bos: str = "", eos: str = "", now: Callable[[], datetime] = datetime.now
    ) -> None:
        self._tokens = {"bos_token": bos, "eos_token": eos}
        environment = _Sandbox(
            trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols", _Generation], autoescape=False
        )
        environment.filters["tojson"] = _tojson
        environment.globals["raise_exception"] = _refuse
        environment.globals["strftime_now"] = lambda form: now().strftime(form)
        try:
            self._template = _guarded(lambda: environment.from_string(source))
        except RefusedError as error:
            raise _bad("can't be read", error) from error

    def render(self, turns: Sequence[Turn]) -> str:
        """The prompt. What the template refuses is tried in simpler shapes: system text inside the first message."""
        refused: RefusedError | None = None
        for shape in _shapes(turns):
            try:
                return _guarded(lambda: self._render(shape))    # noqa: B023  # called at once
            except RefusedError as error:
                refused = error
        raise ChatError(
            ErrorKind.MODEL_FILE,
            "The chat template in the model file does not accept this conversation.",
            remedy="Start a new conversation with this model, or choose another model.",
            detail=str(refused)[:500],
        )

    def _render(self, turns: Sequence[Turn]) -> str:
        messages = [{"role": turn.role, "content": turn.text} for turn in turns]
        pieces, size = [], 0
        for piece in self._template.generate(messages=messages, add_generation_prompt=True, tools=[], **self._tokens):
            pieces.append(piece)
            size += len(piece)
            if size > TEXT_LIMIT:
                raise _TooMuchError("length")
        return "".join(pieces)


def plain(turns: Sequence[Turn]) -> str:
    """For a base model, which has no template: names and colons, which most continue sensibly."""
    names = {"system": "", "user": "User: ", "assistant": "Assistant: "}
    return "\n".join([*(names[turn.role] + turn.text.strip() for turn in turns), "Assistant:"])


def _shapes(turns: Sequence[Turn]) -> Iterator[Sequence[Turn]]:
    yield turns
    if turns and turns[0].role == "system":
        system, rest = turns[0], list(turns[1:])
        if rest and rest[0].role == "user":
            yield [Turn("user", f"{system.text}\n\n{rest[0].text}"), *rest[1:]]


def _refuse(message: str) -> None:
    raise RefusedError(message)


def _tojson(value: Any, ensure_ascii: bool = False, indent: int | None = None, **_: Any) -> str:
    return json.dumps(value, ensure_ascii=ensure_ascii, indent=indent)


def _guarded(act: Callable[[], T]) -> T:
    try:
        with _time_limit(SECONDS), _memory_limit(MEMORY_BYTES):
            return act()
    except (_TooMuchError, MemoryError, RecursionError, OverflowError, SecurityError) as error:
        raise _bad("tries to do what a chat template must not", error) from error
    except jinja2.TemplateSyntaxError as error:
        raise _bad("can't be read", error) from error
    except (jinja2.TemplateError, TypeError, ValueError, AttributeError, LookupError, ArithmeticError) as error:
        # what a template trips over differs from shape to shape: treated like a refusal
        raise RefusedError(f"{type(error).__name__}: {error}") from error


def _bad(fault: str, error: Exception) -> ChatError:
    return ChatError(
        ErrorKind.MODEL_FILE,
        f"The chat template in the model file {fault}.",
        remedy="Get the model from another source.",
        detail=f"{type(error).__name__}: {error}"[:500],
    )


@contextlib.contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    if not hasattr(signal, "setitimer"):
        yield
        return

    def ring(_number: int, _frame: object) -> None:
        raise _TooMuchError("time")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextlib.contextmanager
def _memory_limit(more_bytes: int) -> Iterator[None]:
    """On Linux: the address space may grow by this much meanwhile. Nothing else runs in the engine at that time."""
    if not sys.platform.startswith("linux"):
        yield
        return
    import resource

    with pathlib.Path("/proc/self/statm").open(encoding="ascii") as statm:
        used = int(statm.read().split()[0]) * resource.getpagesize()
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (used + more_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
