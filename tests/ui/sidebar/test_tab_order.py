"""The Tab key walks through the sidebar as it stands."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QWidget
from pytestqt.qtbot import QtBot

from deskchat.ui.context import UiContext
from deskchat.ui.sidebar.sidebar import Sidebar


def test_tab_walks_from_top_to_bottom(qtbot: QtBot, context: UiContext) -> None:
    sidebar = Sidebar(context)
    qtbot.addWidget(sidebar)
    sidebar.show()
    first = next(one for one in sidebar.findChildren(QToolButton) if one.accessibleName() == "New chat")
    walked: list[QWidget] = [first]
    while (following := walked[-1].nextInFocusChain()) is not None and following is not first:
        walked.append(following)
    stops = [one for one in walked if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisible()]
    named = [one.accessibleName() for one in stops]
    assert named[:4] == ["New chat", "Search conversations", "Conversations", "Settings"]
