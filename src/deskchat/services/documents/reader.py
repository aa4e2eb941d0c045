"""Reading a document in a process of its own, which is ended when it takes too long or nobody waits any more."""

import asyncio
import contextlib
import os
import time
from collections.abc import AsyncIterator, Sequence

import msgspec

from deskchat.services.documents.told import End, Kind, Page, Told, decode
from deskchat.services.own_process import NO_WINDOW, bare_environment, own_command

ALL_S = 60.0         # for a whole document; what was read by then is kept
PAGE_S = 20.0        # for one page, and for the start
LINE_BYTES = 32 << 20


class DocumentReader:
    """Reads documents, each in a new process. ``all_s`` and ``page_s``: seconds it gets."""

    def __init__(self, command: Sequence[str] = (), *, all_s: float = ALL_S, page_s: float = PAGE_S) -> None:
        self._command = tuple(command or own_command("deskchat.services.documents", "--document-reader"))
        self._all_s, self._page_s = all_s, page_s

    async def read(self, kind: Kind, data: bytes) -> AsyncIterator[Told]:
        """Its pages as they are read, then ``End``: “cut” when time ran out, “broken” when the process broke down."""
        process = await asyncio.create_subprocess_exec(
            *self._command,
            kind,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=bare_environment(os.environ),
            creationflags=NO_WINDOW,
            limit=LINE_BYTES,
        )
        try:
            async for told in self._told(process, data):
                yield told
        finally:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
            await process.wait()

    async def _told(self, process: asyncio.subprocess.Process, data: bytes) -> AsyncIterator[Told]:
        ends_at = time.monotonic() + self._all_s
        last: Page | None = None
        try:
            async with asyncio.timeout(self._page_s):
                await _give(process, data)
            while True:
                left_s = min(self._page_s, ends_at - time.monotonic())
                told = await asyncio.wait_for(_next(process), max(left_s, 0))
                yield told
                if isinstance(told, End):
                    return
                last = told
        except TimeoutError:
            yield End("cut" if last is not None else "broken")


async def _give(process: asyncio.subprocess.Process, data: bytes) -> None:
    assert process.stdin is not None
    with contextlib.suppress(ConnectionError):    # it died: reading will tell
        process.stdin.write(data)
        await process.stdin.drain()
        process.stdin.close()


async def _next(process: asyncio.subprocess.Process) -> Told:
    assert process.stdout is not None
    try:
        return decode(await process.stdout.readline())
    except (msgspec.MsgspecError, ValueError, ConnectionError):    # ValueError: a line over the limit
        return End("broken")
