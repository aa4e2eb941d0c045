"""What may leave this machine, and how long it may take."""

from PySide6.QtWidgets import QFormLayout, QWidget

from deskchat.settings import (
    CA_FILE,
    CONNECT_TIMEOUT_S,
    FIRST_BYTE_TIMEOUT_S,
    IDLE_TIMEOUT_S,
    OFFLINE,
)
from deskchat.ui.context import UiContext
from deskchat.ui.panels.proxy_row import add_proxy
from deskchat.ui.panels.setting_rows import page_of

TITLE = "Network"
ORDER = 60


def create(context: UiContext, parent: QWidget) -> QWidget:
    """The page."""
    page = page_of(context, parent, (OFFLINE, CA_FILE, CONNECT_TIMEOUT_S, FIRST_BYTE_TIMEOUT_S, IDLE_TIMEOUT_S))
    form = page.layout()
    assert isinstance(form, QFormLayout)
    add_proxy(form, 1, context, page)
    return page
