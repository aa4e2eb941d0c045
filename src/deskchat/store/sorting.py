"""What keeps a long list short: tags, and an archive."""

from collections.abc import Sequence

from deskchat.store import rows
from deskchat.store.database import Database


def set_archived(database: Database, ids: Sequence[str], archived: bool) -> None:
    """Take conversations out of the list, or put them back. Raises ``ChatError``."""
    with database.transaction():
        for conversation_id in ids:
            database.change("UPDATE conversation SET archived = ? WHERE id = ?", int(archived), conversation_id)


def set_tag(database: Database, ids: Sequence[str], name: str, has_it: bool) -> None:
    """Give conversations a tag, or take it from them. One that nothing has any more is gone. Raises ``ChatError``."""
    with database.transaction():
        for conversation_id in ids:
            if has_it:
                tag(database, conversation_id, name)
            else:
                sql = "DELETE FROM tag WHERE conversation = ? AND name = ?"
                database.change(sql, conversation_id, rows.storable(name))


def tag(database: Database, conversation_id: str, name: str) -> None:
    """Give one conversation a tag, inside a transaction of the caller."""
    sql = "INSERT OR IGNORE INTO tag (conversation, name) SELECT id, ? FROM conversation WHERE id = ?"
    database.change(sql, rows.storable(name), conversation_id)
