"""Outside the window: the quick question, word of replies that ended, the tray, and the key."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from deskchat.paths import find
from deskchat.services.loop import BackgroundLoop
from deskchat.services.second_start import Order, tell_window
from deskchat.services.services import Services, open_services
from deskchat.settings import MODEL, TRAY
from deskchat.ui import reply_notices, windows_hotkey
from deskchat.ui.context import UiContext
from deskchat.ui.main_window import MainWindow
from deskchat.ui.notices import Notice
from deskchat.ui.presence import Presence
from deskchat.ui.quick_ask import QuickAsk
from deskchat.ui.tab_order import step
from deskchat.ui.workspace import Workspace
from deskchat.ui.x11_hotkey import ALT, CONTROL, X11Hotkey, parsed
from tests.support.home import Home
from tests.support.servers import ChatServer
from tests.ui.conversation.transcript.test_formulas import drawn


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with ChatServer(reply="Because of the air.") as running:
        yield running


@pytest.fixture
def services(tmp_path: Path, loop: BackgroundLoop, server: ChatServer) -> Iterator[Services]:
    Home(tmp_path).add_provider("loop", server.url)
    opened = loop.submit(open_services(find(tmp_path), exclusive=True)).result(120)
    loop.submit(opened.accounts.check("loop")).result(120)
    opened.settings.set(MODEL, "loop/echo-1")
    yield opened
    loop.submit(opened.aclose()).result(120)


@pytest.fixture
def window(qtbot: QtBot, context: UiContext) -> MainWindow:
    made = MainWindow(context.theme, context.services.settings)
    qtbot.addWidget(made)
    made.begin(context)
    made.show()
    return made


def workspace(window: MainWindow) -> Workspace:
    found = window.centralWidget()
    assert isinstance(found, Workspace)
    return found


def quick(window: MainWindow) -> QuickAsk:
    found = window.findChild(QuickAsk)
    assert isinstance(found, QuickAsk)
    return found


def test_a_quick_question_is_answered_in_its_box_and_opened_in_the_window(
    window: MainWindow, services: Services, qtbot: QtBot, loop: BackgroundLoop
) -> None:
    workspace(window).presence.ask()
    box = quick(window)
    assert box.isVisible()
    QTest.keyClicks(box.box, "Why is the sky blue?")
    QTest.keyClick(box.box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(box.transcript.entries) == 2 and not box.transcript.entries[-1].streaming)
    assert box.transcript.entries[-1].message.text == "Because of the air."
    assert box.box.toPlainText() == ""
    button = next(found for found in box.findChildren(QPushButton) if found.text() == "Open in the window")
    with qtbot.waitSignal(box.open_wanted) as opened:
        button.click()
    assert not box.isVisible()
    assert [one.id for one in loop.submit(services.chats.all()).result(120)] == opened.args
    page = workspace(window)._page
    qtbot.waitUntil(lambda: len(page.entries) == 2)
    workspace(window).presence.ask()    # it begins anew
    assert box.transcript.isHidden()
    QTest.keyClick(box.box, Qt.Key.Key_Escape)
    assert not box.isVisible()


def answered(window: MainWindow, qtbot: QtBot) -> QuickAsk:
    """The box with a question and its answer."""
    workspace(window).presence.ask()
    box = quick(window)
    QTest.keyClicks(box.box, "Why is the sky blue?")
    QTest.keyClick(box.box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(box.transcript.entries) == 2 and not box.transcript.entries[-1].streaming)
    qtbot.waitUntil(lambda: len(box.transcript.views) == 2 and all(view.settled for view in box.transcript.views))
    return box


def test_a_quick_answer_can_be_rated(window: MainWindow, qtbot: QtBot) -> None:
    box = answered(window, qtbot)
    good = next(one for one in box.transcript.views[-1].footer.buttons if one.accessibleName() == "Good reply")
    good.click()
    qtbot.waitUntil(lambda: box.transcript.entries[-1].message.rating == 1)


def test_the_formulas_of_a_quick_answer_are_drawn(window: MainWindow, server: ChatServer, qtbot: QtBot) -> None:
    server.reply = "So $E = mc^2$ and $x$."
    box = answered(window, qtbot)
    qtbot.waitUntil(lambda: drawn(box.transcript.views[-1].text) == [True, True])


def test_tab_goes_through_the_quick_question_as_it_is_read(window: MainWindow, qtbot: QtBot) -> None:
    box = answered(window, qtbot)
    box.box.setFocus()
    passed: list[str] = []
    while len(passed) < 30 and step(box, forward=True):
        focus = box.focusWidget()
        assert focus is not None
        if focus is box.box:
            break
        passed.append(focus.accessibleName() or type(focus).__name__)
    assert passed[0] == "Scrolling transcript"
    assert passed[-1] == "QPushButton"


def test_a_second_start_brings_the_box(window: MainWindow, services: Services, qtbot: QtBot) -> None:
    assert isinstance(workspace(window).presence, Presence)
    qtbot.waitUntil(lambda: tell_window(services.paths.data, Order("quick")))
    qtbot.waitUntil(lambda: window.findChild(QuickAsk) is not None and quick(window).isVisible())


def test_a_reply_that_ends_elsewhere_is_told_without_its_words(
    window: MainWindow, context: UiContext, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reply_notices, "LONG_S", 0.0)
    monkeypatch.setattr(reply_notices, "notify", lambda *_: True)    # nobody's desktop is to show it
    told: list[Notice] = []
    context.notices.told.connect(told.append)
    workspace(window).presence.ask()
    QTest.keyClicks(quick(window).box, "Why is the sky blue?")
    QTest.keyClick(quick(window).box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any("is there" in notice.sentence for notice in told))
    sentence = next(notice.sentence for notice in told if "is there" in notice.sentence)
    assert "Why is the sky blue" in sentence    # its title
    assert "air" not in sentence


@pytest.mark.qt_log_ignore("systemTrayWindowChanged")    # what Qt says of a platform without one
def test_without_a_tray_the_setting_changes_nothing_and_the_window_closes(window: MainWindow, services: Services) -> None:
    services.settings.set(TRAY, True)
    assert isinstance(workspace(window).presence, Presence)
    assert not workspace(window).keeps_running    # this platform has no tray
    window.close()
    assert not window.isVisible()


def test_a_key_is_understood_and_one_that_can_t_be_had_is_a_sentence() -> None:
    assert parsed("Ctrl+Alt+Space") == (CONTROL | ALT, "space")
    for nonsense in ("Space", "Hyper+Space", ""):
        with pytest.raises(ValueError, match="modifier"):
            parsed(nonsense)
    assert windows_hotkey.parsed("Ctrl+Alt+Space") == (3, 0x20)
    assert windows_hotkey.parsed("meta+shift+F12") == (12, 0x7B)
    assert windows_hotkey.parsed("Alt+k") == (1, ord("K"))
    pressed: Callable[[], None] = lambda: None    # noqa: E731    # never called
    assert X11Hotkey("Ctrl+Nonsense", pressed).problem
