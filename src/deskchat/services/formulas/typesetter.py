"""Setting formulas in a process of its own: some of ten letters would take hours, and none may hold the window up.

The process starts with the first formula, is ended by one that takes too long, and goes when none has come for a while.
"""

import asyncio
import contextlib
import os
from collections import OrderedDict
from collections.abc import Sequence

import msgspec

from deskchat.services.formulas.told import Answer, Asked, Drawing, decode_answer, encode
from deskchat.services.own_process import NO_WINDOW, bare_environment, own_command

LONGEST = 1_500        # characters of a formula
ONE_S = 3.0            # for one formula; the process's start comes on top for the first
START_S = 20.0
IDLE_S = 60.0
KEPT = 400             # drawings that are remembered, some 6 kB each
LINE_BYTES = 4 << 20


class Typesetter:
    """Sets one formula after the other. ``one_s``, ``idle_s``: seconds for each, and until the process goes."""

    def __init__(self, command: Sequence[str] = (), *, one_s: float = ONE_S, idle_s: float = IDLE_S) -> None:
        self._command = tuple(command or own_command("deskchat.services.formulas", "--formula-typesetter"))
        self._one_s, self._idle_s = one_s, idle_s
        self._known: OrderedDict[tuple[str, bool], Drawing | None] = OrderedDict()
        self._turn = asyncio.Lock()
        self._process: asyncio.subprocess.Process | None = None
        self._going: asyncio.TimerHandle | None = None
        self._ending: set[asyncio.Task[None]] = set()

    @property
    def is_running(self) -> bool:
        """Is there a process now?"""
        return self._process is not None

    async def set(self, latex: str, *, display: bool) -> Drawing | None:
        """The formula as a drawing; ``None``: it is too long, takes too long, or is not understood."""
        key = (latex, display)
        if len(latex) > LONGEST:
            return None
        async with self._turn:
            if key not in self._known:
                self._known[key] = await self._asked(Asked(latex, display))
                if len(self._known) > KEPT:
                    self._known.popitem(last=False)
            self._known.move_to_end(key)
            return self._known[key]

    async def aclose(self) -> None:
        """End the process."""
        async with self._turn:
            await self._end()

    async def _asked(self, asked: Asked) -> Drawing | None:
        if self._going is not None:
            self._going.cancel()
        rested = self.is_running
        try:
            answer = await self._answered(asked)
            if answer is None and rested:    # it may have been ended from outside meanwhile; a formula ends but one more
                answer = await self._answered(asked)
        except TimeoutError:
            answer = None
        except asyncio.CancelledError:
            await self._end()    # its answer would be taken for that of the next
            raise
        if answer is None:
            await self._end()
            return None
        self._going = asyncio.get_running_loop().call_later(self._idle_s, self._go)
        return answer.drawing

    async def _answered(self, asked: Asked) -> Answer | None:
        """``None``: there is no process any more. Raises ``TimeoutError``."""
        try:
            process = await self._started()
            async with asyncio.timeout(self._one_s):
                return await _ask(process, asked)
        except TimeoutError:
            raise
        except (OSError, ValueError, msgspec.MsgspecError):    # ValueError: an answer over the limit
            await self._end()
            return None

    async def _started(self) -> asyncio.subprocess.Process:
        if self._process is None or self._process.returncode is not None:
            self._process = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                env=bare_environment(os.environ),
                creationflags=NO_WINDOW,
                limit=LINE_BYTES,
            )
            async with asyncio.timeout(START_S):
                await _ask(self._process, Asked("x", display=False))
        return self._process

    def _go(self) -> None:
        task = asyncio.ensure_future(self.aclose())
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    async def _end(self) -> None:
        process, self._process = self._process, None
        if self._going is not None:
            self._going.cancel()
            self._going = None
        if process is not None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()


async def _ask(process: asyncio.subprocess.Process, asked: Asked) -> Answer:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(encode(asked) + b"\n")
    await process.stdin.drain()
    return decode_answer(await process.stdout.readline())
