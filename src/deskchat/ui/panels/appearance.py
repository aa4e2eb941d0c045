"""How it looks."""

from PySide6.QtWidgets import QWidget

from deskchat.settings import CONTRAST, FONT_SIZE, LANGUAGE, MOTION, THEME, WRAP_CODE
from deskchat.ui.context import UiContext
from deskchat.ui.panels.setting_rows import page_of

TITLE = "Appearance"
ORDER = 30


def create(context: UiContext, parent: QWidget) -> QWidget:
    """The page."""
    return page_of(context, parent, (THEME, CONTRAST, FONT_SIZE, WRAP_CODE, MOTION, LANGUAGE))
