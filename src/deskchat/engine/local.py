"""The models on this machine, as a provider like any other."""

import asyncio
import contextlib
import sys
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec

from deskchat.chat import events
from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.local_model import LocalModel
from deskchat.chat.model import ModelInfo
from deskchat.chat.request import ChatRequest
from deskchat.engine import form as form_file
from deskchat.engine import frames, resources, shelf
from deskchat.engine.device import Device
from deskchat.engine.host import Host, Opened
from deskchat.engine.limits import Limits
from deskchat.engine.residents import Residents
from deskchat.engine.supervisor import Supervisor
from deskchat.engine.vectors import Vectors
from deskchat.paths import at_home

PORTION_TEXTS: Final = 64        # are embedded before somebody else may ask
PORTION_CHARACTERS: Final = 64 << 10


class _Work(msgspec.Struct, frozen=True):
    path: Path
    what: str    # a sentence


class _Refused(msgspec.Struct, frozen=True):
    wanted: Opened
    error: ChatError


class LocalProvider:
    """Answers with GGUF files, one reply at a time; a second request waits for the first.

    ``files`` says which models there are, by the part of their names after ``local/``. ``command`` starts an engine's
    process, in ``work_folder``; ``states`` is the folder for what was read, ``None`` to keep nothing. ``limits`` is asked
    before each reply: a change holds from the next one on. ``free_bytes`` is the memory that can be had.
    """

    def __init__(
        self,
        files: Callable[[], Mapping[str, LocalModel]],
        command: Sequence[str] = (sys.executable, "-m", "deskchat.engine"),
        *,
        work_folder: Path,
        states: Path | None = None,
        limits: Callable[[], Limits] = Limits,
        free_bytes: Callable[[], int] = resources.available_bytes,
    ) -> None:
        self._files = files
        self._command = tuple(command)
        self._work_folder = work_folder
        self._states = states
        self._limits = limits
        self._lock = asyncio.Lock()
        self._work: _Work | None = None    # of whoever has the lock
        self._residents = Residents(lambda: Host(Supervisor(self._command, work_folder)), limits, free_bytes, self._lock)
        self._warming: tuple[str, asyncio.Task[None]] | None = None
        self._refused: _Refused | None = None    # by what was warmed last, and not told yet
        self._counting: set[asyncio.Task[int | None]] = set()    # the loop itself holds tasks only weakly

    @property
    def engine_pids(self) -> tuple[int, ...]:
        """The process ids of the engines that run; the one asked last stands last."""
        return tuple(host.pid for host in self._residents.hosts if host.pid is not None)

    @property
    def placed(self) -> str:
        """A sentence on what computes the model that was asked last; ``""`` when none is in memory."""
        host = self._residents.talking()
        return host.placed if host is not None else ""

    async def devices(self) -> tuple[Device, ...]:
        """What the engine can compute on, with the memory that was free just now. Raises ``ChatError``."""
        supervisor = Supervisor(self._command, self._work_folder)    # of its own: a driver may break it
        try:
            await supervisor.start()
            return supervisor.devices
        finally:
            await supervisor.aclose()

    async def models(self) -> tuple[ModelInfo, ...]:
        """What the library holds, missing files included (they say so)."""
        files = await asyncio.to_thread(self._files)
        return tuple(model.info for model in files.values())

    async def stream(self, request: ChatRequest) -> AsyncIterator[events.StreamEvent]:
        """Load the model where needed, then answer; replies are written in the order they were asked for."""
        await self._cool(unless=request.model.ref.model)
        if self._lock.locked():
            yield events.Progress("queued", 0.0)
        async with self._lock:    # lets in who waits longest
            model = await asyncio.to_thread(self._find, request.model)
            own = request.sampling.form
            form = await asyncio.to_thread(self._form) if own is None else own
            with self._at_work_on(model, "This model is being loaded for a reply."):
                async with contextlib.aclosing(self._loaded(model)) as loading:
                    async for step in loading:
                        if isinstance(step, Host):
                            host = step
                        else:
                            yield step
            with self._at_work_on(model, "A reply is being written with this model."):
                try:
                    async with contextlib.aclosing(host.answer(request, form)) as answer:
                        async for event in answer:
                            yield event
                finally:
                    await self._residents.used(host)

    async def warm(self, name: str) -> None:
        """Have the model ``name`` (the part after ``local/``) in memory before it is asked, where that costs nobody.

        Nothing happens while a reply is written, when other models would have to go, or when little memory would be left;
        what fails is told when the model is asked. A question to another model, or warming one, ends it.
        """
        await self._cool(unless=name)
        if self._warming is None and not self._lock.locked():
            task = asyncio.create_task(self._warm(name))
            self._warming = name, task
            task.add_done_callback(self._warmed)
        if self._warming is not None:
            await asyncio.wait([self._warming[1]])

    async def count(self, request: ChatRequest) -> int | None:
        """The exact number of tokens of ``request``, where its model is in memory and idle; ``None`` elsewhere."""
        if self._lock.locked():
            return None
        counting = asyncio.create_task(self._count(request))
        self._counting.add(counting)
        counting.add_done_callback(self._counting.discard)
        return await asyncio.shield(counting)    # an answer nobody read would be taken for the next one's

    async def embed(self, texts: Sequence[str], name: str) -> Vectors:
        """A vector for each text by the model ``name`` (the part after ``local/``).

        A few texts are computed at a time, and replies come between, so thousands may be given at once. Cancelling stops
        it within a tenth of a second. Raises ``ChatError``.
        """
        made, parts = Vectors(), list(_portions(texts))
        for number, part in enumerate(parts, 1):
            async with self._lock:
                model = await asyncio.to_thread(self._named, name)
                with self._at_work_on(model, "This model is making vectors of texts."):
                    async for step in self._loaded(model, embeds=True):
                        if isinstance(step, Host):
                            host = step
                    try:
                        made = made.and_then(await host.embed(part))
                    finally:
                        await self._residents.used(host, more=number < len(parts))
        return made

    async def forget(self, conversation: str) -> None:
        """Erase what is kept of a conversation that was deleted."""
        for host in self._residents.hosts:
            host.forget(conversation)
        if self._states is None:
            return
        await asyncio.to_thread(shelf.forget, self._states, conversation)
        if self._residents.ending:    # they heard nothing of it, and write what they have read
            await self._residents.ended()
            await asyncio.to_thread(shelf.forget, self._states, conversation)

    async def unload(self) -> None:
        """Give the memory back; the next request loads again. Waits for a running reply."""
        async with self._lock:
            await self._residents.close(self._residents.hosts)

    async def release(self, path: Path) -> None:
        """Unload a model whose file is to be deleted. Raises ``ChatError`` while it works for somebody."""
        await self._cool()
        if self._work is not None and self._work.path == path:
            raise ChatError(
                ErrorKind.BAD_REQUEST,
                self._work.what,
                remedy="Wait for its end, or stop it; then delete the model.",
            )
        await self._residents.close([h for h in self._residents.hosts if h.opened is not None and h.opened.path == path])
        await self._residents.ended()

    async def aclose(self) -> None:
        """End the engines' processes, also in the middle of a reply."""
        await self._cool()
        await self._residents.aclose()

    @contextlib.contextmanager
    def _at_work_on(self, model: LocalModel, what: str) -> Iterator[None]:
        """Only with the lock. ``what``: a sentence on what is done with the model meanwhile."""
        self._work = _Work(Path(model.path), what)
        try:
            yield
        finally:
            self._work = None

    async def _warm(self, name: str) -> None:
        async with self._lock:
            with contextlib.suppress(ChatError):
                model = await asyncio.to_thread(self._named, name)
                wanted = self._opened(model, embeds=False)
                known = self._refused is not None and self._refused.wanted == wanted
                if not known and self._residents.has_room_to_spare(wanted):
                    await self._load_early(wanted, model.info.name)

    async def _load_early(self, wanted: Opened, name: str) -> None:
        host = await self._residents.place(wanted)
        try:
            async for _ in host.load(wanted, name):
                pass
        except ChatError as error:
            if error.kind is ErrorKind.MODEL_FILE:    # what was wrong with the machine may pass
                self._refused = _Refused(wanted, error)
        await self._residents.used(host)

    def _warmed(self, _task: asyncio.Task[None]) -> None:
        self._warming = None

    async def _cool(self, *, unless: str = "") -> None:
        """Give up a load that nobody waits for, but that of ``unless``."""
        if self._warming is not None and self._warming[0] != unless:
            task = self._warming[1]
            task.cancel()
            await asyncio.wait([task])

    def _form(self) -> str:
        path = self._limits().form
        return form_file.read(at_home(Path(path))) if path else ""

    def _named(self, name: str) -> LocalModel:
        found = self._files().get(name)
        if found is None:
            raise ChatError(ErrorKind.NOT_FOUND, f"There is no local model named {name}.", remedy="Choose another model.")
        return found

    def _find(self, model: ModelInfo) -> LocalModel:
        found = self._named(model.ref.model)
        if found.info.unavailable:
            raise ChatError(ErrorKind.MODEL_FILE, found.info.unavailable, remedy="Choose another model.")
        return found

    async def _loaded(self, model: LocalModel, *, embeds: bool = False) -> AsyncGenerator[events.Progress | Host, None]:
        """Progress, and at last the host that has the model in memory, for chats or for vectors."""
        wanted = self._opened(model, embeds=embeds)
        self._tell_refusal(wanted)
        host = await self._residents.place(wanted)
        # closed here and not some time later: a load that is given up ends its process, and nothing else may use that
        try:
            async with contextlib.aclosing(host.load(wanted, model.info.name)) as steps:
                async for progress in steps:
                    yield progress
        except ChatError as error:
            others = [other for other in self._residents.hosts if other is not host]
            if error.about != "memory" or not others:
                raise
            await self._residents.close(others)
            async with contextlib.aclosing(host.load(wanted, model.info.name)) as steps:
                async for progress in steps:
                    yield progress
        yield host

    def _tell_refusal(self, wanted: Opened) -> None:
        """What was wrong with the file when it was warmed, once: it would take as long again to find the same."""
        refused, self._refused = self._refused, None
        if refused is not None and refused.wanted == wanted:
            raise refused.error

    def _opened(self, model: LocalModel, *, embeds: bool) -> Opened:
        limits, path = self._limits(), Path(model.path)
        adapter = str(at_home(Path(limits.adapter))) if limits.adapter else ""
        states = str(self._states) if self._states is not None else ""
        load = frames.Load(
            str(path), limits.context_tokens, limits.threads, states, limits.states_bytes, limits.gpu_layers,
            limits.cache_type, str(model.projector or ""), adapter,
        )    # fmt: skip
        if embeds:
            load = frames.Load(str(path), limits.context_tokens, limits.threads, gpu_layers=limits.gpu_layers, embeds=True)
        try:
            status = path.stat()
        except OSError as error:
            raise ChatError(
                ErrorKind.MODEL_FILE,
                f"The file “{path.name}” is no longer there.",
                remedy="Put it back, or choose another model.",
                detail=str(error),
            ) from error
        return Opened(path, max(status.st_size, model.info.size_bytes or 0), status.st_mtime_ns, load)

    async def _count(self, request: ChatRequest) -> int | None:
        async with self._lock:
            model = (await asyncio.to_thread(self._files)).get(request.model.ref.model)
            host = self._residents.talking(Path(model.path)) if model is not None else None
            return await host.count(request) if host is not None else None


def _portions(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """The texts, a few at a time."""
    begin = size = 0
    for index, text in enumerate(texts):
        if index > begin and (index - begin == PORTION_TEXTS or size + len(text) > PORTION_CHARACTERS):
            yield texts[begin:index]
            begin, size = index, 0
        size += len(text)
    if begin < len(texts):
        yield texts[begin:]

