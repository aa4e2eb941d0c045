"""The Tab key walks through the window as it is read, and Shift+Tab back."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from deskchat.services.loop import BackgroundLoop
from deskchat.services.services import Services
from deskchat.ui.context import UiContext
from deskchat.ui.conversation.message_box import MessageBox
from deskchat.ui.conversation.page import ConversationPage
from deskchat.ui.main_window import MainWindow
from deskchat.ui.tab_order import LEADS, step
from tests.support.home import Home
from tests.support.servers import ChatServer
from tests.ui.conversation.conftest import knowing

SIDEBAR = ["New chat", "Search conversations", "Conversations", "Settings", "Offline"]
HEADER = ["Menu", "Assistant", "Model", "Conversation"]
QUESTION = ["Copy", "Copy as…", "Edit"]
REPLY = ["Copy", "Copy as…", "Regenerate", "Regenerate with…", "Good reply", "Bad reply"]


@pytest.fixture
def services(home: Home, loop: BackgroundLoop) -> Iterator[Services]:
    with ChatServer(reply="Look:\n\n```python\nx = 1\n```\n") as server, knowing(server, home, loop) as opened:
        yield opened


@pytest.fixture
def window(qtbot: QtBot, context: UiContext) -> MainWindow:
    """With a conversation of two turns, the focus in the message field."""
    made = MainWindow(context.theme, context.services.settings)
    qtbot.addWidget(made)
    made.resize(1100, 1000)
    made.show()
    made.begin(context)
    page, box = made.findChild(ConversationPage), made.findChild(MessageBox)
    assert page is not None
    assert box is not None
    qtbot.waitUntil(lambda: page.model is not None)
    for _ in range(2):
        box.setPlainText("And now?")
        QTest.keyClick(box, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: not box.toPlainText() and bool(page.entries) and not page.replying)
    qtbot.waitUntil(lambda: len(page.transcript.views) == 4 and all(view.settled for view in page.transcript.views))
    made.activateWindow()
    qtbot.waitUntil(box.hasFocus)
    return made


def walk(window: MainWindow, key: Qt.Key) -> list[str]:
    """Press that key until the focus is in the message field again: where it was on its way."""
    passed: list[str] = []
    while True:
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key)
        focus = QApplication.focusWidget()
        assert focus is not None
        if isinstance(focus, MessageBox):
            return passed
        passed.append(focus.accessibleName() or type(focus).__name__)
        assert len(passed) < 100, f"the message field is not reached again: {passed}"


def test_tab_goes_on_from_the_field_to_its_buttons_then_through_the_window_from_its_top(window: MainWindow) -> None:
    turn = ["MessageText", *QUESTION, "MessageText", "Copy code", *REPLY]
    passed = walk(window, Qt.Key.Key_Tab)
    assert passed == ["Attach", *SIDEBAR, *HEADER, "Scrolling transcript", *turn, *turn]


def test_shift_and_tab_lead_from_the_field_into_the_messages_and_back_through_all(window: MainWindow) -> None:
    forwards = walk(window, Qt.Key.Key_Tab)
    backwards = walk(window, Qt.Key.Key_Backtab)
    assert backwards[0] == REPLY[-1]
    assert backwards == forwards[::-1]


def test_from_right_to_left_the_order_is_the_same(window: MainWindow, qapp: QApplication, qtbot: QtBot) -> None:
    forwards = walk(window, Qt.Key.Key_Tab)
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        qtbot.waitUntil(lambda: walk(window, Qt.Key.Key_Tab) == forwards)    # once everything lies on its other side
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_the_way_to_the_end_stands_between_the_messages_and_the_field(window: MainWindow, qtbot: QtBot) -> None:
    page = window.findChild(ConversationPage)
    assert page is not None
    window.resize(1100, 500)
    page.transcript.verticalScrollBar().setValue(0)
    qtbot.waitUntil(page.transcript.to_end.isVisible)
    assert walk(window, Qt.Key.Key_Backtab)[0] == "EndButton"


def buttons(window: QWidget, **places: tuple[int, int]) -> dict[str, QPushButton]:
    """Of these names, at these places."""
    made = {name: QPushButton(name, window) for name in places}
    for name, (x, y) in places.items():
        made[name].setGeometry(x, y, 40, 20)
    window.show()
    return made


def test_what_is_hidden_disabled_or_without_use_for_keys_is_passed_by(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    made = buttons(window, last=(0, 90), hidden=(50, 0), off=(0, 30), clicked=(0, 60), first=(0, 3), leads=(90, 0))
    made["hidden"].hide()
    made["off"].setEnabled(False)
    made["clicked"].setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    made["leads"].setProperty(LEADS, True)
    made["last"].setFocus()
    passed = []
    for _ in range(3):
        assert step(window, forward=True)
        passed.append(next(name for name, button in made.items() if button is window.focusWidget()))
    assert passed == ["leads", "first", "last"]


def test_where_nothing_else_takes_keys_the_focus_stays(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    made = buttons(window, only=(0, 0))
    made["only"].setFocus()
    assert not step(window, forward=True)
    made["only"].hide()
    assert not step(window, forward=False)
