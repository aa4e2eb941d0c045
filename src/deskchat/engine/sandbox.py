"""Jinja as chat templates expect it, and as little else of it as possible.

The names and filters are those of Hugging Face's ``apply_chat_template`` (transformers, ``utils/chat_template_utils.py``).
A template is a program from a stranger (it was CVE-2024-34359): this part keeps it from Python's insides and from the few
single steps that take gigabytes; ``bounds`` keeps it from taking long.
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final, NoReturn

import jinja2
from jinja2.exceptions import SecurityError
from jinja2.ext import Extension
from jinja2.parser import Parser
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

REPEAT_LIMIT: Final = 1 << 20      # characters or items made by one multiplication
BITS_LIMIT: Final = 1 << 14        # of a whole number: beyond, a single step can take minutes
SPARE_CHARACTERS: Final = 2 << 20
TIMES_INPUT: Final = 8
# make long texts of short ones, or load modules; of 70 templates of known models none asks for one
LEFT_OUT: Final = (
    "batch", "center", "filesizeformat", "format", "pprint", "random", "slice", "urlize", "wordwrap", "xmlattr",
)    # fmt: skip
_WIDE: Final = re.compile(r"\{[^{}]*:|%[^%A-Za-z]*[0-9*]")
EMPTY_LISTS: Final[Mapping[str, Any]] = {"tools": (), "documents": ()}


class RefusedError(Exception):
    """The template itself says that it can't take these messages, or trips over them."""


class UnreadableError(Exception):
    """It is no template."""


class UnsafeError(Exception):
    """The template wants what no template needs."""


class _Generation(Extension):
    """``{% generation %}`` marks what was generated, for training; here it passes its content through."""

    tags = frozenset({"generation"})  # type: ignore[assignment]  # Jinja only looks into it

    def parse(self, parser: Parser) -> list[jinja2.nodes.Node]:
        next(parser.stream)
        body: list[jinja2.nodes.Node] = parser.parse_statements(("name:endgeneration",), drop_needle=True)
        return body


class _Sandbox(ImmutableSandboxedEnvironment):
    """Also guards the operators and calls that can take minutes or gigabytes in one step."""

    intercepted_binops = frozenset(["*", "**", "%"])

    def unsafe_undefined(self, obj: Any, attribute: str) -> NoReturn:
        """Jinja would give an empty text."""
        raise SecurityError(f"the attribute {attribute!r} of {type(obj).__name__!r}")

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Refuse long repetitions and large numbers."""
        if operator == "%":
            if isinstance(left, str) and _WIDE.search(left):
                raise UnsafeError("a text with a place of a given width")
        elif isinstance(left, int) and isinstance(right, int):
            bits = left.bit_length() * right if operator == "**" else left.bit_length() + right.bit_length()
            if bits > BITS_LIMIT:
                raise UnsafeError("a number that is too large")
        elif operator == "*":
            for many, times in ((left, right), (right, left)):
                if isinstance(many, str | list | tuple) and isinstance(times, int) and len(many) * times > REPEAT_LIMIT:
                    raise UnsafeError("a repetition that is too long")
        return super().call_binop(context, operator, left, right)

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Refuse to pad texts to great lengths."""
        if any(isinstance(value, int) and abs(value) > REPEAT_LIMIT for value in (*args, *kwargs.values())):
            raise UnsafeError("a call with a number that is too large")
        form = getattr(getattr(obj, "__wrapped__", None), "__self__", None)    # of the guard Jinja puts around str.format
        if isinstance(form, str) and _WIDE.search(form):
            raise UnsafeError("a text with a place of a given width")
        return super().call(context, obj, *args, **kwargs)


def compiled(source: str, now: Callable[[], datetime]) -> jinja2.Template:
    """Raises ``UnreadableError`` or ``UnsafeError``."""
    try:
        return _environment(now).from_string(source)
    except (MemoryError, RecursionError, OverflowError, SecurityError) as error:
        raise UnsafeError(told(error)) from error
    except (jinja2.TemplateError, SyntaxError, ValueError, TypeError, LookupError) as error:
        raise UnreadableError(told(error)) from error    # Python refuses some of what Jinja makes of a strange source


def render(template: jinja2.Template, messages: list[dict[str, Any]], names: Mapping[str, Any]) -> str:
    """The prompt. Raises ``RefusedError`` or ``UnsafeError``."""
    limit = SPARE_CHARACTERS + TIMES_INPUT * sum(len(str(message["content"])) for message in messages)
    pieces, size = [], 0
    try:
        for piece in template.generate(messages=messages, add_generation_prompt=True, **names):
            pieces.append(piece)
            size += len(piece)
            if size > limit:
                raise UnsafeError("a prompt that is too long")
    except (MemoryError, RecursionError, OverflowError, SecurityError) as error:
        raise UnsafeError(told(error)) from error
    except (jinja2.TemplateError, TypeError, ValueError, AttributeError, LookupError, ArithmeticError) as error:
        raise RefusedError(told(error)) from error
    return "".join(pieces).encode("utf-8", "replace").decode("utf-8")    # half a surrogate pair can't be sent on


def _environment(now: Callable[[], datetime]) -> jinja2.Environment:
    environment = _Sandbox(
        trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols", _Generation], autoescape=False
    )
    del environment.globals["lipsum"]    # loads a module when it is called
    for name in LEFT_OUT:
        del environment.filters[name]
    environment.filters["tojson"] = _tojson
    environment.globals["raise_exception"] = _refuse
    environment.globals["strftime_now"] = lambda form: now().strftime(str(form)[:100])
    return environment


def _refuse(message: object) -> NoReturn:
    raise RefusedError(str(message)[:500])


def _tojson(
    value: Any,
    ensure_ascii: bool = False,
    indent: int | None = None,
    separators: tuple[str, str] | None = None,
    sort_keys: bool = False,
) -> str:
    return json.dumps(value, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)


def told(error: BaseException) -> str:
    """Its kind and its words, cut to what a person might read."""
    return f"{type(error).__name__}: {error}"[:500]
