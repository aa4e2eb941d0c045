-- Order comes from the sequence numbers (seq, touched), never from a clock. Times are microseconds since 1970, UTC.

CREATE TABLE conversation (
    seq           INTEGER PRIMARY KEY AUTOINCREMENT,
    id            TEXT NOT NULL UNIQUE,
    title         TEXT NOT NULL DEFAULT '',
    title_by_hand INTEGER NOT NULL DEFAULT 0,
    created_at    INTEGER NOT NULL,
    updated_at    INTEGER NOT NULL,
    touched       INTEGER NOT NULL,           -- grows with every new message of any conversation
    pinned        INTEGER NOT NULL DEFAULT 0,
    model         TEXT,                       -- provider/model for the next reply
    system        TEXT,
    leaf          TEXT,                       -- last message of the branch that is shown
    draft         TEXT NOT NULL DEFAULT '',
    deleted_at    INTEGER
) STRICT;

-- holds all columns of the list, so that it is read without touching the table
CREATE INDEX conversation_list ON conversation (pinned DESC, touched DESC, id, title, updated_at, deleted_at)
    WHERE deleted_at IS NULL;
CREATE INDEX conversation_touched ON conversation (touched);
CREATE INDEX conversation_deleted ON conversation (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE message (
    seq              INTEGER PRIMARY KEY AUTOINCREMENT,
    id               TEXT NOT NULL UNIQUE,
    conversation     TEXT NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    parent           TEXT,
    role             TEXT NOT NULL,
    status           TEXT NOT NULL,
    owner            TEXT,                    -- the process that writes it, while status is 'streaming'
    model            TEXT,
    model_name       TEXT NOT NULL DEFAULT '',
    answered_by      TEXT,
    stop             TEXT,
    input_tokens     INTEGER,
    output_tokens    INTEGER,
    cached_tokens    INTEGER,
    reasoning_tokens INTEGER,
    first_token_s    REAL,
    total_s          REAL,
    tokens_per_s     REAL,
    failure          TEXT,                    -- JSON
    notes            TEXT NOT NULL DEFAULT '[]',
    parts            TEXT NOT NULL DEFAULT '[]',
    created_at       INTEGER NOT NULL
) STRICT;

CREATE INDEX message_conversation ON message (conversation, seq);
CREATE INDEX message_streaming ON message (owner) WHERE status = 'streaming';

-- what was added to a reply that is still being written: a save costs as much as what is new, not as the whole reply
CREATE TABLE growth (
    seq     INTEGER PRIMARY KEY AUTOINCREMENT,
    message TEXT NOT NULL REFERENCES message (id) ON DELETE CASCADE,
    part    INTEGER NOT NULL,                 -- place among the parts
    kind    TEXT NOT NULL,                    -- text, reasoning, refusal
    text    TEXT NOT NULL,
    seconds REAL
) STRICT;

CREATE INDEX growth_message ON growth (message, seq);

CREATE TABLE attachment (
    message TEXT NOT NULL REFERENCES message (id) ON DELETE CASCADE,
    part    INTEGER NOT NULL,                 -- place of the image among the parts
    data    BLOB NOT NULL,
    PRIMARY KEY (message, part)
) STRICT, WITHOUT ROWID;

-- rowid is the seq of the message or the conversation
CREATE VIRTUAL TABLE message_words USING fts5 (text, tokenize = "unicode61 remove_diacritics 2", prefix = '2 3');
CREATE VIRTUAL TABLE title_words USING fts5 (text, tokenize = "unicode61 remove_diacritics 2", prefix = '2 3');
-- deleted text leaves the index at once
INSERT INTO message_words (message_words, rank) VALUES ('secure-delete', 1);
INSERT INTO title_words (title_words, rank) VALUES ('secure-delete', 1);
