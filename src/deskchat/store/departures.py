"""The list of requests that left this machine."""

from datetime import datetime
from typing import Any

import msgspec

from deskchat.chat.departure import Departure, Purpose, Subject
from deskchat.store import rows
from deskchat.store.database import Database

TEXTS = ("provider", "host", "path", "purpose", "model", "conversation", "leaf", "failure")
FIELDS = (
    "id", "at", "provider", "host", "path", "purpose", "model", "conversation", "leaf", "messages", "sent_bytes",
    "received_bytes", "status", "failure", "ended_at",
)    # fmt: skip
NOTE = (
    f"INSERT INTO request ({', '.join(FIELDS)}) VALUES ({', '.join('?' * len(FIELDS))})"
    " ON CONFLICT (id) DO UPDATE SET sent_bytes = excluded.sent_bytes, received_bytes = excluded.received_bytes,"
    " status = excluded.status, failure = excluded.failure, ended_at = excluded.ended_at"
)
COLUMNS = ", ".join(f"CAST({name} AS BLOB)" if name in TEXTS else name for name in FIELDS)
LATEST = f"SELECT {COLUMNS} FROM request ORDER BY seq DESC LIMIT ?"


class Sum(msgspec.Struct, frozen=True):
    """How many requests there are in the list, and how much was sent and received with them."""

    requests: int = 0
    sent_bytes: int = 0
    received_bytes: int = 0


class DepartureList:
    """What is known of requests. All calls raise ``ChatError``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def read_only(self) -> bool:
        """Can nothing be noted?"""
        return self._database.read_only

    def note(self, departure: Departure) -> None:
        """Write it down, or how it went on."""
        subject = departure.subject
        self._database.change(
            NOTE,
            departure.id,
            rows.microseconds(departure.at),
            *map(rows.storable, (departure.provider, departure.host, departure.path, subject.purpose.value)),
            *map(rows.storable, (subject.model, subject.conversation, subject.leaf)),
            subject.messages,
            departure.sent_bytes,
            departure.received_bytes,
            departure.status,
            departure.failure,
            None if departure.ended_at is None else rows.microseconds(departure.ended_at),
        )

    def latest(self, most: int) -> tuple[Departure, ...]:
        """The last ``most``, newest first."""
        return tuple(_departure(dict(zip(FIELDS, row, strict=True))) for row in self._database.rows(LATEST, most))

    def sum(self) -> Sum:
        """Of the whole list."""
        sql = "SELECT count(*), coalesce(sum(sent_bytes), 0), coalesce(sum(received_bytes), 0) FROM request"
        return Sum(*self._database.rows(sql)[0])

    def clear(self) -> None:
        """Forget all; the bytes are overwritten."""
        self._database.change("DELETE FROM request")
        self._database.empty_log()

    def prune(self, before: datetime, most: int) -> None:
        """Forget what is older than ``before``, and all but the last ``most``."""
        self._database.change(
            "DELETE FROM request WHERE at < ? OR seq <= (SELECT max(seq) FROM request) - ?",
            rows.microseconds(before),
            most,
        )


def _departure(values: dict[str, Any]) -> Departure:
    texts = {name: rows.readable(values[name]) for name in TEXTS}
    known = texts["purpose"] in list(Purpose)    # a newer version may know more
    subject = Subject(
        Purpose(texts["purpose"]) if known else Purpose.OTHER,
        texts["model"],
        texts["conversation"],
        texts["leaf"],
        values["messages"],
    )
    ended = values["ended_at"]
    return Departure(
        values["id"], rows.moment(values["at"]), texts["provider"], texts["host"], texts["path"], subject,
        values["sent_bytes"], values["received_bytes"], values["status"], texts["failure"],
        None if ended is None else rows.moment(ended),
    )    # fmt: skip
