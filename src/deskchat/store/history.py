"""Opens the history as the program uses it: of a damaged one, all that can be read is there again."""

from pathlib import Path

from deskchat.store import backups
from deskchat.store.database import Database
from deskchat.store.salvage import salvage


def open_history(path: Path, *, exclusive: bool = False) -> Database:
    """As ``Database.open``; ``notice`` then says what was recovered, and which backup there is."""
    database = Database.open(path, exclusive=exclusive)
    if database.set_aside is not None:
        found = salvage(database, database.set_aside)
        database.notice = f"{database.notice} {found.sentence} {backups.newest_sentence(path)}".strip()
    return database
