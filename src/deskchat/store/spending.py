"""The ledger: what each reply took, and sums of it. Sums are made by SQLite; days and months are those of UTC."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec

from deskchat.chat.cost import Total
from deskchat.chat.message import Cost, Usage
from deskchat.chat.model import LOCAL, ModelRef
from deskchat.store import rows
from deskchat.store.database import Database

FIELDS = (
    "message", "conversation", "spent_at", "provider", "model", "input_tokens", "output_tokens", "cached_tokens",
    "reasoning_tokens", "cache_written_tokens", "cost_nanos", "currency", "saved_nanos",
)    # fmt: skip
# a reply is stored once; the ledger may be told of it again after a crash
ADD = f"INSERT OR IGNORE INTO spending ({', '.join(FIELDS)}) VALUES ({', '.join('?' * len(FIELDS))})"
COLUMNS = ", ".join(f"CAST({name} AS BLOB)" if name in {"provider", "model", "currency"} else name for name in FIELDS)
LISTED = f"SELECT {COLUMNS} FROM spending WHERE spent_at >= ? AND spent_at < ? ORDER BY spent_at, seq"
CATCH_UP = (
    "INSERT OR IGNORE INTO spending (message, conversation, spent_at, provider, model)"
    " SELECT id, conversation, created_at, substr(model, 1, instr(model, '/') - 1), substr(model, instr(model, '/') + 1)"
    " FROM message WHERE role = 'assistant' AND status = 'partial' AND instr(model, '/') > 1 AND parts <> '[]'"
)
TOTALS = (
    "count(*), sum(cost_nanos IS NULL), coalesce(sum(input_tokens), 0), coalesce(sum(output_tokens), 0),"
    " coalesce(sum(cached_tokens), 0), coalesce(sum(cost_nanos), 0), coalesce(sum(saved_nanos), 0)"
)


class Spent(msgspec.Struct, frozen=True):
    """One reply. ``cost`` is ``None`` when it is not known."""

    message: str
    conversation: str
    at: datetime    # aware, UTC
    model: ModelRef
    usage: Usage
    cost: Cost | None


class By(StrEnum):
    """What sums are made for; the value is the column or expression."""

    DAY = "strftime('%Y-%m-%d', spent_at / 1000000, 'unixepoch')"
    MONTH = "strftime('%Y-%m', spent_at / 1000000, 'unixepoch')"
    PROVIDER = "CAST(provider AS BLOB)"    # text that is not UTF-8 any more must not hide the rest
    MODEL = "CAST(model AS BLOB)"
    CONVERSATION = "conversation"


class Ledger:
    """Every reply that a model worked for. All calls raise ``ChatError``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, spent: Spent) -> None:
        """Write a reply down; one that is there already stays as it is."""
        cost = spent.cost
        self._database.change(
            ADD,
            spent.message,
            spent.conversation,
            rows.microseconds(spent.at),
            rows.storable(spent.model.provider),
            rows.storable(spent.model.model),
            *msgspec.structs.astuple(spent.usage),
            None if cost is None else cost.nanos,
            None if cost is None else cost.currency,
            None if cost is None else cost.saved_nanos,
        )

    def catch_up(self) -> None:
        """Write down replies that were cut off together with the program; what they cost nobody knows."""
        self._database.change(CATCH_UP)

    def sums(self, by: Sequence[By], start: datetime, end: datetime) -> dict[tuple[str, ...], Total]:
        """What was spent from ``start`` until before ``end``, for each combination of ``by``; in the order of the keys."""
        where = "spent_at >= ? AND spent_at < ?"
        return self._sums(by, where, rows.microseconds(start), rows.microseconds(end))

    def of_conversation(self, conversation_id: str) -> Total:
        """All replies of a conversation, also those whose messages are gone."""
        return self._sums((), "conversation = ?", conversation_id).get((), Total())

    def first(self) -> datetime | None:
        """When the first reply was written down."""
        found = self._database.rows("SELECT min(spent_at) FROM spending")
        return None if found[0][0] is None else rows.moment(found[0][0])

    def list(self, start: datetime, end: datetime) -> tuple[Spent, ...]:
        """All replies from ``start`` until before ``end``, oldest first."""
        bounds = rows.microseconds(start), rows.microseconds(end)
        return tuple(_spent(dict(zip(FIELDS, row, strict=True))) for row in self._database.rows(LISTED, *bounds))

    def titles(self, conversation_ids: Sequence[str]) -> Mapping[str, str]:
        """The titles of those conversations that are not deleted."""
        wanted = msgspec.json.encode(conversation_ids).decode()
        found = self._database.rows(
            "SELECT id, CAST(title AS BLOB) FROM conversation"
            " WHERE deleted_at IS NULL AND id IN (SELECT value FROM json_each(?))",
            wanted,
        )
        return {conversation_id: rows.readable(title) for conversation_id, title in found}

    def _sums(self, by: Sequence[By], where: str, *bindings: object) -> dict[tuple[str, ...], Total]:
        """Kinds of costs and places are summed apart, so that the sum of a key is put together of several rows."""
        keys = [part.value for part in by]
        apart = f"provider = '{LOCAL}', currency"
        columns = ", ".join((*keys, apart, TOTALS))
        grouped = ", ".join((*keys, apart))
        sums: dict[tuple[str, ...], Total] = {}
        sql = f"SELECT {columns} FROM spending WHERE {where} GROUP BY {grouped} ORDER BY {grouped}"
        for row in self._database.rows(sql, *bindings):
            key = tuple(rows.readable(v) if isinstance(v, bytes) else str(v) for v in row[: len(keys)])
            sums[key] = sums.get(key, Total()) + _total(*row[len(keys) :])
        return sums


def _total(here: int, currency: str | None, replies: int, unknown: int, *numbers: int) -> Total:
    read, written, cached, nanos, saved = numbers
    costs = () if currency is None or here else (Cost(nanos, currency, saved),)
    return Total(replies, 0 if here else unknown, replies if here else 0, read, written, cached, costs)


def _spent(values: Mapping[str, Any]) -> Spent:
    usage = Usage(*(values[f"{name}_tokens"] for name in ("input", "output", "cached", "reasoning", "cache_written")))
    known = values["cost_nanos"] is not None
    return Spent(
        values["message"],
        values["conversation"],
        rows.moment(values["spent_at"]),
        ModelRef(rows.readable(values["provider"]), rows.readable(values["model"])),
        usage,
        Cost(values["cost_nanos"], rows.readable(values["currency"]), values["saved_nanos"] or 0) if known else None,
    )
