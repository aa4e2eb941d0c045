"""Conversations on disk: one SQLite file. Synchronous; one thread at a time."""
