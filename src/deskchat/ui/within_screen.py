"""Sizes of windows: as large as their text wants, and never larger than the screen."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

TITLE_BAR = 2    # lines of text high: no window knows its own before it is shown


def resize_within(window: QWidget, width: float, height: float) -> None:
    """Give ``window`` that size, or what the screen has."""
    window.resize(_room(window).boundedTo(QSize(round(width), round(height))))


def keep_at_least(window: QWidget, width: float, height: float) -> None:
    """Let ``window`` become no smaller than that, or than what the screen has."""
    window.setMinimumSize(_room(window).boundedTo(QSize(round(width), round(height))))


def _room(window: QWidget) -> QSize:
    return window.screen().availableSize() - QSize(0, TITLE_BAR * window.fontMetrics().height())
