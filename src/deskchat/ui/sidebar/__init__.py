"""The list of conversations: found, named, pinned, deleted."""
