"""What a conversation leaves behind is gone after a rest."""

import gc
import linecache
import weakref

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from deskchat.ui import spare_memory
from deskchat.ui.context import UiContext
from deskchat.ui.spare_memory import SpareMemory


class InACycle:
    """Refers to itself, as a message does by what it is told."""

    def __init__(self) -> None:
        self.myself = self


def test_after_a_rest_cycles_and_source_lines_are_gone(
    qtbot: QtBot, context: UiContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing else collects meanwhile, as in the window."""
    monkeypatch.setattr(spare_memory, "REST_MS", 10)
    parent = QObject()
    spare = SpareMemory(context, parent)
    assert not gc.isenabled()
    left = weakref.ref(InACycle())
    assert left() is not None
    assert linecache.getlines(__file__)
    spare.give_back_soon()
    qtbot.waitUntil(lambda: left() is None)
    assert __file__ not in linecache.cache
