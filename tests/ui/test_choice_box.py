"""A list of which one is chosen in the accessibility tree too."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from deskchat.ui.choice_box import ChoiceBox


def test_what_is_pressed_in_the_tree_is_chosen_once_each_time(qtbot: QtBot) -> None:
    box = ChoiceBox()
    qtbot.addWidget(box)
    box.addItems(["One", "Two", "Three"])
    box.show()
    told: list[int] = []
    box.activated.connect(told.append)
    items = QAccessible.queryAccessibleInterface(box).child(0)
    for row in (2, 1, 2):
        with qtbot.waitSignal(box.activated):
            items.child(row).actionInterface().doAction("Toggle")
        assert box.currentIndex() == row
    assert told == [2, 1, 2]


def test_what_is_only_pointed_at_in_the_open_list_is_not_chosen(qtbot: QtBot) -> None:
    box = ChoiceBox()
    qtbot.addWidget(box)
    box.addItems(["One", "Two", "Three"])
    box.show()
    box.showPopup()
    QTest.keyClick(box.view(), Qt.Key.Key_Down)
    qtbot.wait(50)
    assert box.view().isVisible()
    assert box.currentIndex() == 0
    QTest.keyClick(box.view(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: box.currentIndex() == 1)
