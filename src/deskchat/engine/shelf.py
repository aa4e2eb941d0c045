"""What models have read, kept on disk: a conversation that is opened again need not be read again.

One file a branch, in ``FOLDER/MODEL/CONVERSATION.BRANCH.state``; ``MODEL`` stands for the model's content, the engine's
version and how the context was opened, so a state can only meet the model it came from. Layout: ``MAGIC``; the length of the
head (4 bytes, little-endian); the BLAKE2b (16 bytes) of the head; the head as msgpack; llama.cpp's state; checkpoints. The
head names the lengths and the CRC-32 of what follows, because a damaged state makes llama.cpp abort. For the same reason it
need not be synced: written to another name and renamed is enough. A state is looked at where the system has it in memory,
not copied, and CRC-32 takes a fifth of BLAKE2b's time: the person waits for both. The files hold what was said (as tokens):
``forget`` erases those of a conversation.
"""

import contextlib
import mmap
import os
import struct
import sys
import threading
import zlib
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from hashlib import blake2b
from io import BufferedReader
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, Final

import msgspec

from deskchat.engine.prefix import TOKEN_BYTES, common, packed, unpacked
from deskchat.engine.sequence import Checkpoint, Snapshot, usable
from deskchat.paths import private_folder

MAGIC: Final = b"deskchat-state-2"
SUFFIX: Final = ".state"
WORTH_KEEPING: Final = 64           # tokens; fewer are read again in no time
HEAD_LIMIT: Final = 16 << 20
STATES_LISTED: Final = 1_000
LAZY: Final = 15                    # nice value of the thread that writes
_LENGTH: Final = struct.Struct("<I")
_DIGEST: Final = 16


class _Head(msgspec.Struct, frozen=True, array_like=True):
    tokens: bytes
    state: int                             # bytes
    checkpoints: tuple[tuple[int, int], ...]    # tokens, bytes
    checksum: int


class Kept(msgspec.Struct, frozen=True):
    """A state on the shelf."""

    path: Path
    tokens: bytes    # packed
    checkpoints: tuple[int, ...]    # their places

    def usable(self, wanted: bytes, *, rolls_back: bool) -> int:
        """How many of the packed tokens ``wanted`` it spares reading."""
        size = len(self.tokens) // TOKEN_BYTES
        return usable(size, common(self.tokens, wanted), self.checkpoints, rolls_back=rolls_back)


class Shelf:
    """The states of one model. ``limit_bytes`` holds for all models together; those not used for longest go first."""

    def __init__(self, folder: Path, model: str, limit_bytes: int) -> None:
        self._folder, self._limit = folder, limit_bytes
        self._own = folder / model
        self._kept = {kept.path: kept for kept in _listed(self._own)}
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="states")
        self._written: Future[None] | None = None
        self._waiting: tuple[Kept, Snapshot] | None = None    # given to the writer, and not yet on the disk

    def best(self, tokens: list[int], *, rolls_back: bool) -> tuple[Kept, int] | None:
        """The state that spares most of reading ``tokens``, and how many it spares."""
        wanted = packed(tokens[:-1])
        found = [(kept.usable(wanted, rolls_back=rolls_back), str(kept.path), kept) for kept in self._kept.values()]
        spared, _, kept = max(found, default=(0, "", None))
        return (kept, spared) if kept is not None and spared >= WORTH_KEEPING else None

    def take(self, kept: Kept) -> Snapshot | None:
        """Read a state, to be put into the context. ``None`` when it is damaged or gone; then it is no longer listed."""
        waiting = self._waiting    # the writer may be done with it in any moment
        if waiting is not None and waiting[0].path == kept.path:
            return waiting[1]
        try:
            with kept.path.open("rb") as file:
                snapshot = _read(file, _read_head(file))
            os.utime(kept.path)    # used now: it is the last to go
        except (OSError, ValueError, msgspec.MsgspecError):
            self._kept.pop(kept.path, None)
            _erase(kept.path)
            return None
        return snapshot

    def put(self, conversation: str, snapshot: Snapshot) -> None:
        """Keep a state for ``conversation``; it is written by another thread. It replaces what it makes useless."""
        tokens = packed(snapshot.tokens)
        path = self._own / f"{_name(conversation)}.{blake2b(tokens, digest_size=8).hexdigest()}{SUFFIX}"
        kept = Kept(path, tokens, tuple(checkpoint.tokens for checkpoint in snapshot.checkpoints))
        self.settle()
        outdone = [old.path for old in self._kept.values() if old.path != path and _outdone(old, kept, conversation)]
        for old in outdone:
            del self._kept[old]
        self._kept[path] = kept
        self._waiting = (kept, snapshot)
        self._written = self._writer.submit(self._write, kept, snapshot, outdone)

    def settle(self) -> None:
        """Wait until what was put is on the disk."""
        if self._written is not None:
            self._written.result()
        self._written = None

    def close(self) -> None:
        """Wait for the disk, then end the thread."""
        self.settle()
        self._writer.shutdown()

    def _write(self, kept: Kept, snapshot: Snapshot, outdone: list[Path]) -> None:
        _yield_to_others()
        try:
            private_folder(self._own)
            _save(kept, snapshot)
            for path in outdone:
                _erase(path)
        except OSError:
            _erase(kept.path)    # a full disk costs the reading next time, no more
        finally:
            self._waiting = None    # it is as large as the memory it was copied from
        with contextlib.suppress(OSError):    # a folder that goes meanwhile: whoever waits for this thread would fail by it
            shrink(self._folder, self._limit)


def _yield_to_others() -> None:
    """The next prompt is not to be read more slowly because the last one is saved; only Linux knows threads' priorities."""
    if sys.platform.startswith("linux"):
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), LAZY)


def forget(folder: Path, conversation: str) -> None:
    """Erase all states of a conversation, of every model."""
    for path in folder.glob(f"*/{_name(conversation)}.*"):
        _erase(path)


def _name(conversation: str) -> str:
    return blake2b(conversation.encode("utf-8", "replace"), digest_size=12).hexdigest()


def _outdone(old: Kept, new: Kept, conversation: str) -> bool:
    """Is ``old`` a shorter form of the same branch?"""
    if not old.path.name.startswith(f"{_name(conversation)}."):
        return False
    return len(old.tokens) // TOKEN_BYTES - common(old.tokens, new.tokens) < WORTH_KEEPING


def _listed(folder: Path) -> Iterator[Kept]:
    """The readable states in ``folder``, the newest ones if there are too many."""
    newest = sorted(_files(folder), key=lambda found: found[1], reverse=True)
    for path, _, _ in newest[:STATES_LISTED]:
        with contextlib.suppress(OSError, ValueError, msgspec.MsgspecError):
            with path.open("rb") as file:
                head = _read_head(file)
            yield Kept(path, head.tokens, tuple(place for place, _ in head.checkpoints))


def _files(folder: Path) -> Iterator[tuple[Path, float, int]]:
    """Each state below ``folder`` with the time it was used last and its size."""
    for path in folder.glob(f"**/*{SUFFIX}"):
        with contextlib.suppress(OSError):
            status = path.stat()
            yield path, status.st_mtime, status.st_size


def _read_head(file: BufferedReader) -> _Head:
    start = file.read(len(MAGIC) + _LENGTH.size + _DIGEST)
    if len(start) != len(MAGIC) + _LENGTH.size + _DIGEST or not start.startswith(MAGIC):
        raise ValueError("not a state")
    length = _LENGTH.unpack_from(start, len(MAGIC))[0]
    body = file.read(min(length, HEAD_LIMIT))
    if len(body) != length or blake2b(body, digest_size=_DIGEST).digest() != start[-_DIGEST:]:
        raise ValueError("the head is damaged")
    return msgspec.msgpack.decode(body, type=_Head)


def _read(file: BufferedReader, head: _Head) -> Snapshot:
    start, sizes = file.tell(), [head.state, *(size for _, size in head.checkpoints)]
    whole = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)    # llama.cpp wants what could be written to
    if len(whole) != start + sum(sizes):
        raise ValueError("the state is cut off")
    view = memoryview(whole)
    ends = list(accumulate(sizes, initial=start))
    parts = [view[begin:end] for begin, end in pairwise(ends)]
    if _checksum(parts) != head.checksum:
        raise ValueError("the state is damaged")
    # checkpoints stay for long, and the file is not to be held open for them
    kept = (Checkpoint(place, bytearray(part)) for (place, _), part in zip(head.checkpoints, parts[1:], strict=True))
    return Snapshot(unpacked(head.tokens), parts[0], tuple(kept))


def _checksum(parts: Iterable[Any]) -> int:
    checksum = 0
    for part in parts:
        checksum = zlib.crc32(part, checksum)
    return checksum


def _save(kept: Kept, snapshot: Snapshot) -> None:
    parts = (snapshot.state, *(checkpoint.data for checkpoint in snapshot.checkpoints))
    sizes = tuple((checkpoint.tokens, len(checkpoint.data)) for checkpoint in snapshot.checkpoints)
    body = msgspec.msgpack.encode(_Head(kept.tokens, len(snapshot.state), sizes, _checksum(parts)))
    head = MAGIC + _LENGTH.pack(len(body)) + blake2b(body, digest_size=_DIGEST).digest() + body
    unfinished = kept.path.with_suffix(f".{os.getpid()}.part")
    try:
        with open(unfinished, "wb", opener=_private) as file:    # Path.open has no opener
            file.writelines((head, *parts))
        unfinished.replace(kept.path)
    except OSError:
        _erase(unfinished)
        raise


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_BINARY", 0), 0o600)


def shrink(folder: Path, limit_bytes: int) -> None:
    """Erase states, of any model, those first that were not used for longest, and what a killed engine left half-written."""
    files = sorted(_files(folder), key=lambda found: found[1])
    too_many = sum(size for _, _, size in files) - limit_bytes
    for path, _, size in files:
        if too_many <= 0:
            break
        _erase(path)
        too_many -= size
    for path in folder.glob("*/*.part"):
        if not _is_being_written(path):
            _erase(path)


def _is_being_written(part: Path) -> bool:
    """By this process or by the engine of another model, each of which has its number in the name."""
    import psutil

    writer = part.name.split(".")[-2]
    return writer.isdecimal() and psutil.pid_exists(int(writer))


def _erase(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()
