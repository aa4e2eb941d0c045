"""What a second start says to the window that is open, before anything of Qt is loaded; ``summons`` hears it."""

import os
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec

from deskchat.paths import opens_window

ATOMIC_BYTES = 512    # POSIX: no more than that goes into a pipe as one piece for certain


class Order(msgspec.Struct, frozen=True):
    """``show``: bring the window to the front, and ask what to do with ``file`` (a whole path, as the system writes it)."""

    word: Literal["show", "quick"]
    file: bytes = b""


def pipe_in(data: Path) -> Path:
    """Where the pipe of the home with that data folder lies."""
    return data / "quick.pipe"


def handed_file(arguments: Sequence[str]) -> Path | None:
    """The file on the command line that the window is to ask about."""
    return next((Path(argument).absolute() for argument in arguments if opens_window(argument)), None)


def to_show(arguments: Sequence[str]) -> Order:
    """What a start with these arguments wants of a window that is open already."""
    file = handed_file(arguments)
    return Order("show", b"" if file is None else os.fsencode(file))


def tell_window(data: Path, order: Order) -> bool:
    """Give ``order`` to the open window of that home; ``False``: there is none, or it can't be told here."""
    if not hasattr(os, "mkfifo"):
        return False
    line = msgspec.json.encode(order) + b"\n"
    try:
        pipe = os.open(pipe_in(data), os.O_WRONLY | os.O_NONBLOCK)    # fails when nobody reads
    except OSError:
        return False
    try:
        piece = max(ATOMIC_BYTES, os.fpathconf(pipe, "PC_PIPE_BUF"))
        return stat.S_ISFIFO(os.fstat(pipe).st_mode) and len(line) <= piece and os.write(pipe, line) == len(line)
    except OSError:
        return False
    finally:
        os.close(pipe)
