"""The conversation on screen: transcript, composer, and both with real services."""
