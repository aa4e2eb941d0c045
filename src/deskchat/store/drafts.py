"""What was typed and attached, and not sent: by conversation, ``""`` for the one that has not begun."""

import logging
from collections.abc import Sequence

import msgspec

from deskchat.chat.parts import Part, TextPart
from deskchat.store import rows
from deskchat.store.database import Database

log = logging.getLogger(__name__)

TEXT = -1    # place of the text of the conversation that has not begun


class Drafts:
    """Of one history. Every change is durable when the call returns; all raise ``ChatError``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def text(self, conversation_id: str) -> str:
        """``""`` when nothing was typed."""
        if not conversation_id:
            return "".join(part.text for part in self._read("", "= -1") if isinstance(part, TextPart))
        found = self._database.rows("SELECT CAST(draft AS BLOB) FROM conversation WHERE id = ?", conversation_id)
        return rows.readable(found[0][0]) if found else ""

    def set_text(self, conversation_id: str, text: str) -> None:
        """Keep what is typed."""
        if conversation_id:
            sql = "UPDATE conversation SET draft = ? WHERE id = ?"
            self._database.change(sql, rows.storable(text), conversation_id)
        elif text:
            self._insert("", TEXT, TextPart(text))
        else:
            self._database.change("DELETE FROM draft_part WHERE conversation = '' AND place = ?", TEXT)

    def parts(self, conversation_id: str) -> tuple[Part, ...]:
        """What is attached; what is damaged is left out."""
        return tuple(self._read(conversation_id, ">= 0"))

    def set_parts(self, conversation_id: str, parts: Sequence[Part]) -> None:
        """Keep what is attached, all of it."""
        with self._database.transaction():
            self._database.change("DELETE FROM draft_part WHERE conversation = ? AND place >= 0", conversation_id)
            for place, part in enumerate(parts):
                self._insert(conversation_id, place, part)

    def _insert(self, conversation_id: str, place: int, part: Part) -> None:
        text, data = rows.part_values(part)
        sql = "INSERT OR REPLACE INTO draft_part (conversation, place, part, data) VALUES (?, ?, ?, ?)"
        self._database.change(sql, conversation_id, place, text, data)

    def _read(self, conversation_id: str, places: str) -> list[Part]:
        found: list[Part] = []
        sql = f"SELECT CAST(part AS BLOB), data FROM draft_part WHERE conversation = ? AND place {places} ORDER BY place"
        for part, data in self._database.rows(sql, conversation_id):
            try:
                found += rows.decode_parts(b"[" + part + b"]", {0: data})
            except (msgspec.DecodeError, KeyError):
                log.warning("a damaged part of a draft was left out")
        return found
