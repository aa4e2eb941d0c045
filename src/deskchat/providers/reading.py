"""The bytes of an answer → JSON objects, whatever they are framed in, without I/O and bounded.

Servers were asked for a stream and may answer with server-sent events, lines of JSON, one JSON object, or an array of
them. Each wire reads the objects; what they are framed in, and how the network cut them, is settled here.
"""

import json
from collections.abc import Iterator
from typing import Any

import msgspec

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.providers import failures
from deskchat.providers.sse import BOM, EVENT_BYTES, EventReader, ServerEvent

MAX_COUNT = 2**53    # token counts beyond what a JSON number can hold exactly are nonsense
DONE = "[DONE]"
LONGEST_ARGUMENTS = 64 * 1024    # characters
BLANK = BOM + b" \t\r\n"    # what may stand before an answer, in any order


class JsonEvent(msgspec.Struct, frozen=True):
    """One object. ``name`` is the ``event`` field it came with, ``"[DONE]"`` for the mark of that name, else ``""``."""

    name: str
    value: dict[str, Any]


class JsonReader:
    """Feed it bytes cut anywhere; it gives the objects that are complete.

    ``name`` is the provider's, for sentences. ``lines``: the answer is one object a line (Ollama). What is no JSON object
    is passed over, and ``damaged`` when it was meant to be one: one damaged event does not end a reply, and a reply without
    its end is reported as cut off. Raises ``ChatError("protocol")`` for a web page and for more than ``EVENT_BYTES`` in
    one piece.
    """

    def __init__(self, name: str, *, lines: bool = False) -> None:
        self.damaged = False
        self._name = name
        self._events = EventReader()
        self._lines = lines
        self._shape = ""
        self._held = bytearray()

    def feed(self, data: bytes) -> Iterator[JsonEvent]:
        """Take more bytes."""
        if not self._shape:
            data = data.lstrip(BLANK)    # and not kept: a server may send nothing else for minutes
            self._shape = _shape(data, lines=self._lines)
        if self._shape == "page":
            raise failures.web_page(self._name)
        if self._shape == "stream":
            yield from self._parsed(self._events.feed(data))
        elif self._shape == "value":
            self._hold(data)
        elif self._shape == "lines":
            *lines, rest = data.split(b"\n")
            for line in lines:
                self._hold(line)
                yield from self._take()
            self._hold(rest)

    def end(self) -> Iterator[JsonEvent]:
        """The bytes are over."""
        if self._shape == "stream":
            yield from self._parsed(self._events.end())
        else:
            yield from self._take()

    def _hold(self, data: bytes) -> None:
        if len(self._held) + len(data) > EVENT_BYTES:
            raise not_a_reply(self._name, f"one JSON value of more than {EVENT_BYTES:,} bytes")
        self._held += data

    def _take(self) -> Iterator[JsonEvent]:
        """What is held, as one value."""
        text = self._held.decode("utf-8-sig", "replace")
        self._held.clear()
        value = self._object(text)
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict):
                yield JsonEvent("", item)

    def _parsed(self, events: Iterator[ServerEvent]) -> Iterator[JsonEvent]:
        for event in events:
            if event.data.startswith(DONE):
                yield JsonEvent(DONE, {})
            elif isinstance(value := self._object(event.data), dict):
                yield JsonEvent(event.name, value)

    def _object(self, text: str) -> object:
        value = parsed(text)
        self.damaged = self.damaged or (value is None and text.lstrip().startswith("{"))
        return value


class Joiner:
    """Text that may be cut between the two halves in which JSON writes some characters."""

    def __init__(self) -> None:
        self._half = ""

    def feed(self, text: str) -> str:
        """``text`` as far as it is whole characters."""
        text, self._half = self._half + text, ""
        if text and "\ud800" <= text[-1] <= "\udbff":
            text, self._half = text[:-1], text[-1]
        return sound(text)

    def end(self) -> str:
        """A half that stayed alone becomes U+FFFD."""
        half, self._half = self._half, ""
        return "\ufffd" if half else ""


def sound(text: str) -> str:
    """Joined halves become their character, single halves U+FFFD, so that the text can be stored and shown."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def count(value: object) -> int | None:
    """A number of tokens; ``None`` for anything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < MAX_COUNT else None


def table(value: object) -> dict[str, Any]:
    """``value`` when it is a JSON object, else an empty one."""
    return value if isinstance(value, dict) else {}


def tables(value: object) -> list[dict[str, Any]]:
    """The objects in ``value`` when it is an array."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def string(value: object) -> str:
    """``value`` when it is a string, else ``""``."""
    return value if isinstance(value, str) else ""


def parsed(text: str) -> object:
    """The JSON value in ``text``; ``None`` when there is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def arguments(value: object) -> str:
    """What a tool was asked, as text; ``""`` for nothing, and for what is nested on purpose."""
    try:
        return sound(json.dumps(value, ensure_ascii=False)[:LONGEST_ARGUMENTS]) if value else ""
    except RecursionError:
        return ""


def not_a_reply(name: str, detail: str) -> ChatError:
    """The answer was of another kind than this wire's."""
    sentence, remedy = failures.sentences(ErrorKind.PROTOCOL, name)
    return ChatError(ErrorKind.PROTOCOL, sentence, remedy=remedy, detail=detail)


def without_a_word(name: str, detail: str) -> ChatError:
    """The reply ended in order, and there was nothing in it."""
    return ChatError(
        ErrorKind.PROTOCOL,
        f"{name} ended the reply without a word.",
        remedy="Try again, or choose another model.",
        detail=detail,
    )


def _shape(begun: bytes, *, lines: bool) -> str:
    """What the answer is, by its first character; ``""``: too early to say."""
    if not begun:
        return ""
    if begun.startswith(b"<"):
        return "page"
    if lines:
        return "lines"
    return "value" if begun[:1] in b"{[" else "stream"
