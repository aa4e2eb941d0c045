"""One model on its way from the Hub to the disk: asked for again after every fault, checked, put in place."""

import asyncio
import re
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

import msgspec

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.library import belongings, side_file, unfinished
from deskchat.library.part_file import PartFile, another_there
from deskchat.library.unfinished import Unfinished, WantedFile
from deskchat.providers import hub
from deskchat.providers.transport import Answer
from deskchat.services.hub_access import HubAccess
from deskchat.store.locks import FileLock

RETRIES: Final = 6                 # in a row, without a byte between them
LONGEST_WAIT_S: Final = 300.0      # the Hub counts requests by five minutes
WRITTEN_AT_ONCE: Final = 1 << 20
TOLD_EVERY_S: Final = 0.25
SPEED_OVER_S: Final = 5.0

_GGUF: Final = re.compile(r"[-_. ]gguf$", re.IGNORECASE)
_PASSING: Final = (ErrorKind.NETWORK, ErrorKind.TIMEOUT, ErrorKind.OVERLOADED, ErrorKind.RATE_LIMIT)

P = ParamSpec("P")
T = TypeVar("T")


class State(StrEnum):
    """Where a download is."""

    WAITING = "waiting"      # for its turn
    RUNNING = "running"
    CHECKING = "checking"
    PAUSED = "paused"
    FAILED = "failed"
    DONE = "done"


class Download(msgspec.Struct, frozen=True):
    """What is to be seen of a download. ``path``: of the model, once it is done; ``problem``: why it does not go on now."""

    id: str
    title: str
    repository: str
    quantisation: str
    licence: str
    path: Path
    size_bytes: int
    done_bytes: int
    state: State
    bytes_per_s: float = 0.0
    problem: str = ""
    remedy: str = ""
    kind: str = ""

    @property
    def left_s(self) -> float | None:
        """Seconds it will still take at this speed; ``None``: nothing arrives."""
        running = self.state is State.RUNNING and self.bytes_per_s > 0
        return (self.size_bytes - self.done_bytes) / self.bytes_per_s if running else None

    @property
    def active(self) -> bool:
        """Is it under way, or waits for its turn?"""
        return self.state in (State.WAITING, State.RUNNING, State.CHECKING)


class Fetching:
    """Brings the files of ``wanted`` into the folder of ``note``. ``changed`` is called when there is something new to see.

    ``room`` raises ``ChatError`` when so many bytes do not fit on the disk.
    """

    def __init__(
        self, note: Path, wanted: Unfinished, access: HubAccess, changed: Callable[[], None], room: Callable[[int], None],
        retry_s: float,
    ) -> None:  # fmt: skip
        self._note = note
        self._folder = note.parent
        self._wanted = wanted
        self._access = access
        self._changed = changed
        self._room = room
        self._retry_s = retry_s
        self._state = State.PAUSED
        self._problem: ChatError | None = None
        self._done = 0
        self._arrived: deque[tuple[float, int]] = deque()
        self._told_s = 0.0
        self._stopped = False
        self.count()

    @property
    def left_bytes(self) -> int:
        """What is still to come."""
        return self._wanted.size_bytes - self._done

    @property
    def wanted(self) -> Unfinished:
        """What is fetched, as far as it is known now."""
        return self._wanted

    @property
    def seen(self) -> Download:
        """As it stands."""
        wanted, problem = self._wanted, self._problem
        return Download(
            str(self._note), wanted.title, wanted.repository, wanted.quantisation, wanted.licence,
            self._folder / wanted.files[-1].name, wanted.size_bytes, self._done, self._state,
            self._speed() if self._state is State.RUNNING else 0.0,
            problem.sentence if problem else "", problem.remedy if problem else "", problem.kind.value if problem else "",
        )    # fmt: skip

    def set(self, state: State, problem: ChatError | None = None) -> None:
        """It is in ``state`` now."""
        if state in (State.PAUSED, State.FAILED):
            self.count()    # what was being written when it was stopped is on the disk, too
        self._state, self._problem = state, problem
        self._changed()

    def count(self) -> None:
        """Look on the disk how much is here. Blocks for a moment."""
        self._done = sum(self._here(file) for file in self._wanted.files)

    def stop(self) -> None:
        """Let a check end early; the task is cancelled by its owner."""
        self._stopped = True

    async def run(self) -> None:
        """All files, one after the other. Raises ``ChatError``; what arrived is kept whatever happens."""
        self._stopped = False
        lock = self._lock()    # not on a thread: who is cancelled before it answers would hold it and not know
        try:
            for name in [file.name for file in self._wanted.files]:
                await self._bring(next(file for file in self._wanted.files if file.name == name))
            model = self._folder / self._wanted.files[-1].name
            # under the name by which it was found; what files call themselves is often a note of whoever trained them
            name = _GGUF.sub("", self._wanted.repository.rpartition("/")[2])
            await asyncio.to_thread(side_file.write, model, name, self._wanted.licence)
            with suppress(OSError):
                self._note.unlink()
        finally:
            lock.release()

    def discard(self, root: Path) -> None:
        """Delete all that is here of it, and folders below ``root`` that are empty then. Blocks. Raises ``ChatError``."""
        if self._folder.is_dir():
            lock = self._lock()
            try:
                belongings.delete(tuple(self._on_disk()), root)
            finally:
                lock.release()
            belongings.delete((self._note,), root)    # the folder was not empty as long as it was locked

    def _lock(self) -> FileLock:
        """So that no other process works on it. Raises ``ChatError`` when one does."""
        lock = FileLock.take(self._note.with_name(f"{self._note.name}.lock"))
        if lock is None:
            raise ChatError(
                ErrorKind.BAD_REQUEST, "Another deskchat downloads this model just now.", remedy="Wait for its end."
            )
        return lock

    def _on_disk(self) -> Iterator[Path]:
        """All that is here of it, its note last."""
        for file in self._wanted.files:
            yield PartFile(self._folder / file.name, file.size_bytes).part
            if file.here:
                yield self._folder / file.name
        yield self._note

    def _here(self, file: WantedFile) -> int:
        part = PartFile(self._folder / file.name, file.size_bytes)
        return file.size_bytes if file.here or part.is_in_place else 0 if file.distrusted else part.length

    async def _bring(self, file: WantedFile) -> None:
        part = PartFile(self._folder / file.name, file.size_bytes)
        if part.is_in_place:
            return
        if part.path.exists():
            raise another_there(part.path)
        if file.distrusted:
            part.discard()
            file = await self._kept(msgspec.structs.replace(file, distrusted=False, etag=""))
        self.count()
        self._room(self.left_bytes)
        tries = 0
        while (length := part.length) < file.size_bytes:
            self.set(State.RUNNING, self._problem)
            try:
                file = await self._connection(file, part, length)
            except ChatError as error:
                tries = 0 if part.length > length else tries
                wait_s = _wait_s(error, tries, self._retry_s)
                if wait_s is None:
                    raise _with_hope(error) from None
                tries += 1
                self.set(State.RUNNING, error)
                await asyncio.sleep(wait_s)
        await self._check(file, part)

    async def _connection(self, file: WantedFile, part: PartFile, length: int) -> WantedFile:
        """Take what one answer brings. Raises ``ChatError`` when that is less than the rest."""
        address = hub.address(self._access.at, self._wanted.repository, self._wanted.commit, file.path)
        async with self._access.piece(address, length, None, file.etag) as answer:
            start = hub.starts_at(answer.status, answer.headers, file.size_bytes)
            etag = answer.headers.get("etag", "")[:200]
            if start < 0 or start > length or (start < length and etag and file.etag and etag != file.etag):
                # the part is of something else, or the server has no such place: from the beginning
                await _finished(part.open_at, 0)
                await _finished(part.close)
                self.count()
                if start != 0:
                    raise hub.broken_off(f"HTTP {answer.status} for bytes from {length} on")
                length = 0
            if etag != file.etag:
                file = await self._kept(msgspec.structs.replace(file, etag=etag))
            await self._take(answer, part, length, skip=length - start)
        if part.length < file.size_bytes:
            raise hub.broken_off(f"{part.length:,} of {file.size_bytes:,} bytes")
        return file

    async def _take(self, answer: Answer, part: PartFile, length: int, skip: int) -> None:
        """Write what comes; ``skip`` bytes of it are here already, because the server knows no ranges."""
        buffer, room, written_s = bytearray(), part.size_bytes - length, time.monotonic()
        await _finished(part.open_at, length)
        try:
            async for piece in _unbroken(answer):
                answer.heard()
                self._came(len(piece))
                fresh = piece[skip:] if skip else piece
                skip = max(skip - len(piece), 0)
                buffer += fresh[:room]
                room -= min(len(fresh), room)
                if len(buffer) >= WRITTEN_AT_ONCE or time.monotonic() - written_s > TOLD_EVERY_S:
                    await self._write(part, buffer)
                    written_s = time.monotonic()
                if not room:
                    return    # whatever follows, the file is whole; its hash will say whether it is the right one
        finally:
            try:
                await self._write(part, buffer)
            finally:
                await _finished(part.close)

    async def _write(self, part: PartFile, buffer: bytearray) -> None:
        data = bytes(buffer)
        buffer.clear()
        if data:
            await _finished(part.write, data)
            self._done += len(data)
            now = time.monotonic()
            if now - self._told_s > TOLD_EVERY_S:
                self._told_s, self._problem = now, None
                self._changed()

    async def _check(self, file: WantedFile, part: PartFile) -> None:
        self.set(State.CHECKING)
        digest = await _finished(part.sha256, lambda: self._stopped)
        if digest != file.sha256:
            await self._kept(msgspec.structs.replace(file, distrusted=True))
            raise ChatError(
                ErrorKind.PROTOCOL,
                f"“{file.name}” is not what the Hub lists: its SHA-256 is another one. It was not taken.",
                remedy="Resume fetches it anew; if that ends the same, tell the makers, or choose another file.",
                detail=f"SHA-256 {digest}, listed {file.sha256}",
            )
        await _finished(part.put_in_place)
        await self._kept(msgspec.structs.replace(file, here=True))
        self.set(State.RUNNING)

    async def _kept(self, file: WantedFile) -> WantedFile:
        self._wanted = self._wanted.with_file(file)
        await _finished(unfinished.keep, self._note, self._wanted)
        return file

    def _came(self, count: int) -> None:
        now = time.monotonic()
        self._arrived.append((now, count))
        while now - self._arrived[0][0] > SPEED_OVER_S:
            self._arrived.popleft()

    def _speed(self) -> float:
        now = time.monotonic()
        recent = [(at, count) for at, count in self._arrived if now - at <= SPEED_OVER_S]
        return sum(count for _, count in recent) / max(now - recent[0][0], 0.5) if recent else 0.0


def _with_hope(error: ChatError) -> ChatError:
    """What passes needs nothing but another try."""
    if error.kind not in _PASSING:
        return error
    remedy = "What arrived is kept; resume goes on from there."
    return ChatError(error.kind, error.sentence, remedy=remedy, detail=error.detail, retry_after_s=error.retry_after_s)


def _wait_s(error: ChatError, tries: int, retry_s: float) -> float | None:
    """How long to wait before asking again after ``tries`` tries in vain; ``None``: it is of no use."""
    wish = error.retry_after_s or 0.0
    if tries >= RETRIES or error.kind not in _PASSING or wish > LONGEST_WAIT_S:
        return None
    return max(wish, min(retry_s * float(2**tries), 30.0))


async def _unbroken(answer: Answer) -> AsyncIterator[bytes]:
    """The pieces; an end before the end, in words for files."""
    try:
        async for piece in answer:
            yield piece
    except ChatError as error:
        raise hub.broken_off(error.detail) if error.kind is ErrorKind.NETWORK else error from None


async def _finished(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run ``function`` on a thread and wait for its end also when cancelled: two must not write one file."""
    running = asyncio.ensure_future(asyncio.to_thread(function, *args, **kwargs))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait([running])
        raise
