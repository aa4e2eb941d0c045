"""The window: Qt, and nothing but services and values behind it."""
