"""How a second start reaches the window that is open: a named pipe in the data folder, for the person alone.

It takes one word and gives nothing back; it is neither a port nor a socket. Not on Windows, which has no such pipes.
"""

import asyncio
import contextlib
import logging
import os
import stat
from collections.abc import AsyncIterator
from pathlib import Path

from deskchat.paths import private_folder
from deskchat.services.broadcast import Broadcast

log = logging.getLogger(__name__)

WORD = b"quick\n"
READ_BYTES = 512


def place(data: Path) -> Path:
    """Where the pipe of the home with that data folder lies."""
    return data / "quick.pipe"


def summon(data: Path) -> bool:
    """Ask the open window of that home for its quick question; ``False``: there is none."""
    if not hasattr(os, "mkfifo"):
        return False
    try:
        pipe = os.open(place(data), os.O_WRONLY | os.O_NONBLOCK)    # fails when nobody reads
    except OSError:
        return False
    try:
        return stat.S_ISFIFO(os.fstat(pipe).st_mode) and os.write(pipe, WORD) == len(WORD)
    except OSError:
        return False
    finally:
        os.close(pipe)


class Summons:
    """The side of the window. Nothing listens until ``open``."""

    def __init__(self, data: Path) -> None:
        self._place = place(data)
        self._pipe: int | None = None
        self._calls: Broadcast[None] = Broadcast()

    async def open(self) -> bool:
        """Listen; ``False``: this system can't. What a killed window left is removed: another one can't be open."""
        if not hasattr(os, "mkfifo") or self._pipe is not None:
            return False
        try:
            private_folder(self._place.parent)
            self._place.unlink(missing_ok=True)
            os.mkfifo(self._place, 0o600)
            self._pipe = os.open(self._place, os.O_RDWR | os.O_NONBLOCK)    # with a writer of its own it never ends
            asyncio.get_running_loop().add_reader(self._pipe, self._read)
        except (OSError, NotImplementedError) as error:
            log.info("no second start is heard: %s", type(error).__name__)
            return False
        return True

    def calls(self) -> AsyncIterator[None]:
        """Each time it was asked for. May be called on any thread."""
        return self._calls.listen()

    async def aclose(self) -> None:
        """Listen no more."""
        if self._pipe is not None:
            asyncio.get_running_loop().remove_reader(self._pipe)
            os.close(self._pipe)
            self._pipe = None
            self._place.unlink(missing_ok=True)

    def _read(self) -> None:
        with contextlib.suppress(OSError):
            if self._pipe is not None and WORD in os.read(self._pipe, READ_BYTES):
                self._calls.tell(None)
