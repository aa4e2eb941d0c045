"""A line on the terminal that says how far something is, in place; nothing where nobody watches."""

import sys
import time
from types import TracebackType
from typing import Self

from deskchat.cli.terminal import harmless, put

EVERY_S = 0.2
AFTER_S = 0.5    # what is done sooner needs no line


class ProgressLine:
    """On stderr while it is entered, if that is a terminal; what stood there is wiped at the end."""

    def __init__(self) -> None:
        self._watched = sys.stderr.isatty()
        self._next = time.monotonic() + AFTER_S
        self._width = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None) -> None:
        if self._width:
            put(sys.stderr, f"\r{' ' * self._width}\r")

    def show(self, text: str) -> None:
        """In place of what stood there; not more often than eyes can follow."""
        now = time.monotonic()
        if not self._watched or now < self._next:
            return
        self._next = now + EVERY_S
        line = harmless(text)
        put(sys.stderr, f"\r{line:<{self._width}}")
        self._width = max(self._width, len(line))
