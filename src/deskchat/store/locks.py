"""Locks that die with the process that holds them: a file left behind by ``kill -9`` means nothing."""

import contextlib
import os
import sys
from pathlib import Path
from typing import Self


class FileLock:
    """An advisory lock on a small file, held until ``release`` or the end of the process."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path = path
        self._descriptor = descriptor

    @classmethod
    def take(cls, path: Path) -> Self | None:
        """The lock, or ``None`` when somebody holds it. Raises ``OSError`` when the file can't be made."""
        while True:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
            if not _lock(descriptor):
                os.close(descriptor)
                return None
            if _is_at(descriptor, path):
                return cls(path, descriptor)
            os.close(descriptor)    # it was removed as stale between the two calls: make it anew

    def release(self) -> None:
        """Remove the file and let go."""
        if sys.platform == "win32":
            os.close(self._descriptor)    # an open file can't be removed there
            with contextlib.suppress(OSError):
                self.path.unlink()
            return
        with contextlib.suppress(OSError):
            self.path.unlink()
        os.close(self._descriptor)


def is_held(path: Path) -> bool:
    """Does a living process hold the lock at ``path``? A file that nobody holds is removed."""
    if not path.exists():
        return False
    lock = FileLock.take(path)
    if lock is None:
        return True
    lock.release()
    return False


def _is_at(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
