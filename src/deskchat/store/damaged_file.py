"""What can still be read of a damaged history."""

from pathlib import Path

import apsw

from deskchat.store.reader import Row


class DamagedFile:
    """A damaged history, read as far as it goes; opening may change the file. Call ``close``."""

    def __init__(self, path: Path) -> None:
        self._connection = apsw.Connection(str(path))

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def rows(self, sql: str, *bindings: object) -> list[Row] | None:
        """The rows; ``None`` when they lie in a damaged place."""
        try:
            self._connection.pragma("writable_schema", True)    # one that is shorter than it says is read as far as it goes
            return self._connection.execute(sql, bindings).fetchall()
        except (apsw.CorruptError, apsw.NotADBError, apsw.IOError, apsw.SQLError):
            return None
