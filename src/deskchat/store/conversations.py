"""Conversations: made, listed, opened, changed, deleted with undo."""

import weakref
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from deskchat.chat.conversation import Conversation, Summary
from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.model import ModelRef
from deskchat.chat.persona import Terms
from deskchat.store import index, messages, rows, sorting
from deskchat.store.clock import utc_now
from deskchat.store.database import Database

LISTED = f"SELECT {rows.SUMMARY_COLUMNS} FROM conversation WHERE deleted_at IS NULL"
ORDER = "ORDER BY pinned DESC, touched DESC"
LAST_LETTER = "\U0010ffff"    # after every letter: ends the range of a prefix


class Conversations:
    """All conversations of one history. Every change is durable when the call returns; all raise ``ChatError``."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._clock = clock
        self._opened: weakref.ref[Conversation] | None = None
        self._opened_at: tuple[int, ...] = ()

    def create(self, conversation: Conversation) -> None:
        """Store a new conversation with all its messages."""
        with self._database.transaction():
            self._database.change(
                "INSERT INTO conversation"
                " (id, title, created_at, updated_at, touched, pinned, model, system, leaf, fallback, persona, sampling,"
                " archived)"
                " VALUES (?, ?, ?, ?, (SELECT coalesce(max(touched), 0) + 1 FROM conversation), ?, ?, ?, ?, ?, ?, ?, ?)",
                conversation.id,
                rows.storable(conversation.title),
                rows.microseconds(conversation.created_at),
                rows.microseconds(conversation.updated_at),
                int(conversation.pinned),
                None if conversation.model is None else rows.storable(str(conversation.model)),
                None if conversation.system is None else rows.storable(conversation.system),
                conversation.leaf,
                rows.fallback_value(conversation.fallback),
                rows.storable(conversation.persona),
                rows.sampling_value(conversation.sampling),
                int(conversation.archived),
            )
            self._index_title(conversation.id, conversation.title)
            for tag in conversation.tags:
                sorting.tag(self._database, conversation.id, tag)
            for node in conversation.nodes:
                messages.insert(self._database, conversation.id, node)

    def summaries(self, *, archived: bool = False) -> tuple[Summary, ...]:
        """Those that are not deleted: pinned first, then the one with the newest message first.

        ``archived``: those that are archived among them.
        """
        only = "" if archived else "AND archived = 0"
        return tuple(rows.summary(row) for row in self._database.rows(f"{LISTED} {only} {ORDER}"))

    def any(self) -> bool:
        """Is there one, deleted or not?"""
        return bool(self._database.rows("SELECT 1 FROM conversation LIMIT 1"))

    def summary(self, conversation_id: str) -> Summary:
        """One of them, deleted or not."""
        found = self._database.rows(f"SELECT {rows.SUMMARY_COLUMNS} FROM conversation WHERE id = ?", conversation_id)
        if not found:
            raise _unknown(conversation_id)
        return rows.summary(found[0])

    def matching(self, prefix: str) -> tuple[str, ...]:
        """Ids that begin with ``prefix``, of conversations that are not deleted; at most ten."""
        sql = "SELECT id FROM conversation WHERE id >= ? AND id < ? AND deleted_at IS NULL ORDER BY id LIMIT 10"
        return tuple(row[0] for row in self._database.rows(sql, prefix, prefix + LAST_LETTER))

    def open(self, conversation_id: str, last: int | None = None) -> Conversation:
        """A conversation with all its messages, deleted or not; a damaged message is one that says so.

        While somebody holds the one that was opened last, and nothing was written since, it is that one. ``last``: with
        only so many messages, those that were made last, when the one that is shown last is among them.
        """
        if last is not None:
            row, nodes = self._row(conversation_id), messages.read_last(self._database, conversation_id, last)
            if len(nodes) < last or any(node.id == row[rows.LEAF] for node in nodes):
                return rows.conversation(row, nodes)
        stamp = self._database.stamp()
        known = self._opened() if self._opened is not None and self._opened_at == stamp else None
        if known is not None and known.id == conversation_id:
            return known
        row = self._row(conversation_id)
        opened = rows.conversation(row, messages.read(self._database, "conversation = ?1", conversation_id))
        self._opened, self._opened_at = weakref.ref(opened), stamp
        return opened

    def _row(self, conversation_id: str) -> Sequence[Any]:
        found = self._database.rows(f"SELECT {rows.CONVERSATION_COLUMNS} FROM conversation WHERE id = ?", conversation_id)
        if not found:
            raise _unknown(conversation_id)
        return found[0]

    def count(self) -> int:
        """How many are not deleted."""
        return int(self._database.rows("SELECT count(*) FROM conversation WHERE deleted_at IS NULL")[0][0])

    def rename(self, conversation_id: str, title: str, *, by_hand: bool = True) -> None:
        """Give a title. One made by the program (``by_hand=False``) never replaces one that was typed."""
        allowed = "" if by_hand else " AND title_by_hand = 0"
        with self._database.transaction():
            sql = f"UPDATE conversation SET title = ?, title_by_hand = ? WHERE id = ?{allowed}"
            if self._database.change(sql, rows.storable(title), int(by_hand), conversation_id):
                self._index_title(conversation_id, title)

    def set_pinned(self, conversation_id: str, pinned: bool) -> None:
        """Keep it at the top of the list, or not."""
        self._set(conversation_id, "pinned", int(pinned))

    def set_leaf(self, conversation_id: str, leaf: str | None) -> None:
        """Show the branch that ends at ``leaf``."""
        self._set(conversation_id, "leaf", leaf)

    def set_model(self, conversation_id: str, model: ModelRef | None) -> None:
        """Choose the model of the next reply."""
        self._set(conversation_id, "model", None if model is None else rows.storable(str(model)))

    def set_fallback(self, conversation_id: str, models: tuple[ModelRef, ...] | None) -> None:
        """Choose who is asked when the model can't answer; ``None``: as the settings say."""
        self._set(conversation_id, "fallback", rows.fallback_value(models))

    def set_terms(self, conversation_id: str, terms: Terms) -> None:
        """Set the system text and the parameters, and the name of the assistant they came from."""
        system = None if terms.system is None else rows.storable(terms.system)
        values = (rows.storable(terms.persona), system, rows.sampling_value(terms.sampling), conversation_id)
        if not self._database.change("UPDATE conversation SET persona = ?, system = ?, sampling = ? WHERE id = ?", *values):
            raise _unknown(conversation_id)

    def delete(self, *ids: str) -> None:
        """Put them away; ``restore`` brings them back until ``purge`` erases them."""
        with self._database.transaction():
            for conversation_id in ids:
                self._set(conversation_id, "deleted_at", rows.microseconds(self._clock()))

    def restore(self, *ids: str) -> None:
        """Undo ``delete``."""
        with self._database.transaction():
            for conversation_id in ids:
                self._set(conversation_id, "deleted_at", None)

    def purge(self, older_than: timedelta) -> int:
        """Erase what was deleted longer ago than that: its bytes are gone from the file; how many there were."""
        before = rows.microseconds(self._clock() - older_than)
        found = self._database.rows("SELECT id FROM conversation WHERE deleted_at < ?", before)
        if not found:
            return 0
        with self._database.transaction():
            for (conversation_id,) in found:
                index.forget_conversation(self._database, conversation_id)
                self._database.change("DELETE FROM draft_part WHERE conversation = ?", conversation_id)
                self._database.change("DELETE FROM conversation WHERE id = ?", conversation_id)
        self._database.empty_log()
        return len(found)

    def _set(self, conversation_id: str, column: str, value: str | int | None) -> None:
        if not self._database.change(f"UPDATE conversation SET {column} = ? WHERE id = ?", value, conversation_id):
            raise _unknown(conversation_id)

    def _index_title(self, conversation_id: str, title: str) -> None:
        seq = self._database.rows("SELECT seq FROM conversation WHERE id = ?", conversation_id)[0][0]
        index.put_title(self._database, seq, title)


def _unknown(conversation_id: str) -> ChatError:
    return ChatError(
        ErrorKind.NOT_FOUND,
        f"There is no conversation “{conversation_id}”.",
        remedy="“deskchat list” shows those there are.",
    )
