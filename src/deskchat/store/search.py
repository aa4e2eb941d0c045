"""Which conversations and messages hold these words."""

import msgspec

from deskchat.chat.conversation import Snippet, Summary
from deskchat.chat.parts import FilePart, ImagePart, RefusalPart, TextPart
from deskchat.store import rows, words
from deskchat.store.reader import Readable
from deskchat.store.snippets import snippet

TITLES = (
    f"SELECT {rows.SUMMARY_COLUMNS} FROM title_words JOIN conversation ON conversation.seq = title_words.rowid"
    " WHERE title_words MATCH ? AND deleted_at IS NULL ORDER BY title_words.rowid DESC LIMIT ?"
)
TEXTS = (
    f"SELECT {rows.SUMMARY_COLUMNS}, message.id, CAST(message.parts AS BLOB) FROM message_words"
    " JOIN message ON message.seq = message_words.rowid JOIN conversation ON conversation.id = message.conversation"
    " WHERE message_words MATCH ? AND deleted_at IS NULL ORDER BY message_words.rowid DESC LIMIT ?"
)
MOST = 100


class Hit(msgspec.Struct, frozen=True):
    """Where the words were found. ``message_id`` is ``None`` for a title; ``snippet`` is one line of plain text."""

    conversation: Summary
    message_id: str | None
    snippet: Snippet


def search(database: Readable, text: str, limit: int = MOST) -> tuple[Hit, ...]:
    """Titles first, then messages, newest first. Every word must occur; the beginning of a word is enough."""
    query = words.query(text)
    if not query:
        return ()
    hits = []
    for row in database.rows(TITLES, query, limit // 4):
        titled = rows.summary(row)
        hits.append(Hit(titled, None, snippet(titled.title, text)))
    found = database.rows(TEXTS, query, limit - len(hits))
    return (*hits, *(Hit(rows.summary(row), row[-2], snippet(_said(row[-1]), text)) for row in found))


def _said(stored: bytes) -> str:
    """The words of a message without what else it holds; ``""`` when it is damaged."""
    try:
        parts = rows.PARTS.decode(stored)
    except msgspec.DecodeError:
        return ""
    said = "".join(part.text for part in parts if isinstance(part, TextPart | RefusalPart))
    return "\n".join([said, *(part.name for part in parts if isinstance(part, ImagePart | FilePart))])
