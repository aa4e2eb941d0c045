"""How local models run."""

from PySide6.QtWidgets import QWidget

from deskchat.settings import (
    ADAPTER,
    CACHE_TYPE,
    CONTEXT_TOKENS,
    GPU_LAYERS,
    KEEP_LOADED_MINUTES,
    MODELS_AT_ONCE,
    OTHER_PROGRAMS,
    REPLY_FORM,
    STATES_MB,
    THREADS,
)
from deskchat.ui.context import UiContext
from deskchat.ui.panels.setting_rows import page_of

TITLE = "Local engine"
ORDER = 50


def create(context: UiContext, parent: QWidget) -> QWidget:
    """The page."""
    usual = (CONTEXT_TOKENS, THREADS, KEEP_LOADED_MINUTES, MODELS_AT_ONCE, STATES_MB)
    return page_of(context, parent, (*usual, GPU_LAYERS, CACHE_TYPE, OTHER_PROGRAMS, ADAPTER, REPLY_FORM))
