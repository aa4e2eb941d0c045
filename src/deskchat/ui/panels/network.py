"""What may leave this machine, and how long it may take."""

from PySide6.QtWidgets import QWidget

from deskchat.settings import (
    CA_FILE,
    CONNECT_TIMEOUT_S,
    FIRST_BYTE_TIMEOUT_S,
    IDLE_TIMEOUT_S,
    OFFLINE,
    PROXY,
)
from deskchat.ui.context import UiContext
from deskchat.ui.panels.setting_rows import page_of

TITLE = "Network"
ORDER = 60


def create(context: UiContext, parent: QWidget) -> QWidget:
    """The page."""
    return page_of(context, parent, (OFFLINE, PROXY, CA_FILE, CONNECT_TIMEOUT_S, FIRST_BYTE_TIMEOUT_S, IDLE_TIMEOUT_S))
