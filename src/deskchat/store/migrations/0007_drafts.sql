-- What is attached to a message that is not sent yet. conversation is '' for the one that has not begun; its text is a part, too.

CREATE TABLE draft_part (
    conversation TEXT NOT NULL,
    place        INTEGER NOT NULL,                -- -1: the text of the one that has not begun
    part         TEXT NOT NULL,                   -- JSON, as in message.parts
    data         BLOB NOT NULL,                   -- of an image or a file
    PRIMARY KEY (conversation, place)
) STRICT, WITHOUT ROWID;
