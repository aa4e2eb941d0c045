-- Archived conversations leave the list, tags group those that stay. What the person thinks of a reply stands beside it.

ALTER TABLE conversation ADD COLUMN archived INTEGER NOT NULL DEFAULT 0;

CREATE TABLE tag (
    conversation TEXT NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    name         TEXT NOT NULL,
    PRIMARY KEY (conversation, name)
) STRICT, WITHOUT ROWID;

CREATE INDEX tag_name ON tag (name, conversation);

-- holds all columns of the list, so that a page of it is read without touching the table
DROP INDEX conversation_list;
CREATE INDEX conversation_list
    ON conversation (archived, pinned DESC, touched DESC, updated_at, id, title, deleted_at)
    WHERE deleted_at IS NULL;

ALTER TABLE message ADD COLUMN rating INTEGER NOT NULL DEFAULT 0;    -- 1: thumbs up, -1: thumbs down
ALTER TABLE message ADD COLUMN contest TEXT;                         -- of several replies asked for at once, see storage.md

-- all that is counted of a model, so that counting reads no message
CREATE INDEX message_judged
    ON message (model, created_at, status, rating, contest, cost_nanos, currency, output_tokens, tokens_per_s, first_token_s)
    WHERE role = 'assistant';

-- texts that the search does not know yet; they are indexed in the background, a few at a time
CREATE TABLE unindexed (
    kind TEXT NOT NULL,                       -- message, title
    seq  INTEGER NOT NULL,
    PRIMARY KEY (kind, seq)
) STRICT, WITHOUT ROWID;

INSERT INTO unindexed (kind, seq) SELECT 'message', seq FROM message UNION ALL SELECT 'title', seq FROM conversation;

-- text: words, and pairs of letters in scripts without spaces; letters: the letters of those scripts, each once
DROP TABLE message_words;
DROP TABLE title_words;
CREATE VIRTUAL TABLE message_words USING fts5 (text, letters, tokenize = "unicode61 remove_diacritics 2", prefix = '2 3');
CREATE VIRTUAL TABLE title_words USING fts5 (text, letters, tokenize = "unicode61 remove_diacritics 2", prefix = '2 3');
-- deleted text leaves the index at once
INSERT INTO message_words (message_words, rank) VALUES ('secure-delete', 1);
INSERT INTO title_words (title_words, rank) VALUES ('secure-delete', 1);
