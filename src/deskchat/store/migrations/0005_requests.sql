-- What left this machine: one row a request, with ids and numbers, without a word of what was said.

CREATE TABLE request (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    at INTEGER NOT NULL,
    provider TEXT NOT NULL,
    host TEXT NOT NULL,
    path TEXT NOT NULL,
    purpose TEXT NOT NULL,
    model TEXT NOT NULL,
    conversation TEXT NOT NULL,
    leaf TEXT NOT NULL,
    messages INTEGER NOT NULL,
    sent_bytes INTEGER NOT NULL,
    received_bytes INTEGER NOT NULL,
    status INTEGER NOT NULL,
    failure TEXT NOT NULL,
    ended_at INTEGER
);

CREATE INDEX request_at ON request (at);
