"""Is a history whole? SQLite's own answer, the long one."""

from deskchat.store.database import Database


def integrity(database: Database) -> object:
    """``"ok"``, or what SQLite found wrong. Reads the whole file."""
    return database.rows("PRAGMA integrity_check(1)")[0][0]
