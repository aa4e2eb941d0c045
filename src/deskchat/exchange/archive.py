"""A zip archive read in memory: its names are compared, never used as ways, what it says of sizes is not believed."""

import struct
import zipfile
import zlib
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from deskchat.exchange.assets import LARGEST
from deskchat.exchange.found import UnreadableError
from deskchat.exchange.json_stream import MOST_READ

MOST_LISTED = 16 << 20    # bytes of the list of files: a hundred thousand of them
MOST_PACKED = 200         # text and pictures are never packed that much; what is, is made to fill the memory
END, END64 = b"PK\x05\x06", b"PK\x06\x06"
TAIL = 66_000             # the end of an archive, with the longest remark, lies within that


class Archive:
    """Raises ``UnreadableError`` for what is damaged or encrypted, when it is read."""

    def __init__(self, stream: IO[bytes]) -> None:
        _require_short_list(stream)
        with _sentences():
            self._zip = zipfile.ZipFile(stream)
        self.names = [one.filename for one in self._zip.infolist() if not one.is_dir()]
        self._left = 8 * LARGEST    # of what lies beside one conversation
        self._by_start: dict[str, str] = {}
        for name in self.names:
            self._by_start.setdefault(_last(name), name)
        self._sorted = sorted(self._by_start)

    def open(self, name: str) -> "Unpacked":
        """The file of that very name."""
        with _sentences():
            info = self._zip.getinfo(name)
            most = min(MOST_READ, MOST_PACKED * info.compress_size + (1 << 20))
            return Unpacked(self._zip.open(info), most)

    def next_conversation(self) -> None:
        """What lies beside the next one may be as much again."""
        self._left = 8 * LARGEST

    def find(self, wanted: str) -> tuple[str, bytes] | None:
        """The picture or file that is called so, or whose name begins so; ``None`` when it is not there or too large."""
        at = bisect_left(self._sorted, wanted)    # the name itself stands before those that begin so
        if at == len(self._sorted) or not self._sorted[at].startswith(wanted) or self._left <= 0:
            return None
        name = self._by_start[self._sorted[at]]
        try:
            data = self.open(name).read(LARGEST + 1)
        except UnreadableError:
            return None
        self._left -= len(data)
        return None if len(data) > LARGEST else (_last(name), data)


class Unpacked:
    """A file of an archive, no longer than it may be."""

    def __init__(self, stream: IO[bytes], most: int) -> None:
        self._stream = stream
        self._left = most

    def read(self, size: int) -> bytes:
        """Up to ``size`` bytes; none at the end."""
        with _sentences():
            data = self._stream.read(size)
        self._left -= len(data)
        if self._left < 0:
            raise UnreadableError("It is packed so tightly that it can only be meant to fill the memory.")
        return data


def is_archive(beginning: bytes) -> bool:
    """Does a file begin like a zip?"""
    return beginning.startswith((b"PK\x03\x04", END))


def _last(name: str) -> str:
    return name.replace("\\", "/").rpartition("/")[2]


def _require_short_list(stream: IO[bytes]) -> None:
    """``zipfile`` reads the whole list at once, a million entries in half a gigabyte: look at its length before."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - TAIL))
    tail = stream.read(TAIL)
    stream.seek(0)
    at, at64 = tail.rfind(END), tail.rfind(END64)
    lengths = [struct.unpack_from("<I", tail, at + 12)[0]] if 0 <= at <= len(tail) - 16 else []
    if 0 <= at64 <= len(tail) - 48:
        lengths = [struct.unpack_from("<Q", tail, at64 + 40)[0]]
    if any(length > MOST_LISTED for length in lengths):
        raise UnreadableError("The archive lists more files than an export has.")


@contextmanager
def _sentences() -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, struct.error, KeyError, ValueError) as error:
        raise UnreadableError("The archive is damaged.") from error
    except (RuntimeError, NotImplementedError) as error:
        raise UnreadableError("The archive is encrypted, or packed in a way that deskchat does not know.") from error
