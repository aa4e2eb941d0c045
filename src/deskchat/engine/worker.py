"""The engine's process: requests come in on stdin, events go out on what was stdout, and it ends when stdin does.

One thread reads requests, so that Stop is heard while the main thread computes.
"""

import gc
import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, assert_never

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.engine import devices, embedding, fingerprint, fit, frames, gguf, native, offload, resources, shelf
from deskchat.engine.embedding import Embedder
from deskchat.engine.generation import Conversationalist
from deskchat.engine.loaded import LoadedModel, Opening, writes_no_text
from deskchat.engine.recall import Recall
from deskchat.engine.sequence import AbortedError
from deskchat.engine.shape import shape_of
from deskchat.engine.shelf import Shelf
from deskchat.engine.vision import Vision

PROGRESS_SECONDS: Final = 0.05
KEEP_AFTER_SECONDS: Final = 1.0    # after a reply; whoever asks at once, this model or another, is not to wait for the disk


def worker_main() -> int:
    """Serve until stdin ends; the exit status."""
    events = _own_stdout()
    _harden()
    engine = native.start()
    abort = native.AbortFlag(engine.c)
    requests = _Requests(abort)
    # stdin is read unbuffered: a buffered reader may hold a lock at exit
    threading.Thread(target=requests.read_all, args=(os.fdopen(os.dup(0), "rb", 0),), daemon=True).start()
    worker = _Worker(engine, abort, requests, events)
    gc.collect()
    gc.freeze()    # what is there now stays: no pause in a reply to look through it
    worker.send(frames.Ready(engine.version, devices.listed()))
    worker.serve()
    return 0


def _own_stdout() -> BinaryIO:
    """Keep stdout for frames alone: whatever C code prints goes to stderr from here on."""
    sys.stdout.flush()
    events = os.fdopen(os.dup(1), "wb", 0)
    os.dup2(2, 1)
    if sys.platform == "win32":
        import msvcrt

        msvcrt.setmode(events.fileno(), os.O_BINARY)
        msvcrt.setmode(0, os.O_BINARY)
    return events


def _harden() -> None:
    """No debugger on abort, no core file with the conversation in it, and no life after the parent's."""
    os.environ["GGML_NO_BACKTRACE"] = "1"
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        signal.signal(signal.SIGINT, signal.SIG_IGN)    # Ctrl-C in a terminal is for the parent to handle
    if sys.platform.startswith("linux"):
        import ctypes

        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)


class _Requests:
    """Requests in order; Stop takes effect at once, also on a chat that still waits in line."""

    def __init__(self, abort: native.AbortFlag) -> None:
        self._queue: queue.Queue[frames.Request] = queue.Queue()
        self._abort = abort
        self._lock = threading.Lock()
        self._current = 0
        self._stopped_up_to = 0

    def read_all(self, pipe: BinaryIO) -> None:
        """Take requests until the pipe ends, then end the process: nobody is left to answer."""
        try:
            while True:
                request = frames.request(_exactly(pipe, frames.length(_exactly(pipe, 4), frames.REQUEST_LIMIT)))
                if isinstance(request, frames.Stop):
                    self._stop(request.id)
                    continue
                self._queue.put(request)
                if isinstance(request, frames.Shutdown):
                    self._stop_all()
                    return    # what is kept goes to the disk before the process ends
        except frames.FrameError as error:
            sys.stderr.write(f"bad request: {error}\n")
            sys.stderr.flush()
            os._exit(3)
        except (EOFError, OSError):
            os._exit(0)

    def next(self, within_s: float | None = None) -> frames.Request | None:
        """The next request; ``None`` when none comes in time."""
        try:
            return self._queue.get(timeout=within_s)
        except queue.Empty:
            return None

    def begin(self, chat_id: int) -> None:
        """From now on Stop means this chat."""
        with self._lock:
            self._current = chat_id
            if chat_id <= self._stopped_up_to:
                self._abort.set()
            else:
                self._abort.clear()

    def _stop_all(self) -> None:
        """Also what still waits in line."""
        with self._lock:
            self._stopped_up_to = sys.maxsize
            self._abort.set()

    def _stop(self, chat_id: int) -> None:
        with self._lock:
            self._stopped_up_to = max(self._stopped_up_to, chat_id)    # ids grow
            if chat_id == self._current:
                self._abort.set()


def _exactly(pipe: BinaryIO, size: int) -> bytes:
    pieces = bytearray()
    while len(pieces) < size:
        piece = pipe.read(min(size - len(pieces), 1 << 20))
        if not piece:
            raise EOFError
        pieces += piece
    return bytes(pieces)


class _Worker:
    """Does what requests ask, one after the other."""

    def __init__(self, engine: native.Native, abort: native.AbortFlag, requests: _Requests, events: BinaryIO) -> None:
        self._native, self._abort, self._requests, self._events = engine, abort, requests, events
        self._loaded: _Loaded | None = None
        self._embedder: Embedder | None = None
        self._told_at = 0.0

    def send(self, event: frames.Event) -> None:
        """Write a frame; a parent that is gone ends the process."""
        left = memoryview(frames.pack(event))
        try:
            while left:
                left = left[self._events.write(left) :]
        except OSError:
            os._exit(0)

    def serve(self) -> None:
        """Until Shutdown."""
        while True:
            owes = self._loaded is not None and self._loaded.recall.owes
            request = self._requests.next(KEEP_AFTER_SECONDS if owes else None)
            if request is None:
                self._keep()
            elif isinstance(request, frames.Shutdown):
                self._unload()
                return
            else:
                self._do(request)

    def _do(
        self, request: frames.Load | frames.Chat | frames.Count | frames.Embed | frames.Ping | frames.Stop | frames.Forget
    ) -> None:
        match request:
            case frames.Load():
                self._answering(0, lambda: self._load(request))
            case frames.Chat():
                self._answering(request.id, lambda: self._chat(request))
            case frames.Count():
                self._answering(request.id, lambda: self._count(request))
            case frames.Embed():
                self._answering(request.id, lambda: self._embed(request))
            case frames.Ping():
                self.send(frames.Pong(request.id))
            case frames.Forget():
                self._forget(request.conversation)
            case frames.Stop():
                pass    # was heard by the reading thread
            case _:
                assert_never(request)

    def _answering(self, chat_id: int, act: Callable[[], None]) -> None:
        try:
            act()
        except ChatError as error:
            told = (error.kind.value, error.sentence, error.remedy, error.detail[:4_000], error.about)
            self.send(frames.Failed(chat_id, *told))

    def _load(self, request: frames.Load) -> None:
        self._unload()
        self.send(frames.Progress(0, "loading", 0.0))
        if request.embeds:
            self._abort.clear()
            self._embedder, told_loaded = embedding.opened(self._native, self._abort, request, self._loading)
            self.send(told_loaded)
            return
        facts = gguf.read(Path(request.path))
        if facts.embeds:
            raise writes_no_text()
        self._abort.clear()
        model, opening, reason = self._opened(request, facts.name)
        try:
            adapter, unused = _adapter_of(request, model)
            kept = self._shelf(request, opening, adapter)
            recall = Recall(model.sequence, kept, lambda: min(request.states_bytes, resources.available_bytes()) // 2)
            talker = Conversationalist(self._native, model, recall, self._vision(request, model, opening))
        except BaseException:
            model.free()
            raise
        self._loaded = _Loaded(model, talker, recall, Path(request.states) if request.states else None)
        told = (reason + unused, talker.note)
        self.send(frames.Loaded(request.path, model.context_tokens, opening.threads, facts.size_bytes, *told))

    def _opened(self, request: frames.Load, name: str) -> tuple[LoadedModel, Opening, str]:
        """The model, on as many devices as take it; the last is a sentence on that. Raises ``ChatError``."""
        header = gguf.header(Path(request.path))
        shape, use = shape_of(header), fit.use_of(header, request.context_tokens, request.cache_type)
        faults = devices.faults(native.library_folder())
        plan = offload.planned(shape, use, devices.listed(), request.gpu_layers, faults)
        decoding, reading = resources.threads(request.threads)

        def load(gpu_layers: int) -> tuple[LoadedModel, Opening]:
            resources.check_memory(name, fit.needs(shape, use, gpu_layers).host.total, resources.available_bytes())
            opening = Opening(use.context_tokens, decoding, reading, gpu_layers, use.cache_type)
            return LoadedModel(self._native, self._abort, request.path, opening, self._loading), opening

        (model, opening), plan = offload.first_that_loads(plan, load)
        return model, opening, plan.reason

    def _shelf(self, request: frames.Load, opening: Opening, adapter: str) -> Shelf | None:
        """Where is kept what this model reads, opened in this way; ``None``: nowhere."""
        if not request.states:
            return None
        folder, path = Path(request.states), Path(request.path)
        if not request.states_bytes:
            shelf.shrink(folder, 0)    # nothing is to be kept any more
            return None
        # a first part may hold no weights at all
        others = [_fingerprint(str(part)) for part in (*gguf.parts(path)[1:], request.projector, adapter)]
        opened_as = (native.build(), self._native.version, opening.cache_type, str(opening.gpu_layers), *others)
        return Shelf(folder, fingerprint.of(path, " ".join(opened_as)), request.states_bytes)

    def _vision(self, request: frames.Load, model: LoadedModel, opening: Opening) -> Callable[[], Vision] | None:
        """How the model's image part is opened, if it has one."""
        path = Path(request.projector)
        if not request.projector:
            return None
        return lambda: Vision(self._native, model.handle, path, opening.reading_threads, gpu=opening.gpu_layers != 0)

    def _loading(self, fraction: float) -> None:
        now = time.monotonic()
        if now - self._told_at >= PROGRESS_SECONDS:
            self._told_at = now
            self.send(frames.Progress(0, "loading", min(fraction, 1.0)))

    def _chat(self, request: frames.Chat) -> None:
        talker = self._model().talker
        self._requests.begin(request.id)
        talker.answer(request, self._abort, self.send)

    def _keep(self) -> None:
        if self._loaded is not None:
            self._loaded.recall.keep()

    def _embed(self, request: frames.Embed) -> None:
        if self._embedder is None:
            raise ChatError(ErrorKind.ENGINE, "No model is loaded.", remedy="Try again.")
        self._requests.begin(request.id)
        stop = "end"
        try:
            for made in self._embedder.embed(request.texts):
                self.send(frames.Embedded(request.id, made.vectors, made.tokens, made.cut))
        except AbortedError:
            stop = "cancelled"
        self.send(frames.Done(request.id, stop, 0, 0, 0, 0, 0.0))    # also to a Stop that came too late

    def _count(self, request: frames.Count) -> None:
        self.send(frames.Counted(request.id, self._model().talker.count(request.turns)))

    def _forget(self, conversation: str) -> None:
        if self._loaded is None:
            return
        self._loaded.recall.forget(conversation)
        if self._loaded.states is not None:
            self._loaded.recall.settle()    # or what is being written would come back
            shelf.forget(self._loaded.states, conversation)

    def _model(self) -> "_Loaded":
        if self._loaded is None:
            raise ChatError(ErrorKind.ENGINE, "No model is loaded.", remedy="Try again.")
        return self._loaded

    def _unload(self) -> None:
        if self._loaded is not None:
            self._loaded.recall.close()
            self._loaded.talker.free()
            self._loaded.model.free()
        if self._embedder is not None:
            self._embedder.free()
        self._loaded = self._embedder = None


def _adapter_of(request: frames.Load, model: LoadedModel) -> tuple[str, str]:
    """The LoRA that is laid over the model, ``""`` for none, and why one is not."""
    if not request.adapter or model.use_adapter(request.adapter):
        return request.adapter, ""
    return "", f" The adapter “{Path(request.adapter).name}” was not made for this model, so it is not used."


def _fingerprint(path: str) -> str:
    """Of a file that belongs to the model; it may be gone, and is missed later."""
    try:
        return fingerprint.of(Path(path), "") if path else ""
    except OSError:
        return "gone"


@dataclass(slots=True)
class _Loaded:
    """What is in memory."""

    model: LoadedModel
    talker: Conversationalist
    recall: Recall
    states: Path | None
