"""The tree of a conversation: flat where it goes on, a branch where it parts, and a way to each message."""

from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTreeWidgetItem
from pytestqt.qtbot import QtBot

from deskchat.ui.context import UiContext
from deskchat.ui.conversation.tree_dialog import TreeDialog
from tests.ui.conversation.conftest import conversation, person, reply

TREE = conversation(
    person("1", "Hello"),
    reply("2a", "**Good** day", "1"),
    reply("2b", "Hi", "1"),
    person("3", "And then?", "2a"),
    reply("4", "Nothing", "3"),
    person("3'", "So what?", "2b"),
)


def shape(item: QTreeWidgetItem) -> list[object]:
    children = [child(item, at) for at in range(item.childCount())]
    return [(one.text(0), shape(one)) if one.childCount() else one.text(0) for one in children]


def child(item: QTreeWidgetItem, at: int) -> QTreeWidgetItem:
    found = item.child(at)
    assert found is not None
    return found


def test_branches_are_indented_and_what_goes_on_is_not(qtbot: QtBot, context: UiContext) -> None:
    dialog = TreeDialog(context, TREE, None)  # type: ignore[arg-type]    # without a window
    qtbot.addWidget(dialog)
    assert shape(dialog.tree.invisibleRootItem()) == [
        ("Hello", [("1/2  Good day", ["And then?", "Nothing"]), ("2/2  Hi", ["So what?"])])
    ]
    current = dialog.tree.currentItem()
    assert current is not None
    assert (current.text(0), current.text(1)) == ("So what?", "You")    # the end of what is shown
    assert current.font(0).bold()
    first = dialog.tree.topLevelItem(0)
    assert first is not None
    assert not child(first, 0).font(0).bold()
    assert child(first, 0).data(0, Qt.ItemDataRole.AccessibleTextRole) == "Version 1 of 2. Small Model: Good day"


def test_enter_goes_to_the_message(qtbot: QtBot, context: UiContext, settle: Callable[[Callable[[], bool]], None]) -> None:
    dialog = TreeDialog(context, TREE, None)  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.tree.setFocus()
    QTest.keyClick(dialog.tree, Qt.Key.Key_Up)
    with qtbot.waitSignal(dialog.chosen) as chosen:
        QTest.keyClick(dialog.tree, Qt.Key.Key_Return)
    assert chosen.args == ["2b"]
    settle(lambda: not dialog.isVisible())


def test_ten_thousand_messages_in_a_row_are_no_tower(qtbot: QtBot, context: UiContext) -> None:
    nodes = [person(str(at), f"m{at}", str(at - 1) if at else None) for at in range(10_000)]
    dialog = TreeDialog(context, replace(TREE, nodes=tuple(nodes), leaf="9999"), None)  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    assert dialog.tree.topLevelItemCount() == 10_000
