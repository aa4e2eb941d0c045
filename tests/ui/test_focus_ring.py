"""Who walks by keys sees where they are."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from deskchat.ui.focus_ring import FocusRing


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """A field, and below it what scrolls."""
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    scrolls = QScrollArea()
    scrolls.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    FocusRing(scrolls)
    column.addWidget(QLineEdit())
    column.addWidget(scrolls, 1)
    window.resize(300, 200)
    window.show()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def ringed(window: QWidget) -> bool:
    """Is the line there, all around?"""
    scrolls = window.findChild(QScrollArea)
    assert scrolls is not None
    accent, seen = scrolls.palette().color(QPalette.ColorRole.Accent), scrolls.grab().toImage()
    ends = ((0, 0), (seen.width() - 1, 0), (0, seen.height() - 1), (seen.width() - 1, seen.height() - 1))
    inside = seen.pixelColor(seen.width() // 2, seen.height() // 2)
    return all(seen.pixelColor(x, y) == accent for x, y in ends) and inside != accent


def test_a_line_is_around_what_got_the_focus_by_a_key_and_goes_with_it(window: QWidget) -> None:
    field = window.findChild(QLineEdit)
    assert field is not None
    field.setFocus()
    assert not ringed(window)
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert ringed(window)
    window.resize(400, 300)
    assert ringed(window)
    field.setFocus()
    assert not ringed(window)


def test_who_clicks_sees_no_line(window: QWidget) -> None:
    scrolls = window.findChild(QScrollArea)
    assert scrolls is not None
    QTest.mouseClick(scrolls.viewport(), Qt.MouseButton.LeftButton)
    assert scrolls.hasFocus()
    assert not ringed(window)
