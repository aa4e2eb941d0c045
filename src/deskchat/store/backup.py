"""A copy of the whole history in one file, which opens by itself anywhere."""

from pathlib import Path

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.store.database import Database


def back_up(database: Database, target: Path) -> None:
    """Write a consistent copy to ``target``, also while a reply streams. Raises ``ChatError``; replaces no file."""
    if target.exists():
        raise ChatError(
            ErrorKind.BAD_REQUEST, f"“{target}” exists already and was not replaced.", remedy="Choose another name."
        )
    database.copy_to(target)
