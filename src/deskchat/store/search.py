"""Which conversations hold these words."""

import msgspec

from deskchat.chat.conversation import Summary
from deskchat.store import messages, rows, words
from deskchat.store.database import Database

COLUMNS = "c.id, CAST(c.title AS BLOB), c.updated_at, c.pinned"
TITLES = (
    f"SELECT {COLUMNS} FROM title_words JOIN conversation c ON c.seq = title_words.rowid"
    " WHERE title_words MATCH ? AND c.deleted_at IS NULL ORDER BY title_words.rowid DESC LIMIT ?"
)
TEXTS = (
    f"SELECT {COLUMNS}, m.id FROM message_words JOIN message m ON m.seq = message_words.rowid"
    " JOIN conversation c ON c.id = m.conversation"
    " WHERE message_words MATCH ? AND c.deleted_at IS NULL ORDER BY message_words.rowid DESC LIMIT ?"
)


class Hit(msgspec.Struct, frozen=True):
    """Where the words were found. ``message_id`` is ``None`` for a title; ``snippet`` is one line of plain text."""

    conversation: Summary
    message_id: str | None
    snippet: str


def search(database: Database, text: str, limit: int = 100) -> tuple[Hit, ...]:
    """Titles first, then messages, newest first. Every word must occur; the beginning of a word is enough."""
    query = words.query(text)
    if not query:
        return ()
    hits = []
    for row in database.rows(TITLES, query, limit):
        found = rows.summary(row)
        hits.append(Hit(found, None, found.title))
    for row in database.rows(TEXTS, query, limit - len(hits)):
        message_id = row[4]
        message = messages.read(database, "id = ?", message_id)[0].message
        hits.append(Hit(rows.summary(row), message_id, words.snippet(message.text, text)))
    return tuple(hits)
