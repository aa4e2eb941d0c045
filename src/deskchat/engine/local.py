"""The models on this machine, as a provider like any other."""

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from pathlib import Path
from typing import Final, assert_never

import msgspec

from deskchat.chat import events
from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.local_model import LocalModel
from deskchat.chat.message import Role, Stop, Usage
from deskchat.chat.model import ModelInfo
from deskchat.chat.request import ChatRequest
from deskchat.engine import frames
from deskchat.engine.supervisor import Supervisor

PREPARE_SECONDS: Final = 20.0    # for the chat template; an engine that spins in it can't hear Stop
STOP_SECONDS: Final = 0.25       # how long Stop waits to hear that it worked
SETTLE_SECONDS: Final = 3.0      # how long the next request waits for an engine that has not answered Stop


class Limits(msgspec.Struct, frozen=True):
    """What the engine may take: tokens of context, computing threads (0: it chooses), seconds an idle model stays."""

    context_tokens: int = 8192
    threads: int = 0
    keep_loaded_s: float = 600.0


class LocalProvider:
    """Answers with GGUF files, one reply at a time; a second request waits for the first.

    ``files`` says which models there are, by the part of their names after ``local/``. ``command`` starts the engine's
    process, in ``work_folder``. ``limits`` is asked before each reply: a change holds from the next one on.
    """

    def __init__(
        self,
        files: Callable[[], Mapping[str, LocalModel]],
        command: Sequence[str] = (sys.executable, "-m", "deskchat.engine"),
        *,
        work_folder: Path,
        limits: Callable[[], Limits] = Limits,
    ) -> None:
        self._files = files
        self._supervisor = Supervisor(command, work_folder)
        self._limits = limits
        self._idle: asyncio.Task[None] | None = None
        self._lock = asyncio.Lock()
        self._counting: set[asyncio.Task[int | None]] = set()    # the loop itself holds tasks only weakly
        self._loaded: _Loaded | None = None
        self._last_id = 0
        self._unanswered: int | None = None    # a chat that was told to stop and has not said so yet

    @property
    def engine_pid(self) -> int | None:
        """The engine's process id while it runs."""
        return self._supervisor.pid if self._supervisor.running else None

    async def models(self) -> tuple[ModelInfo, ...]:
        """What the library holds, missing files included (they say so)."""
        return tuple(model.info for model in self._files().values())

    async def stream(self, request: ChatRequest) -> AsyncIterator[events.StreamEvent]:
        """Load the model where needed, then answer; replies are written in the order they were asked for."""
        if self._lock.locked():
            yield events.Progress("queued", 0.0)
        async with self._lock:    # lets in who waits longest
            self._stay_loaded()
            model = self._find(request.model)
            async for progress in self._load(model):
                yield progress
            answer = self._answer(request)
            try:
                async for event in answer:
                    yield event
            finally:
                await answer.aclose()    # type: ignore[attr-defined]  # a generator, typed as the protocol's iterator
                self._idle = asyncio.create_task(self._unload_after(self._limits().keep_loaded_s))

    async def count(self, request: ChatRequest) -> int | None:
        """The exact number of tokens of ``request``, where its model is in memory and idle; ``None`` elsewhere."""
        if self._lock.locked():
            return None
        counting = asyncio.create_task(self._count(request))
        self._counting.add(counting)
        counting.add_done_callback(self._counting.discard)
        return await asyncio.shield(counting)    # an answer nobody read would be taken for the next one's

    async def unload(self) -> None:
        """Give the memory back; the next request loads again. Waits for a running reply."""
        async with self._lock:
            self._loaded = None
            await self._supervisor.aclose()    # ending the process is the one way that frees everything

    async def aclose(self) -> None:
        """End the engine's process, also in the middle of a reply."""
        self._stay_loaded()
        self._loaded = None
        await self._supervisor.aclose()

    def _stay_loaded(self) -> None:
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None

    async def _unload_after(self, idle_s: float) -> None:
        await asyncio.sleep(idle_s)
        self._idle = None    # from here on it must not be cancelled half-way
        await self.unload()

    def _find(self, model: ModelInfo) -> LocalModel:
        found = self._files().get(model.ref.model)
        if found is None:
            raise ChatError(
                ErrorKind.NOT_FOUND, f"There is no local model named {model.ref.model}.", remedy="Choose another model."
            )
        if found.info.unavailable:
            raise ChatError(ErrorKind.MODEL_FILE, found.info.unavailable, remedy="Choose another model.")
        return found

    async def _load(self, model: LocalModel) -> AsyncIterator[events.Progress]:
        await self._settle()
        limits = self._limits()
        wanted = (*_identify(Path(model.path)), limits.context_tokens, limits.threads)
        if self._loaded == wanted and self._supervisor.running:
            return
        self._loaded = None
        yield events.Progress("loading", 0.0)
        await self._supervisor.start()
        self._supervisor.send(frames.Load(str(model.path), limits.context_tokens, limits.threads))
        answered = False
        try:
            while not answered:
                event = await self._supervisor.next(loading=model.info.name)
                match event:
                    case frames.Progress(_, phase, fraction):
                        yield events.Progress(phase, fraction)
                    case frames.Failed():
                        answered = True
                        raise _error(event)
                    case frames.Loaded():
                        answered = True
                    case _:
                        pass    # the last words of a chat that was stopped
        finally:
            if not answered:
                await self._supervisor.kill()    # a load can't be left half-way, and a new process takes half a second
        self._loaded = wanted

    async def _answer(self, request: ChatRequest) -> AsyncIterator[events.StreamEvent]:
        self._last_id += 1
        chat_id = self._last_id
        self._supervisor.send(frames.Chat(chat_id, _turns(request), request.sampling))
        over = False
        try:
            event = await self._first(chat_id)
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

    async def _count(self, request: ChatRequest) -> int | None:
        async with self._lock:
            model = self._files().get(request.model.ref.model)
            if model is None or self._loaded is None or not self._supervisor.running or self._unanswered is not None:
                return None
            if Path(model.path) != self._loaded[0]:
                return None
            self._last_id += 1
            self._supervisor.send(frames.Count(self._last_id, _turns(request)))
            try:
                async with asyncio.timeout(PREPARE_SECONDS):
                    return await self._counted(self._last_id)
            except TimeoutError:
                await self._supervisor.kill()
                self._loaded = None
                return None

    async def _counted(self, count_id: int) -> int | None:
        while True:
            event = await self._next()
            if isinstance(event, frames.Counted | frames.Failed) and event.id == count_id:
                return event.tokens if isinstance(event, frames.Counted) else None

    async def _first(self, chat_id: int) -> frames.Event:
        """The first event of this chat: the prompt is ready."""
        try:
            async with asyncio.timeout(PREPARE_SECONDS):
                return await self._next()
        except TimeoutError:
            await self._supervisor.kill()
            raise ChatError(
                ErrorKind.ENGINE,
                "The local engine did not get ready to answer in time, so it was ended.",
                remedy="Try again; if it happens again, choose another model.",
            ) from None

    async def _next(self) -> frames.Event:
        try:
            return await self._supervisor.next(loading=None)
        except ChatError:
            self._loaded = None
            raise

    async def _stop(self, chat_id: int) -> None:
        self._supervisor.send(frames.Stop(chat_id))
        self._unanswered = chat_id
        await self._await_end(STOP_SECONDS)

    async def _settle(self) -> None:
        """Before a new request: an engine that never answered Stop is ended."""
        if self._unanswered is not None:
            await self._await_end(SETTLE_SECONDS)
        if self._unanswered is not None:
            self._unanswered = self._loaded = None
            await self._supervisor.kill()

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


_Loaded = tuple[Path, int, int, int, int]    # the file, its size and time, and the limits it was loaded with


def _identify(path: Path) -> tuple[Path, int, int]:
    """Which file exactly: one that was replaced has to be loaded again. Raises ``ChatError``."""
    try:
        status = path.stat()
    except OSError as error:
        raise ChatError(
            ErrorKind.MODEL_FILE,
            f"The file “{path.name}” is no longer there.",
            remedy="Put it back, or choose another model.",
            detail=str(error),
        ) from error
    return path, status.st_size, status.st_mtime_ns


def _turns(request: ChatRequest) -> tuple[frames.Turn, ...]:
    roles = {Role.USER: "user", Role.ASSISTANT: "assistant"}
    system = (frames.Turn("system", request.system),) if request.system else ()
    return (*system, *(frames.Turn(roles[message.role], message.text) for message in request.messages))


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
        case frames.Ready() | frames.Loaded() | frames.Counted():
            return ()
        case _:
            assert_never(event)


def _error(event: frames.Failed) -> ChatError:
    return ChatError(event.kind, event.sentence, remedy=event.remedy, detail=event.detail)
