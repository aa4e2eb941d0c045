"""Texts that the search does not know yet: those of a history from before the index had its present form."""

from deskchat.store import index, rows
from deskchat.store.database import Database
from deskchat.store.messages import read

AT_ONCE = 100    # texts in one transaction: some tens of milliseconds, then others may write
WAITING = (
    "INSERT INTO unindexed (kind, seq) SELECT 'message', seq FROM message UNION ALL SELECT 'title', seq FROM conversation"
)


def begin_anew(database: Database) -> None:
    """Empty the index; all messages and titles wait. Inside a transaction of the caller."""
    for sql in ("DELETE FROM message_words", "DELETE FROM title_words", "DELETE FROM unindexed", WAITING):
        database.change(sql)


def index_some(database: Database, most: int = AT_ONCE) -> int:
    """Bring the newest of those that wait into the index; how many that were. Raises ``ChatError``."""
    found = database.rows("SELECT kind, seq FROM unindexed ORDER BY seq DESC LIMIT ?", most)
    if found:
        with database.transaction():
            for kind, seq in found:
                _index(database, kind, seq)
                database.change("DELETE FROM unindexed WHERE kind = ? AND seq = ?", kind, seq)
    return len(found)


def _index(database: Database, kind: str, seq: int) -> None:
    if kind == "message":
        for node in read(database, "seq = ?1", seq):
            index.put_message(database, seq, node.message)
    else:
        for (title,) in database.rows("SELECT CAST(title AS BLOB) FROM conversation WHERE seq = ?", seq):
            index.put_title(database, seq, rows.readable(title))
