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
from deskchat.engine.quantisation import CacheType
from deskchat.engine.supervisor import Supervisor
from deskchat.engine.vectors import Vectors

PORTION_TEXTS: Final = 64        # are embedded before somebody else may ask
PORTION_CHARACTERS: Final = 64 << 10
WATCH_SECONDS: Final = 10.0      # how often the free memory is looked at while models are kept in it


class Limits(msgspec.Struct, frozen=True):
    """What the engine may take.

    ``context_tokens``: of each model. ``threads``: 0, it chooses. ``keep_loaded_s``: how long an idle model stays in
    memory. ``models``: how many at once, if they fit. ``states_bytes``: what it may keep on the disk of what was read.
    ``gpu_layers``: how many of each model graphics devices take; −1, it chooses. ``cache_type``: of the context.
    ``adapter``: path of a LoRA for the models it fits. ``form``: path of what replies have to keep to.
    """

    context_tokens: int = 8192
    threads: int = 0
    keep_loaded_s: float = 600.0
    models: int = 2
    states_bytes: int = 2 << 30
    gpu_layers: int = frames.AUTOMATIC
    cache_type: CacheType = "f16"
    adapter: str = ""
    form: str = ""


class _Work(msgspec.Struct, frozen=True):
    path: Path
    what: str    # a sentence


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
        self._free_bytes = free_bytes
        self._hosts: list[Host] = []    # those asked last stand last
        self._last_used: dict[Host, float] = {}
        self._watch: asyncio.Task[None] | None = None
        self._lock = asyncio.Lock()
        self._work: _Work | None = None    # of whoever has the lock
        self._ending: set[asyncio.Task[None]] = set()    # of hosts that are no longer in the list
        self._warming: tuple[str, asyncio.Task[None]] | None = None
        self._counting: set[asyncio.Task[int | None]] = set()    # the loop itself holds tasks only weakly

    @property
    def engine_pids(self) -> tuple[int, ...]:
        """The process ids of the engines that run; the one asked last stands last."""
        return tuple(host.pid for host in self._hosts if host.pid is not None)

    @property
    def placed(self) -> str:
        """A sentence on what computes the model that was asked last; ``""`` when none is in memory."""
        return next((host.placed for host in reversed(self._hosts) if _talks(host)), "")

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
                    await self._used(host)

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
                        await self._used(host, more=number < len(parts))
        return made

    async def forget(self, conversation: str) -> None:
        """Erase what is kept of a conversation that was deleted."""
        for host in self._hosts:
            host.forget(conversation)
        if self._states is None:
            return
        await asyncio.to_thread(shelf.forget, self._states, conversation)
        if self._ending:    # they heard nothing of it, and write what they have read
            await self._ended()
            await asyncio.to_thread(shelf.forget, self._states, conversation)

    async def unload(self) -> None:
        """Give the memory back; the next request loads again. Waits for a running reply."""
        async with self._lock:
            await self._close(list(self._hosts))

    async def release(self, path: Path) -> None:
        """Unload a model whose file is to be deleted. Raises ``ChatError`` while it works for somebody."""
        await self._cool()
        if self._work is not None and self._work.path == path:
            raise ChatError(
                ErrorKind.BAD_REQUEST,
                self._work.what,
                remedy="Wait for its end, or stop it; then delete the model.",
            )
        await self._close([host for host in self._hosts if host.opened is not None and host.opened.path == path])
        await self._ended()

    async def aclose(self) -> None:
        """End the engines' processes, also in the middle of a reply."""
        if self._watch is not None:
            self._watch.cancel()
        await self._cool()
        await self._close(list(self._hosts))
        await self._ended()

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
                if self._has_room_to_spare(wanted):
                    await self._make_room(wanted)    # other openings of the same file
                    host = self._host_for(wanted)
                    async for _ in host.load(wanted, model.info.name):
                        pass
                    await self._used(host)

    def _warmed(self, _task: asyncio.Task[None]) -> None:
        self._warming = None

    async def _cool(self, *, unless: str = "") -> None:
        """Give up a load that nobody waits for, but that of ``unless``."""
        if self._warming is not None and self._warming[0] != unless:
            task = self._warming[1]
            task.cancel()
            await asyncio.wait([task])

    def _has_room_to_spare(self, wanted: Opened) -> bool:
        if self._limits().keep_loaded_s <= 0 or any(host.opened == wanted for host in self._hosts):
            return False
        others = [h for h in self._hosts if h.opened is not None and not _is_in_place_of(wanted, h.opened)]
        return self._fits(wanted, others) and not resources.is_short(self._free_bytes() - wanted.size)

    def _form(self) -> str:
        path = self._limits().form
        return form_file.read(Path(path).expanduser()) if path else ""

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
        await self._make_room(wanted)
        host = self._host_for(wanted)
        # closed here and not some time later: a load that is given up ends its process, and nothing else may use that
        try:
            async with contextlib.aclosing(host.load(wanted, model.info.name)) as steps:
                async for progress in steps:
                    yield progress
        except ChatError as error:
            others = [other for other in self._hosts if other is not host]
            if error.about != "memory" or not others:
                raise
            await self._close(others)
            async with contextlib.aclosing(host.load(wanted, model.info.name)) as steps:
                async for progress in steps:
                    yield progress
        yield host

    def _opened(self, model: LocalModel, *, embeds: bool) -> Opened:
        limits, path = self._limits(), Path(model.path)
        adapter = str(Path(limits.adapter).expanduser()) if limits.adapter else ""
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

    def _host_for(self, wanted: Opened) -> Host:
        """The host that has the model, one that has nothing, or a new one; it stands last from now on."""
        free = (host for host in self._hosts if host.opened in {wanted, None})
        host = next((host for host in self._hosts if host.opened == wanted), None) or next(free, None)
        if host is None:
            host = Host(Supervisor(self._command, self._work_folder))
        else:
            self._hosts.remove(host)
        self._hosts.append(host)
        return host

    async def _make_room(self, wanted: Opened) -> None:
        """Unload what is in the way of ``wanted``: other openings of its file, and the models not asked for longest."""
        loaded = [host for host in self._hosts if host.opened is not None]
        if any(host.opened == wanted for host in loaded):
            return
        stale = [host for host in loaded if host.opened is not None and _is_in_place_of(wanted, host.opened)]
        others = [host for host in loaded if host not in stale]
        while others and not self._fits(wanted, others):
            stale.append(others.pop(0))
        await self._close(stale)

    def _fits(self, wanted: Opened, others: Sequence[Host]) -> bool:
        alike = [host for host in others if host.opened is not None and host.opened.load.embeds == wanted.load.embeds]
        if len(alike) >= (1 if wanted.load.embeds else self._limits().models):
            return False
        # the weights of the others count as free memory, because the system may drop them; that would make them slow
        return wanted.size + sum(host.file_bytes for host in others) < self._free_bytes()

    async def _used(self, host: Host, *, more: bool = False) -> None:
        """Note it, and close the host if it is not to stay; ``more``: it is asked again at once."""
        self._last_used[host] = asyncio.get_running_loop().time()
        if self._limits().keep_loaded_s <= 0 and not more:
            await self._close([host])
        elif self._watch is None or self._watch.done():
            self._watch = asyncio.create_task(self._watch_memory())

    async def _watch_memory(self) -> None:
        """Unload models that nobody asks, and all that are idle when memory gets short."""
        while self._hosts:
            kept_s = self._limits().keep_loaded_s
            await asyncio.sleep(min(WATCH_SECONDS, kept_s) if kept_s > 0 else WATCH_SECONDS)
            if not self._lock.locked():
                async with self._lock:
                    await self._close(self._superfluous())

    def _superfluous(self) -> list[Host]:
        oldest = asyncio.get_running_loop().time() - self._limits().keep_loaded_s
        idle = [host for host in self._hosts if self._last_used.get(host, 0.0) <= oldest or host.opened is None]
        return idle or (self._hosts[:1] if resources.is_short(self._free_bytes()) else [])

    async def _close(self, hosts: Sequence[Host]) -> None:
        for host in hosts:
            if host in self._hosts:
                self._hosts.remove(host)
            self._last_used.pop(host, None)
        # ending the process is the one way that frees everything; it goes on though whoever waits for it is cancelled
        for task in (ending := [asyncio.create_task(host.aclose()) for host in hosts]):
            self._ending.add(task)
            task.add_done_callback(self._ending.discard)
        if ending:
            await asyncio.wait(ending)

    async def _ended(self) -> None:
        """All processes that were told to end have ended."""
        if self._ending:
            await asyncio.wait(tuple(self._ending))

    async def _count(self, request: ChatRequest) -> int | None:
        async with self._lock:
            model = (await asyncio.to_thread(self._files)).get(request.model.ref.model)
            for host in self._hosts:
                if model is not None and host.opened is not None and _talks(host) and host.opened.path == Path(model.path):
                    return await host.count(request)
            return None


def _talks(host: Host) -> bool:
    """Has it a model in memory that answers?"""
    return host.opened is not None and not host.opened.load.embeds


def _is_in_place_of(wanted: Opened, opened: Opened) -> bool:
    """Would the same file be in memory twice for one purpose?"""
    return opened.path == wanted.path and opened.load.embeds == wanted.load.embeds


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

