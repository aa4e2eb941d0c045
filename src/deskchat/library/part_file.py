"""A file that is being downloaded: it grows as NAME.part, is checked, and gets its name in one step. All here blocks."""

import errno
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path
from typing import Final

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.paths import private_folder

ENDING: Final = ".part"
_FLUSHED_EVERY: Final = 64 << 20
_READ_BYTES: Final = 4 << 20


class PartFile:
    """What is here of ``path``, which will have ``size_bytes``. Methods raise ``ChatError`` for what the disk refuses."""

    def __init__(self, path: Path, size_bytes: int) -> None:
        self.path = path
        self.part = path.with_name(path.name + ENDING)
        self.size_bytes = size_bytes
        self._file: FileIO | None = None
        self._unflushed = 0

    @property
    def length(self) -> int:
        """How many bytes are here; a part that is longer than the file will be counts for nothing."""
        try:
            length = self.part.stat().st_size
        except OSError:
            return 0
        return length if length <= self.size_bytes else 0

    @property
    def is_in_place(self) -> bool:
        """Is the whole file there already?"""
        try:
            return self.path.stat().st_size == self.size_bytes
        except OSError:
            return False

    def open_at(self, start: int) -> None:
        """Write from ``start`` on; what was behind it is dropped."""
        with _disk(self.part):
            private_folder(self.part.parent)
            descriptor = os.open(self.part, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
            self._file = os.fdopen(descriptor, "r+b", buffering=0)    # nothing is left behind when a write fails
            self._file.truncate(start)
            self._file.seek(start)

    def write(self, data: bytes | bytearray) -> None:
        """Add ``data``; it is on the disk for certain every 64 MiB and at the end."""
        assert self._file is not None
        with _disk(self.part):
            left = memoryview(data)
            while left:
                left = left[self._file.write(left) :]
            self._unflushed += len(data)
            if self._unflushed >= _FLUSHED_EVERY:
                os.fsync(self._file.fileno())
                self._unflushed = 0

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            file, self._file = self._file, None
            with _disk(self.part):
                try:
                    os.fsync(file.fileno())
                finally:
                    file.close()

    def sha256(self, stopped: Callable[[], bool]) -> str:
        """What is on the disk, in hexadecimal; ``""`` when ``stopped`` said so meanwhile."""
        seen = hashlib.sha256()
        with _disk(self.part), self.part.open("rb") as file:
            while block := file.read(_READ_BYTES):
                if stopped():
                    return ""
                seen.update(block)
        return seen.hexdigest()

    def put_in_place(self) -> None:
        """Give it its name. A file that has it already stays, and is an error."""
        with _disk(self.path):
            if self.path.exists():
                raise another_there(self.path)
            self.part.rename(self.path)

    def discard(self) -> None:
        """Delete what is here of it."""
        with suppress(OSError):
            self.part.unlink(missing_ok=True)


def another_there(path: Path) -> ChatError:
    """The name is taken by something else."""
    return ChatError(
        ErrorKind.BAD_REQUEST,
        f"There is another file named “{path.name}” already.",
        remedy=f"Move or delete it, then go on. It lies in {path.parent}.",
    )


def no_space(path: Path, needed: int, free: int) -> ChatError:
    """The disk is too small for what is still to come."""
    return ChatError(
        ErrorKind.INTERNAL,
        f"There is too little space on the disk: {needed / 1e9:.1f} GB are needed, {max(free, 0) / 1e9:.1f} GB are free.",
        remedy="Make room, then go on; what is here is kept.",
        detail=str(path),
        about="space",
    )


@contextmanager
def _disk(path: Path) -> Iterator[None]:
    """What the system refuses, as a sentence."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            sentence, remedy = "The disk is full.", "Make room, then go on; what is here is kept."
        elif error.errno == errno.EFBIG:
            sentence, remedy = "This disk takes no file of that size.", "Keep models on another one, then go on."
        else:
            sentence = f"“{path}” can't be written: {error.strerror or type(error).__name__}."
            remedy = "Check the folder and the disk, then go on."
        raise ChatError(ErrorKind.INTERNAL, sentence, remedy=remedy, detail=repr(error), about="space") from error
