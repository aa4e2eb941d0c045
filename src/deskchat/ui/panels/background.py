"""What deskchat does when its window is not looked at."""

from PySide6.QtWidgets import QWidget

from deskchat.settings import NOTIFY, QUICK_KEYS, TRAY
from deskchat.ui.context import UiContext
from deskchat.ui.panels.setting_rows import page_of

TITLE = "In the background"
ORDER = 44


def create(context: UiContext, parent: QWidget) -> QWidget:
    """The page."""
    return page_of(context, parent, (NOTIFY, TRAY, QUICK_KEYS))
