"""One engine process and the model it has in memory."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Sequence
from pathlib import Path
from typing import Final, assert_never

import msgspec

from deskchat.chat import events
from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.message import Role, Stop, Usage
from deskchat.chat.parts import ImagePart
from deskchat.chat.request import ChatRequest, Outgoing
from deskchat.engine import frames
from deskchat.engine.device import graphics
from deskchat.engine.supervisor import Supervisor
from deskchat.engine.vectors import Vectors

PREPARE_SECONDS: Final = 20.0    # for the chat template; an engine that spins in it can't hear Stop, nor Ping
STOP_SECONDS: Final = 0.25       # how long Stop waits to hear that it worked
SETTLE_SECONDS: Final = 3.0      # how long the next request waits for an engine that has not answered Stop


class Opened(msgspec.Struct, frozen=True):
    """Which file exactly, and how it is opened: one that was replaced, or is to be opened otherwise, is loaded again."""

    path: Path
    size: int    # of all parts
    mtime_ns: int
    load: frames.Load


class Host:
    """Loads one model and answers with it. All methods belong to one asyncio loop, and one request is made at a time."""

    def __init__(self, supervisor: Supervisor) -> None:
        self._supervisor = supervisor
        self._opened: Opened | None = None
        self._last_id = 0
        self._unanswered: int | None = None    # a chat that was told to stop and has not said so yet
        self.file_bytes = 0
        self.placed = ""    # a sentence on what computes the model
        self._note = ""     # a sentence that is told with the first reply

    @property
    def pid(self) -> int | None:
        """The engine's process id while it runs."""
        return self._supervisor.pid if self._supervisor.running else None

    @property
    def opened(self) -> Opened | None:
        """What is in memory."""
        return self._opened if self._supervisor.running else None

    async def load(self, wanted: Opened, name: str) -> AsyncGenerator[events.Progress, None]:
        """Have the model in memory. Raises ``ChatError``."""
        await self._settle()
        if await self._is_there() and self._opened == wanted:
            return
        self._opened = None
        yield events.Progress("loading", 0.0)
        await self._supervisor.start()
        try:
            async with contextlib.aclosing(self._load(wanted.load, name)) as steps:
                async for progress in steps:
                    yield progress
        except ChatError:
            without = msgspec.structs.replace(wanted.load, gpu_layers=0)
            if self._supervisor.running or wanted.load == without or not graphics(self._supervisor.devices):
                raise
            # a driver that breaks down may cost speed, not the model
            await self._supervisor.start()
            async with contextlib.aclosing(self._load(without, name)) as steps:
                async for progress in steps:
                    yield progress
        self._opened = wanted

    async def _load(self, load: frames.Load, name: str) -> AsyncGenerator[events.Progress, None]:
        self._supervisor.send(load)
        answered = False
        try:
            while not answered:
                event = await self._supervisor.next(loading=name)
                match event:
                    case frames.Progress(_, phase, fraction):
                        yield events.Progress(phase, fraction)
                    case frames.Failed():
                        answered = True
                        raise _error(event)
                    case frames.Loaded():
                        answered = True
                        self.file_bytes, self.placed, self._note = event.file_bytes, event.placed, event.note
                    case _:
                        pass    # the last words of a chat that was stopped
        finally:
            if not answered:
                await self._supervisor.kill()    # a load can't be left half-way, and a new process takes half a second

    async def answer(self, request: ChatRequest, form: str = "") -> AsyncGenerator[events.StreamEvent, None]:
        """The reply, in ``form`` where one is given. Closing the iterator stops it."""
        self._last_id += 1
        chat_id = self._last_id
        self._supervisor.send(frames.Chat(chat_id, _turns(request), request.sampling, request.conversation, form))
        over = False
        try:
            event = await self._first()
            if self._note:
                note, self._note = self._note, ""
                yield events.Noted(note)
            while True:
                if isinstance(event, frames.Failed) or (isinstance(event, frames.Done) and event.id == chat_id):
                    over = True
                for told in _told(event):
                    yield told
                if over:
                    return
                event = await self._next()
        except ChatError:
            over = True
            raise
        finally:
            if not over:
                await self._stop(chat_id)

    async def count(self, request: ChatRequest) -> int | None:
        """The exact number of tokens of ``request``; ``None`` when it can't be had now."""
        if self.opened is None or self._unanswered is not None:
            return None
        self._last_id += 1
        self._supervisor.send(frames.Count(self._last_id, _turns(request)))
        try:
            async with asyncio.timeout(PREPARE_SECONDS):
                return await self._counted(self._last_id)
        except TimeoutError:
            await self.kill()
            return None

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """A vector for each text. Raises ``ChatError``; cancelling stops it."""
        self._last_id += 1
        made, over = Vectors(), False
        # half a surrogate pair, as a file name may hold it, can't be sent
        sent = tuple(text.encode("utf-8", "replace").decode("utf-8") for text in texts)
        self._supervisor.send(frames.Embed(self._last_id, sent))
        try:
            while not over:
                event = await self._next()
                if isinstance(event, frames.Failed):
                    raise _error(event)
                if isinstance(event, frames.Embedded) and event.id == self._last_id:
                    made = made.and_then(Vectors(event.vectors, event.tokens, event.cut))
                over = isinstance(event, frames.Done) and event.id == self._last_id
        except ChatError:
            over = True
            raise
        finally:
            if not over:
                await self._stop(self._last_id)
        return made

    def forget(self, conversation: str) -> None:
        """Erase what is kept of a conversation, after what is being done."""
        if self._supervisor.running:
            self._supervisor.send(frames.Forget(conversation))

    async def aclose(self) -> None:
        """End the process: it gives back all memory. What was read is on the disk then, if it is to be."""
        self._opened = None
        await self._supervisor.aclose()

    async def kill(self) -> None:
        """End the process at once."""
        self._opened = None
        await self._supervisor.kill()

    async def _counted(self, count_id: int) -> int | None:
        while True:
            event = await self._next()
            if isinstance(event, frames.Counted | frames.Failed) and event.id == count_id:
                return event.tokens if isinstance(event, frames.Counted) else None

    async def _first(self) -> frames.Event:
        """The first event of a chat: the prompt is ready."""
        try:
            async with asyncio.timeout(PREPARE_SECONDS):
                return await self._next()
        except TimeoutError:
            await self.kill()
            raise ChatError(
                ErrorKind.ENGINE,
                "The local engine did not get ready to answer in time, so it was ended.",
                remedy="Try again; if it happens again, choose another model.",
            ) from None

    async def _next(self) -> frames.Event:
        try:
            return await self._supervisor.next(loading=None)
        except ChatError:
            self._opened = None
            raise

    async def _is_there(self) -> bool:
        """Does the process answer? One that was ended to get its memory seems to run until that is given back."""
        if not self._supervisor.running:
            return False
        self._last_id += 1
        self._supervisor.send(frames.Ping(self._last_id))
        try:
            async with asyncio.timeout(PREPARE_SECONDS):
                while await self._next() != frames.Pong(self._last_id):
                    pass    # the last words of what was given up
        except ChatError:
            return False
        except TimeoutError:
            await self.kill()
            return False
        return True

    async def _stop(self, chat_id: int) -> None:
        self._supervisor.send(frames.Stop(chat_id))
        self._unanswered = chat_id
        await self._await_end(STOP_SECONDS)

    async def _settle(self) -> None:
        """Before a new request: an engine that never answered Stop is ended."""
        if self._unanswered is not None:
            await self._await_end(SETTLE_SECONDS)
        if self._unanswered is not None:
            self._unanswered = None
            await self.kill()

    async def _await_end(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self._unanswered is not None:
                    try:
                        event = await self._next()
                    except ChatError:
                        self._unanswered = None    # it is gone: that is an end, too
                        return
                    if isinstance(event, frames.Done | frames.Failed) and event.id == self._unanswered:
                        self._unanswered = None


def _turns(request: ChatRequest) -> tuple[frames.Turn, ...]:
    roles = {Role.USER: "user", Role.ASSISTANT: "assistant"}
    system = (frames.Turn("system", request.system),) if request.system else ()
    return (*system, *(frames.Turn(roles[message.role], message.text, _images(message)) for message in request.messages))


def _images(message: Outgoing) -> tuple[bytes, ...]:
    return tuple(part.data for part in message.parts if isinstance(part, ImagePart))


def _told(event: frames.Event) -> tuple[events.StreamEvent, ...]:
    match event:
        case frames.Text(_, text):
            return (events.TextDelta(text),)
        case frames.Reasoning(_, text):
            return (events.ReasoningDelta(text),)
        case frames.Progress(_, phase, fraction):
            return (events.Progress(phase, fraction),)
        case frames.Done():
            usage = Usage(event.input_tokens, event.output_tokens, event.cached_tokens, event.reasoning_tokens)
            speed = (events.SpeedReported(event.tokens_per_s),) if event.tokens_per_s else ()
            return (events.UsageReported(usage), *speed, events.Finished(Stop(event.stop)))
        case frames.Failed():
            raise _error(event)
        case frames.Ready() | frames.Loaded() | frames.Counted() | frames.Embedded() | frames.Pong():
            return ()
        case _:
            assert_never(event)


def _error(event: frames.Failed) -> ChatError:
    return ChatError(event.kind, event.sentence, remedy=event.remedy, detail=event.detail, about=event.about)
