"""The menu of the whole window."""

from collections.abc import Iterator
from functools import partial

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from deskchat.ui.actions import ALL, connect_all, text_of
from deskchat.ui.context import UiContext
from deskchat.ui.main_menu import MainMenu


def items(node: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """The entries of a menu and of the menus in it."""
    for at in range(node.childCount()):
        child = node.child(at)
        if child.role() is QAccessible.Role.MenuItem and not child.childCount():
            yield child
        yield from items(child)


def test_every_action_stands_in_it_once_and_is_done_from_the_accessibility_tree(qtbot: QtBot, context: UiContext) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    done: list[str] = []
    menu = MainMenu(context)
    menu.setParent(window)
    menu.fill(connect_all(window, {entry.id: partial(done.append, entry.id) for entry in ALL}))
    window.show()
    offered = list(items(QAccessible.queryAccessibleInterface(menu)))
    assert sorted(item.text(QAccessible.Text.Name) for item in offered) == sorted(text_of(entry) for entry in ALL)
    for item in offered:
        assert item.text(QAccessible.Text.Accelerator), item.text(QAccessible.Text.Name)
        item.actionInterface().doAction("Press")
    assert sorted(done) == sorted(entry.id for entry in ALL)
