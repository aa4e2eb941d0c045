"""Who has a history open: a name for each process, and one place for a window."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.paths import private_folder
from deskchat.store.disk_errors import disk_errors
from deskchat.store.ids import new_id
from deskchat.store.locks import FileLock


class OpenElsewhereError(ChatError):
    """Another window has the history open."""


class ProcessLocks:
    """What this process holds beside the file: its own name, and the window's place; nothing when it only reads."""

    def __init__(self, own: FileLock | None, window: FileLock | None) -> None:
        self._own = own
        self._window = window
        self.owner = own.path.name if own else ""

    @classmethod
    def take(cls, path: Path, *, exclusive: bool) -> Self:
        """Raises ``OpenElsewhereError`` when ``exclusive`` and another window has the file."""
        with disk_errors(path):
            folder = private_folder(lock_folder(path))
            window = FileLock.take(folder / "window") if exclusive else None
            if exclusive and window is None:
                raise OpenElsewhereError(
                    ErrorKind.INTERNAL,
                    "Another deskchat window has this history open.",
                    remedy="Use that window, or start this one with another folder (--home).",
                )
            try:
                return cls(FileLock.take(folder / new_id(datetime.now(UTC))), window)
            except BaseException:
                if window is not None:
                    window.release()    # or this very process would be the other window when it is tried again
                raise

    def release(self) -> None:
        """Let go of all."""
        for lock in (self._own, self._window):
            if lock is not None:
                lock.release()
        self._own = self._window = None


def lock_folder(path: Path) -> Path:
    """Where the locks of the history at ``path`` lie."""
    return path.with_name(path.name + ".locks")
