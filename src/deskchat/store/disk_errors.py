"""What the disk refuses, as a sentence."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deskchat.chat.errors import ChatError, ErrorKind


@contextmanager
def disk_errors(path: Path) -> Iterator[None]:
    """An ``OSError`` inside the block becomes a ``ChatError`` about ``path``."""
    try:
        yield
    except OSError as error:
        raise ChatError(
            ErrorKind.INTERNAL,
            f"“{path}” can't be written: {error.strerror or type(error).__name__}.",
            remedy="Check the folder and the space on the disk.",
            detail=repr(error),
        ) from error
