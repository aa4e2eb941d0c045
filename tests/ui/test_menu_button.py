"""A button that opens a menu: for whoever presses it in the accessibility tree too, and never over itself."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from pytestqt.qtbot import QtBot

from deskchat.ui.menu_button import MenuButton


def shown_at(qtbot: QtBot, place: QPoint) -> MenuButton:
    button = MenuButton()
    qtbot.addWidget(button)
    for word in ("One", "Two", "Three"):
        button.menu().addAction(word)
    button.setWindowFlag(Qt.WindowType.FramelessWindowHint)
    button.move(place)
    button.show()
    qtbot.waitUntil(lambda: button.windowHandle().isExposed())
    return button


def test_what_the_tree_offers_opens_it_and_comes_back(qtbot: QtBot) -> None:
    button = shown_at(qtbot, QPoint(40, 40))
    actions = QAccessible.queryAccessibleInterface(button).actionInterface()
    actions.doAction(actions.actionNames()[0])    # which would not return while the menu is open
    qtbot.waitUntil(button.menu().isVisible)
    assert button.menu().y() >= button.mapToGlobal(button.rect().bottomLeft()).y()


def test_it_opens_above_where_below_is_no_room(qtbot: QtBot) -> None:
    screen = QGuiApplication.primaryScreen().availableGeometry()
    button = shown_at(qtbot, QPoint(40, screen.bottom() - 40))
    button.click()
    qtbot.waitUntil(button.menu().isVisible)
    own = QRect(button.mapToGlobal(QPoint(0, 0)), button.size())
    assert not button.menu().geometry().intersects(own)
    assert screen.contains(button.menu().geometry())


def test_the_menu_and_its_entries_stand_in_the_tree_and_an_entry_closes_it(qtbot: QtBot) -> None:
    button = shown_at(qtbot, QPoint(40, 40))
    button.setAccessibleName("Numbers")
    shown = QAccessible.queryAccessibleInterface(button).child(0)
    assert shown.text(QAccessible.Text.Name) == "Numbers"
    assert [shown.child(at).text(QAccessible.Text.Name) for at in range(shown.childCount())] == ["One", "Two", "Three"]
    button.click()
    qtbot.waitUntil(button.menu().isVisible)
    with qtbot.waitSignal(button.menu().actions()[1].triggered):
        shown.child(1).actionInterface().doAction("Press")
    assert not button.menu().isVisible()
