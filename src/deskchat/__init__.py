"""deskchat: talk to any model, and change it in mid-conversation without losing anything."""

__version__ = "0.1.0"
