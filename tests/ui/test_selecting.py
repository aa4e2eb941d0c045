"""What is selected in the accessibility tree alone becomes the current one, or is done something with."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidget
from pytestqt.qtbot import QtBot

from deskchat.ui.selecting import follow_selection


def shown(qtbot: QtBot) -> QListWidget:
    made = QListWidget()
    qtbot.addWidget(made)
    made.addItems(["One", "Two", "Three"])
    made.setCurrentRow(0)
    made.show()
    qtbot.waitUntil(lambda: made.windowHandle().isExposed())
    return made


def press(widget: QListWidget, row: int) -> None:
    QAccessible.queryAccessibleInterface(widget).child(row).actionInterface().doAction("Toggle")


def test_what_is_pressed_becomes_current(qtbot: QtBot) -> None:
    widget = shown(qtbot)
    follow_selection(widget)
    press(widget, 2)
    qtbot.waitUntil(lambda: widget.currentRow() == 2)
    assert [item.text() for item in widget.selectedItems()] == ["Three"]


def test_something_else_is_done_once_and_not_for_keys(qtbot: QtBot) -> None:
    widget = shown(qtbot)
    done: list[int] = []
    follow_selection(widget, lambda index: done.append(index.row()))
    QTest.keyClick(widget, Qt.Key.Key_Down)
    press(widget, 2)
    qtbot.waitUntil(lambda: bool(done))
    qtbot.wait(0)
    assert done == [2]
    press(widget, 2)    # takes it away
    press(widget, 1)    # what is current already, but was not selected
    qtbot.waitUntil(lambda: len(done) == 2)
    assert done == [2, 1]
