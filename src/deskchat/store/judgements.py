"""Counted over all replies: who was picked, who was praised, how fast they came. Read from an index alone."""

from datetime import datetime

from deskchat.chat.cost import Total
from deskchat.chat.judgement import Judged
from deskchat.chat.message import Cost
from deskchat.chat.model import ModelRef
from deskchat.store import rows
from deskchat.store.reader import Readable

ANSWERED = "role = 'assistant' AND model IS NOT NULL AND created_at >= ? AND status IN ('done', 'stopped')"
COUNTED = (
    "SELECT CAST(model AS BLOB), count(*), sum(rating = 1), sum(rating = -1),"
    " sum(coalesce(contest IN ('won', 'lost', 'won_blind', 'lost_blind'), 0)),"
    " sum(coalesce(contest IN ('won', 'won_blind'), 0)),"
    " sum(coalesce(contest IN ('won_blind', 'lost_blind'), 0)), sum(coalesce(contest = 'won_blind', 0)),"
    f" avg(tokens_per_s), avg(first_token_s) FROM message WHERE {ANSWERED} GROUP BY model ORDER BY count(*) DESC, model"
)
COSTS = (
    "SELECT CAST(model AS BLOB), currency, count(*), sum(cost_nanos)"
    f" FROM message WHERE {ANSWERED} AND cost_nanos IS NOT NULL GROUP BY model, currency"
)


def of_models(database: Readable, since: datetime | None = None) -> tuple[Judged, ...]:
    """Every model that has answered (since then). ``cost`` counts the replies whose cost is known."""
    start = rows.microseconds(since) if since is not None else -(2**62)
    costs: dict[bytes, Total] = {}
    for name, currency, count, nanos in database.rows(COSTS, start):
        costs[name] = costs.get(name, Total()) + Total(count, costs=(Cost(nanos, currency or "USD"),))
    found = []
    for name, replies, up, down, contests, won, blind, won_blind, speed, first_s in database.rows(COUNTED, start):
        try:
            model = ModelRef.parse(rows.readable(name))
        except ValueError:
            continue
        cost = costs.get(name, Total())
        found.append(Judged(model, replies, up, down, contests, won, blind, won_blind, speed, first_s, cost))
    return tuple(found)
