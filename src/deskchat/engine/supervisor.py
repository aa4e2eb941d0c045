"""Starts the engine's process when it is needed, talks to it, and tells why it ended when it does."""

import asyncio
import contextlib
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from deskchat import paths
from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.engine import environment, frames, obituary
from deskchat.engine.device import Device

START_SECONDS: Final = 60.0      # the first start after installation may read 100 MB of libraries from a slow disk
END_SECONDS: Final = 2.0
SAVE_SECONDS: Final = 10.0       # what was read last may be a gigabyte that is on its way to the disk
STDERR_KEPT: Final = 16 << 10
EVENTS_KEPT: Final = 1_000       # then the pipe fills, and the engine waits
_NO_WINDOW: Final = 0x08000000 if sys.platform == "win32" else 0


class Supervisor:
    """One engine process at a time. All methods belong to one asyncio loop."""

    def __init__(self, command: Sequence[str], folder: Path) -> None:
        self._command = tuple(command)
        self._folder = folder
        self._process: asyncio.subprocess.Process | None = None
        self._events: asyncio.Queue[frames.Event | None] = asyncio.Queue()
        self._readers: list[asyncio.Task[None]] = []
        self._stderr = bytearray()
        self.devices: tuple[Device, ...] = ()    # as they were when the process began

    @property
    def running(self) -> bool:
        """Is there a process, as far as is known?"""
        return self._process is not None and self._process.returncode is None

    @property
    def pid(self) -> int | None:
        """The process id, for whoever watches."""
        return self._process.pid if self._process is not None else None

    async def start(self) -> None:
        """Have a process that is ready. Raises ``ChatError("engine")``."""
        if self.running:
            return
        await self.kill()
        paths.private_folder(self._folder)
        allowed = environment.for_engine(os.environ)
        try:
            await self._begin(allowed)
        except ChatError:
            # a graphics driver may end the process that asks it what there is
            await self._begin({**allowed, environment.PROCESSOR_ONLY: "1"})

    async def _begin(self, environ: Mapping[str, str]) -> None:
        try:
            self._process = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                cwd=self._folder,
                env=environ,
                creationflags=_NO_WINDOW,
            )
        except OSError as error:
            raise obituary.of(None, f"ImportError: {error}", None) from error
        self._events = asyncio.Queue(EVENTS_KEPT)
        self._stderr.clear()
        self._readers = [asyncio.create_task(self._read_events()), asyncio.create_task(self._read_stderr())]
        try:
            async with asyncio.timeout(START_SECONDS):
                ready = await self.next(None)
        except TimeoutError as error:
            await self.kill()
            raise ChatError(
                ErrorKind.ENGINE, "The local engine does not start.", remedy="Try again.", detail="no answer in time"
            ) from error
        except asyncio.CancelledError:
            await self.kill()    # or the next start would take it as one that has said what it can compute on
            raise
        self.devices = ready.devices if isinstance(ready, frames.Ready) else ()

    def send(self, request: frames.Request) -> None:
        """Send without waiting; a process that is gone is noticed by ``next``. Raises ``ChatError``: it is too large."""
        try:
            frame = frames.pack(request)
        except frames.FrameError as error:
            raise ChatError(
                ErrorKind.CONTEXT,
                "The conversation is too large for the local engine.",
                remedy="Take large pictures out, or start a new conversation.",
                detail=str(error),
            ) from error
        if self._process is not None and self._process.stdin is not None:
            with contextlib.suppress(ConnectionError):
                self._process.stdin.write(frame)

    async def next(self, loading: str | None) -> frames.Event:
        """The next event. Raises ``ChatError`` when the process is gone; ``loading`` names what it was loading."""
        event = await self._events.get()
        if event is not None:
            return event
        raise await self._bury(loading)

    async def kill(self) -> None:
        """End the process at once, if there is one, and clear up after it."""
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await self._clear_up(process)

    async def aclose(self) -> None:
        """Ask the process to end, and see to it."""
        process = self._process
        if process is None:
            return
        self.send(frames.Shutdown())
        if process.stdin is not None:
            process.stdin.close()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(SAVE_SECONDS):
                await process.wait()
        await self.kill()

    async def _bury(self, loading: str | None) -> ChatError:
        process, self._process = self._process, None
        if process is None:
            return obituary.of(None, "", loading)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(END_SECONDS):
                await process.wait()
        if process.returncode is None:    # it closed its pipe or sent nonsense, but lives on
            with contextlib.suppress(ProcessLookupError):
                process.kill()
        await self._clear_up(process)
        return obituary.of(process.returncode, self._stderr.decode("utf-8", "replace"), loading)

    async def _clear_up(self, process: asyncio.subprocess.Process) -> None:
        await process.wait()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(END_SECONDS):
                # stderr ends with the process; events may wait in a full queue for nobody
                await self._readers[1]
        for reader in self._readers:
            reader.cancel()
        await asyncio.gather(*self._readers, return_exceptions=True)
        if process.stdin is not None:
            process.stdin.close()
        # a pipe that nobody reads any more never tells its end, and asyncio has no other way to close it
        process._transport.close()    # type: ignore[attr-defined]

    async def _read_events(self) -> None:
        assert self._process is not None
        assert self._process.stdout is not None
        pipe, events = self._process.stdout, self._events
        try:
            while True:
                size = frames.length(await pipe.readexactly(frames.LENGTH_BYTES), frames.EVENT_LIMIT)
                await events.put(frames.event(await pipe.readexactly(size)))
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        except frames.FrameError as error:
            self._stderr += f"bad event: {error}".encode()
        await events.put(None)

    async def _read_stderr(self) -> None:
        assert self._process is not None
        assert self._process.stderr is not None
        pipe = self._process.stderr
        while piece := await pipe.read(4096):
            self._stderr += piece
            del self._stderr[:-STDERR_KEPT]
