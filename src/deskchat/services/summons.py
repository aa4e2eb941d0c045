"""How a second start reaches the window that is open: a named pipe in the data folder, for the person alone.

It takes orders of ``second_start`` and gives nothing back; it is neither a port nor a socket. Not on Windows, which has no
such pipes.
"""

import asyncio
import contextlib
import logging
import os
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec

from deskchat.paths import private_folder
from deskchat.services.broadcast import Broadcast
from deskchat.services.second_start import Order, pipe_in

log = logging.getLogger(__name__)

READ_BYTES = 65_536    # all that a pipe holds


class Summons:
    """The side of the window. Nothing listens until ``open``."""

    def __init__(self, data: Path) -> None:
        self._place = pipe_in(data)
        self._pipe: int | None = None
        self._calls: Broadcast[Order] = Broadcast()

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

    def calls(self) -> AsyncIterator[Order]:
        """Each order. A file in it may be anything: it is only asked about. May be called on any thread."""
        return self._calls.listen()

    async def aclose(self) -> None:
        """Listen no more."""
        if self._pipe is not None:
            asyncio.get_running_loop().remove_reader(self._pipe)
            os.close(self._pipe)
            self._pipe = None
            self._place.unlink(missing_ok=True)

    def _read(self) -> None:
        assert self._pipe is not None
        try:
            lines = os.read(self._pipe, READ_BYTES).splitlines()
        except OSError:
            return
        for line in lines:
            with contextlib.suppress(msgspec.DecodeError):    # noise; decoding checks the types as well
                self._calls.tell(msgspec.json.decode(line, type=Order))
