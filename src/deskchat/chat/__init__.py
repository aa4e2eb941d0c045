"""Values and rules of a conversation: no I/O, no clock, no Qt."""
