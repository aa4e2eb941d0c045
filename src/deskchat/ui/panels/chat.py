"""How a conversation begins and is sent."""

from PySide6.QtWidgets import QWidget

from deskchat.settings import BLIND, MODEL, SEND_WITH
from deskchat.ui.context import UiContext
from deskchat.ui.panels.setting_rows import page_of

TITLE = "Conversations"
ORDER = 40


def create(context: UiContext, parent: QWidget) -> QWidget:
    """The page."""
    return page_of(context, parent, (SEND_WITH, MODEL, BLIND))
