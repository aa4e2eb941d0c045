"""The transcript: messages as a person reads them, safe and flat however long they grow."""
