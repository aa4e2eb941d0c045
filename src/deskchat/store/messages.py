"""Messages: stored for good when a call returns, and cheaply while they grow."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from deskchat.chat.conversation import Node
from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.message import Contest, Message, Status
from deskchat.chat.parts import Part, ReasoningPart, RefusalPart, TextPart
from deskchat.store import index, rows
from deskchat.store.clock import utc_now
from deskchat.store.database import Database
from deskchat.store.reader import Readable

INSERT = (
    f"INSERT INTO message (conversation, owner, {', '.join(rows.MESSAGE_FIELDS)}) "
    f"VALUES ({', '.join('?' * (len(rows.MESSAGE_FIELDS) + 2))})"
)
KEPT = len(rows.MESSAGE_FIELDS) - len(rows.JUDGED)
UPDATE = f"UPDATE message SET owner = ?, {', '.join(f'{name} = ?' for name in rows.MESSAGE_FIELDS[:KEPT])} WHERE id = ?"

PIECE = 500           # messages that are read at once
PARTS, STATUS = rows.MESSAGE_FIELDS.index("parts"), rows.MESSAGE_FIELDS.index("status")
GROW = "INSERT INTO growth (message, part, kind, text, seconds) VALUES (?, ?, ?, ?, ?)"

# before a pick: what the one that is picked becomes, and the others
SETTLED = {
    Contest.BLIND: (Contest.WON_BLIND, Contest.LOST_BLIND),
    Contest.SEEN: (Contest.WON, Contest.LOST),
    Contest.WON: (Contest.WON, Contest.LOST),
    Contest.LOST: (Contest.WON, Contest.LOST),
}


class Messages:
    """Writes the messages of all conversations. What is on disk, and when, is told in ``docs/storage.md``."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._clock = clock
        self._growing: dict[str, Message] = {}    # unfinished replies as they were last stored

    def add(self, conversation_id: str, node: Node) -> None:
        """Store a new message and show its branch; durable when it returns. Raises ``ChatError``."""
        with self._database.transaction():
            insert(self._database, conversation_id, node)
            self._touch(conversation_id, node.id)
        if node.message.status is Status.STREAMING:
            self._growing[node.id] = node.message

    def save(self, node: Node) -> None:
        """Store a message again. While it streams only what was added is written. Raises ``ChatError``."""
        before = self._growing.get(node.id)
        same = before is not None and before.model == node.message.model    # a fallback may have taken the first one's place
        added = _added(before.parts, node.message.parts) if before is not None and same else None
        if node.message.status is Status.STREAMING and added is not None:
            self._grow(node, added)
        else:
            self._rewrite(node)

    def mark_interrupted(self) -> int:
        """Unfinished replies of processes that are gone become partial; how many there were."""
        owners = self._database.rows("SELECT DISTINCT owner FROM message WHERE status = 'streaming'")
        gone = [owner for (owner,) in owners if not owner or not self._database.owner_lives(owner)]
        marked = 0
        for owner in gone:
            for (message_id,) in self._database.rows(
                "SELECT id FROM message WHERE status = 'streaming' AND owner IS ?", owner
            ):
                self._mark_partial(message_id)
                marked += 1
        return marked

    def read(self, message_id: str) -> Node:
        """One message. Raises ``ChatError("not_found")``."""
        found = read(self._database, "id = ?1", message_id)
        if not found:
            raise _gone()
        return found[0]

    def rate(self, message_id: str, rating: int) -> None:
        """What the person thinks of a reply: 1, -1, or 0 for nothing any more."""
        if not self._database.change("UPDATE message SET rating = ? WHERE id = ?", rating, message_id):
            raise _gone()

    def enter_contest(self, ids: Sequence[str], contest: Contest) -> None:
        """These replies were asked for together."""
        with self._database.transaction():
            for message_id in ids:
                self._database.change("UPDATE message SET contest = ? WHERE id = ?", contest.value, message_id)

    def settle_contest(self, message_id: str) -> None:
        """It was picked among the replies that were asked for together with it: it has won, they have lost.

        A blind contest is settled once; where the names were seen the last pick counts.
        """
        with self._database.transaction():
            found = self._database.rows("SELECT parent, contest FROM message WHERE id = ?", message_id)
            if not found:
                raise _gone()
            parent, contest = found[0]
            if contest in SETTLED:
                won, lost = SETTLED[contest]
                among = ", ".join(f"'{name.value}'" for name in SETTLED if name in (contest, won, lost))
                self._database.change(
                    "UPDATE message SET contest = CASE id WHEN ? THEN ? ELSE ? END"
                    f" WHERE parent IS ? AND contest IN ({among})",
                    message_id, won.value, lost.value, parent,
                )  # fmt: skip

    def _grow(self, node: Node, added: list[rows.Grown]) -> None:
        if added:
            with self._database.transaction():
                if not self._database.rows("SELECT 1 FROM message WHERE id = ?", node.id):
                    raise _gone()
                for piece in added:
                    self._database.change(GROW, node.id, *piece)
            self._growing[node.id] = node.message

    def _rewrite(self, node: Node) -> None:
        streaming = node.message.status is Status.STREAMING
        owner = self._database.owner if streaming else None
        with self._database.transaction():
            if not self._database.change(UPDATE, owner, *rows.message_values(node)[:KEPT], node.id):
                raise _gone()
            self._database.change("DELETE FROM growth WHERE message = ?", node.id)
            self._database.change("DELETE FROM attachment WHERE message = ?", node.id)
            _insert_images(self._database, node)
            _index(self._database, node)
        if streaming:
            self._growing[node.id] = node.message
        else:
            self._growing.pop(node.id, None)

    def _mark_partial(self, message_id: str) -> None:
        """Fold what was added into the parts; the words of a reply are indexed now that it is as long as it will be."""
        node = self.read(message_id)
        if node.message.status is Status.STREAMING:
            self._rewrite(replace(node, message=replace(node.message, status=Status.PARTIAL)))
        else:    # damaged: its bytes are kept as they are
            self._database.change("UPDATE message SET status = 'partial', owner = NULL WHERE id = ?", message_id)

    def _touch(self, conversation_id: str, leaf: str) -> None:
        changed = self._database.change(
            "UPDATE conversation SET leaf = ?, updated_at = ?, archived = 0,"
            " touched = (SELECT max(touched) + 1 FROM conversation) WHERE id = ?",
            leaf,
            rows.microseconds(self._clock()),
            conversation_id,
        )
        if not changed:
            raise _gone()


def insert(database: Database, conversation_id: str, node: Node) -> None:
    """Store a new message inside a transaction of the caller."""
    owner = database.owner if node.message.status is Status.STREAMING else None
    if not database.rows("SELECT 1 FROM conversation WHERE id = ?", conversation_id):
        raise _gone()
    database.change(INSERT, conversation_id, owner, *rows.message_values(node))
    _insert_images(database, node)
    _index(database, node)


def read(database: Readable, where: str, value: str | int) -> tuple[Node, ...]:
    """The messages for which ``where`` holds, in the order they were made."""
    grown = _grown(database)
    found: list[Node] = []
    shared: dict[str, str] = {}    # a parent's id is the one that its own message has
    last = 0
    while True:    # in pieces: what is read and not decoded yet needs room, too
        piece = database.rows(
            f"SELECT seq, {rows.MESSAGE_COLUMNS} FROM message WHERE {where} AND seq > ?2 ORDER BY seq LIMIT {PIECE}",
            value,
            last,
        )
        for seq, *row in piece:
            last = seq
            row[0] = shared.setdefault(row[0], row[0])
            row[1] = shared.get(row[1], row[1])
            grew = grown.get(row[0], ()) if row[STATUS] == Status.STREAMING else ()
            found.append(rows.node(row, _images(database, row), grew))
        if len(piece) < PIECE:
            return tuple(found)


def read_last(database: Readable, conversation_id: str, count: int) -> tuple[Node, ...]:
    """The messages of a conversation that were made last, in the order they were made."""
    seqs = f"SELECT seq FROM message WHERE conversation = ?1 ORDER BY seq DESC LIMIT {count}"
    return read(database, f"conversation = ?1 AND seq >= (SELECT min(seq) FROM ({seqs}))", conversation_id)


def _images(database: Readable, row: Sequence[Any]) -> dict[int, bytes]:
    """The bytes of a message's images and files, where it may have some."""
    parts = row[PARTS]
    if not isinstance(parts, bytes) or not (b'"image"' in parts or b'"file"' in parts):
        return {}
    return dict(database.rows("SELECT part, data FROM attachment WHERE message = ?", row[0]))


def _grown(database: Readable) -> dict[str, list[rows.Grown]]:
    """What was added to messages that are being written, or were when the program was killed: never many."""
    grown: dict[str, list[rows.Grown]] = {}
    pieces = database.rows("SELECT message, part, kind, CAST(text AS BLOB), seconds FROM growth ORDER BY seq")
    for message, part, kind, text, seconds in pieces:
        grown.setdefault(message, []).append((part, kind, rows.readable(text), seconds))
    return grown


def _insert_images(database: Database, node: Node) -> None:
    for place, data in rows.images(node.message).items():
        database.change("INSERT INTO attachment (message, part, data) VALUES (?, ?, ?)", node.id, place, data)


def _index(database: Database, node: Node) -> None:
    index.put_message(database, database.rows("SELECT seq FROM message WHERE id = ?", node.id)[0][0], node.message)


def _added(before: tuple[Part, ...], after: tuple[Part, ...]) -> list[rows.Grown] | None:
    """What ``after`` has more than ``before``; ``None`` when it is not a continuation."""
    if len(after) < len(before):
        return None
    added: list[rows.Grown] = []
    for place, part in enumerate(after):
        old = before[place] if place < len(before) else None
        if part == old:
            continue
        piece = _piece(place, old, part)
        if piece is None:
            return None
        added.append(piece)
    return added


def _piece(place: int, old: Part | None, new: Part) -> rows.Grown | None:
    if not isinstance(new, TextPart | ReasoningPart | RefusalPart):
        return None
    start = 0
    if old is not None:
        if type(old) is not type(new) or not new.text.startswith(old.text):
            return None
        start = len(old.text)
    text = new.text[start:]
    if rows.storable(text) != text:
        return None    # half a surrogate pair: the other half may follow
    kind = next(kind for kind, made in rows.GROWING.items() if isinstance(new, made))
    return place, kind, text, new.seconds if isinstance(new, ReasoningPart) else None


def _gone() -> ChatError:
    return ChatError(ErrorKind.NOT_FOUND, "This conversation or message is not there any more.")
