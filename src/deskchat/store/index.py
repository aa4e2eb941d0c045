"""The full-text index: what it holds of a message and of a title. Only inside a transaction of the caller."""

from deskchat.chat.message import Message, Status
from deskchat.store import rows, words
from deskchat.store.database import Database


def put_message(database: Database, seq: int, message: Message) -> None:
    """What a message is found by from now on. A reply is indexed when it ends."""
    text = words.of_message(message) if message.status is not Status.STREAMING else ""
    _put(database, "message_words", seq, text)


def put_title(database: Database, seq: int, title: str) -> None:
    """What a conversation is found by from now on."""
    _put(database, "title_words", seq, title)


def forget_conversation(database: Database, conversation_id: str) -> None:
    """None of its words is in the index any more."""
    of_it = "SELECT seq FROM message WHERE conversation = ?"
    database.change(f"DELETE FROM message_words WHERE rowid IN ({of_it})", conversation_id)
    title = "SELECT seq FROM conversation WHERE id = ?"
    database.change(f"DELETE FROM title_words WHERE rowid IN ({title})", conversation_id)


def _put(database: Database, table: str, seq: int, text: str) -> None:
    database.change(f"DELETE FROM {table} WHERE rowid = ?", seq)
    if text.strip():
        database.change(
            f"INSERT INTO {table} (rowid, text, letters) VALUES (?, ?, ?)", seq, *words.indexed(rows.storable(text))
        )
