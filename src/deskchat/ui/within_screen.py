"""Sizes of windows beside the main one: as large as their text wants, and never larger than the screen."""

from PySide6.QtWidgets import QWidget


def resize_within(window: QWidget, width: float, height: float) -> None:
    """Give ``window`` that size, or what the screen has."""
    screen = window.screen().availableSize()
    window.resize(min(round(width), screen.width()), min(round(height), screen.height()))
