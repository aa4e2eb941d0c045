"""Bytes → server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html), bounded, without I/O."""

from collections.abc import Iterator

import msgspec

from deskchat.chat.errors import ChatError, ErrorKind

EVENT_BYTES = 8 * 1024 * 1024    # a chat event has some hundred bytes; a picture in one some millions
BOM = b"\xef\xbb\xbf"


class ServerEvent(msgspec.Struct, frozen=True):
    """One event: its ``event`` field, ``""`` when not given, and its ``data`` lines joined by line feeds."""

    name: str
    data: str


class EventReader:
    """Feed it bytes cut anywhere; it gives the events that are complete.

    Lines end in LF, CR or CRLF. Invalid UTF-8 becomes U+FFFD. Raises ``ChatError("protocol")`` when a line or an event
    is longer than ``limit_bytes``, so that a hostile server can't fill the memory.
    """

    def __init__(self, limit_bytes: int = EVENT_BYTES) -> None:
        self._limit = limit_bytes
        self._line = bytearray()
        self._after_cr = False
        self._first_line = True
        self._name = ""
        self._data: list[bytes] = []
        self._data_bytes = 0

    def feed(self, data: bytes) -> Iterator[ServerEvent]:
        """Take more bytes."""
        if self._after_cr and data:
            data = data.removeprefix(b"\n")
            self._after_cr = False
        if data.endswith(b"\r"):
            self._after_cr = True
        *lines, rest = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
        for piece in lines:
            self._grow(piece)
            line = bytes(self._line)
            self._line.clear()
            yield from self._take(line)
        self._grow(rest)

    def end(self) -> Iterator[ServerEvent]:
        """The bytes are over: an event without its blank line is given too."""
        line = bytes(self._line)
        self._line.clear()
        if line:
            yield from self._take(line)
        yield from self._dispatch()

    def _grow(self, piece: bytes) -> None:
        if len(self._line) + len(piece) > self._limit:
            raise _too_long(self._limit)
        self._line += piece

    def _take(self, line: bytes) -> Iterator[ServerEvent]:
        if self._first_line:
            line, self._first_line = line.removeprefix(BOM), False
        field, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        if not line:
            yield from self._dispatch()
        elif field == b"data":
            self._data_bytes += len(value) + 1
            if self._data_bytes > self._limit:
                raise _too_long(self._limit)
            self._data.append(value)
        elif field == b"event":
            self._name = value.decode("utf-8", "replace")

    def _dispatch(self) -> Iterator[ServerEvent]:
        if self._data:
            yield ServerEvent(self._name, b"\n".join(self._data).decode("utf-8", "replace"))
        self._name, self._data, self._data_bytes = "", [], 0


def _too_long(limit_bytes: int) -> ChatError:
    return ChatError(
        ErrorKind.PROTOCOL,
        "The server sent a line without an end, which is not how a chat server answers.",
        remedy="Check the address of the server in the settings.",
        detail=f"a line or an event is longer than {limit_bytes:,} bytes",
    )
