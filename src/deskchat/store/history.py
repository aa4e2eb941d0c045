"""Opens the history as the program uses it: of a damaged one, all that can be read is there again."""

from pathlib import Path

from deskchat.store import backups, indexing, unsalvaged
from deskchat.store.database import Database
from deskchat.store.salvage import salvage

INDEXED_AT_ONCE = 500    # texts: a few tenths of a second, once after an update


def open_history(path: Path, *, exclusive: bool = False) -> Database:
    """As ``Database.open``; ``notice`` then says what was recovered, and which backup there is."""
    database = Database.open(path, exclusive=exclusive)
    aside = database.set_aside if database.read_only else database.set_aside or unsalvaged.noted(database.path)
    if aside is not None:
        try:
            found = salvage(database, aside)
            unsalvaged.forget(database.path)
        except BaseException:    # not Ctrl-C either: nothing may hold the history when it is opened again
            database.close()
            raise
        if database.set_aside is None:
            database.notice = f"{database.notice} A damaged history was kept as “{aside.name}”.".strip()
        database.notice = f"{database.notice} {found.sentence} {backups.newest_sentence(database.path)}".strip()
    if not database.read_only:
        indexing.index_some(database, INDEXED_AT_ONCE)
    return database
