"""The elements of one long JSON array, one at a time: a file larger than memory is read in little of it.

Only brackets and quotes are looked at here; whether an element is JSON is found out when it is decoded.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, Protocol

import msgspec

from deskchat.exchange.found import Refused, UnreadableError

CHUNK = 1 << 18
LONGEST = 64 << 20    # bytes of one conversation; with pictures in it, a long one has a few megabytes
MOST_READ = 4 << 30   # bytes of one file, unpacked
OUTSIDE = re.compile(rb'["\[\]{},]')
INSIDE = re.compile(rb'["\\]')
TOO_LONG = f"A conversation of more than {LONGEST >> 20} MB was left out."


class Stream(Protocol):
    """What is read from."""

    def read(self, size: int, /) -> bytes:
        """Up to ``size`` bytes; none at the end."""
        ...


def elements(stream: Stream, depth: int) -> Iterator[bytes | Refused]:
    """The bytes of each element of the arrays that open at ``depth`` brackets (1: the outermost).

    Raises ``UnreadableError`` when the file ends early or is longer than ``MOST_READ``; what was whole was given by then.
    """
    cutter = _Cutter(depth)
    read = 0
    while chunk := stream.read(CHUNK):
        read += len(chunk)
        if read > MOST_READ:
            raise UnreadableError(f"It is longer than {MOST_READ >> 30} GB; the rest was not read.")
        yield from cutter.feed(chunk)
        if cutter.ended:
            return
    raise UnreadableError("It ends in the middle: the file is incomplete.")


def decoded(data: bytes) -> Any:
    """``data`` as plain values. Raises ``UnreadableError``."""
    try:
        return msgspec.json.decode(data)
    except RecursionError as error:
        raise UnreadableError("It is nested too deeply.") from error
    except msgspec.DecodeError:
        pass
    try:    # halves of surrogate pairs and NaN are no JSON, and are written all the same
        return json.loads(data.decode("utf-8", "replace"))
    except RecursionError as error:
        raise UnreadableError("It is nested too deeply.") from error
    except ValueError as error:
        raise UnreadableError("It is no valid JSON.") from error


class _Cutter:
    """Cuts what it is fed at the commas of the wanted arrays; keeps no more than one element, and none that is too long."""

    def __init__(self, depth: int) -> None:
        self._wanted = depth
        self._open: list[int] = []    # the brackets that are open, no deeper than matters
        self._depth = 0
        self._in_string = False
        self._escaped = False
        self._kept = bytearray()
        self._too_long = False
        self.ended = False

    def feed(self, chunk: bytes) -> Iterator[bytes | Refused]:
        """Take some bytes; the elements that ended in them."""
        start = at = 0
        if self._escaped:
            at, self._escaped = 1, False
        while not self.ended:
            found = (INSIDE if self._in_string else OUTSIDE).search(chunk, at)
            if found is None:
                break
            at = found.end()
            sign = found[0][0]
            if self._in_string:
                if sign == ord("\\"):
                    self._escaped = at == len(chunk)
                    at += 1
                else:
                    self._in_string = False
                continue
            if sign == ord('"'):
                self._in_string = True
            elif self._is_element_over(sign):
                self._keep(chunk[start : found.start()])
                yield from self._element()
                start = at
            if not self._in_string and self._moved(sign):
                start = at
        self._keep(chunk[start:])

    @property
    def _inside(self) -> bool:
        """Is this part of a wanted array?"""
        return len(self._open) == self._wanted and self._open[-1] == ord("[")

    def _is_element_over(self, sign: int) -> bool:
        return self._inside and self._depth == self._wanted and sign in b",]}"

    def _moved(self, sign: int) -> bool:
        """Go one bracket in or out; does a wanted array begin here?"""
        if sign in b"[{":
            self._depth += 1
            if self._depth <= self._wanted:
                self._open.append(sign)
            return self._depth == self._wanted
        if sign in b"]}":
            if self._depth == len(self._open) and self._open:
                self._open.pop()
            self._depth -= 1
            self.ended = self._depth <= 0
        return False

    def _keep(self, piece: bytes) -> None:
        if not self._inside:
            return
        if len(self._kept) + len(piece) > LONGEST:
            self._too_long = True
            self._kept.clear()
        elif not self._too_long:
            self._kept += piece

    def _element(self) -> Iterator[bytes | Refused]:
        element = bytes(self._kept).strip()
        too_long, self._too_long = self._too_long, False
        self._kept.clear()
        if too_long:
            yield Refused(TOO_LONG)
        elif element:
            yield element
