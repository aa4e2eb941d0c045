-- What replies cost. Sums stay exact: billionths of the currency's unit.

ALTER TABLE message ADD COLUMN cache_written_tokens INTEGER;
ALTER TABLE message ADD COLUMN cost_nanos INTEGER;
ALTER TABLE message ADD COLUMN currency TEXT;

-- One row a paid reply. It outlives the conversation: money that was spent stays spent when a chat is deleted.
CREATE TABLE spending (
    seq          INTEGER PRIMARY KEY AUTOINCREMENT,
    message      TEXT NOT NULL UNIQUE,
    conversation TEXT NOT NULL,
    spent_at     INTEGER NOT NULL,            -- microseconds since 1970, UTC
    provider     TEXT NOT NULL,
    model        TEXT NOT NULL,
    input_tokens         INTEGER,
    output_tokens        INTEGER,
    cached_tokens        INTEGER,
    cache_written_tokens INTEGER,
    cost_nanos   INTEGER,                     -- NULL: the price is not known, which is not zero
    currency     TEXT
) STRICT;

CREATE INDEX spending_time ON spending (spent_at, provider);
