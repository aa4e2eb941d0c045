-- What replies cost. Sums stay exact: billionths of the currency's unit.

ALTER TABLE message ADD COLUMN cache_written_tokens INTEGER;
ALTER TABLE message ADD COLUMN cost_nanos INTEGER;
ALTER TABLE message ADD COLUMN currency TEXT;
ALTER TABLE message ADD COLUMN saved_nanos INTEGER;

-- One row a reply. It outlives the conversation: money that was spent stays spent when a chat is deleted.
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
    reasoning_tokens     INTEGER,
    cache_written_tokens INTEGER,
    cost_nanos   INTEGER,                     -- NULL: not known, which is not zero
    currency     TEXT,
    saved_nanos  INTEGER
) STRICT;

CREATE INDEX spending_time ON spending (spent_at, provider);
CREATE INDEX spending_conversation ON spending (conversation);

-- replies from before there was a ledger: their tokens are known, their prices are not
INSERT INTO spending (message, conversation, spent_at, provider, model, input_tokens, output_tokens, cached_tokens,
                      reasoning_tokens)
    SELECT id, conversation, created_at, substr(model, 1, instr(model, '/') - 1), substr(model, instr(model, '/') + 1),
           input_tokens, output_tokens, cached_tokens, reasoning_tokens
    FROM message
    WHERE role = 'assistant' AND instr(model, '/') > 1 AND (input_tokens IS NOT NULL OR output_tokens IS NOT NULL)
    ORDER BY seq;
