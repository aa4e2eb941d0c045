"""The window takes keys before anything is open, and loses none of them when everything is."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from deskchat.paths import find
from deskchat.services.loop import BackgroundLoop
from deskchat.services.services import Services, open_services
from deskchat.settings import FONT_SIZE, MODEL, SIDEBAR_VISIBLE, SIDEBAR_WIDTH, Settings
from deskchat.ui.context import UiContext
from deskchat.ui.conversation.message_box import MessageBox
from deskchat.ui.conversation.page import ConversationPage
from deskchat.ui.icons import Icons
from deskchat.ui.main_window import MainWindow
from deskchat.ui.notices import Notices
from deskchat.ui.relay import Relay
from deskchat.ui.sidebar.sidebar import Sidebar
from deskchat.ui.sidebar_width import SidebarWidth
from deskchat.ui.theme import Theme
from deskchat.ui.workspace import Workspace
from tests.faults.cases import case
from tests.support.home import Home
from tests.support.servers import ChatServer

Part = TypeVar("Part", bound=QWidget)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.load(find(tmp_path).settings)


@pytest.fixture
def services(tmp_path: Path, settings: Settings, loop: BackgroundLoop) -> Iterator[Services]:
    with ChatServer(mode="echo") as server:
        Home(tmp_path).add_provider("loop", server.url)
        opened = loop.submit(open_services(find(tmp_path), settings=settings)).result(120)
        loop.submit(opened.accounts.check("loop")).result(120)
        settings.set(MODEL, "loop/echo-1")
        yield opened
        loop.submit(opened.aclose()).result(120)


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, settings: Settings) -> MainWindow:
    made = MainWindow(Theme(qapp, settings), settings)
    qtbot.addWidget(made)
    made.show()
    return made


def part(window: MainWindow, kind: type[Part]) -> Part:
    found = window.findChild(kind)
    assert isinstance(found, kind)
    return found


def test_what_was_typed_before_everything_was_open_stays_and_can_be_sent(
    qtbot: QtBot, qapp: QApplication, window: MainWindow, services: Services, loop: BackgroundLoop
) -> None:
    box = part(window, MessageBox)
    QTest.keyClicks(box, "Hel")
    theme = Theme(qapp, services.settings)
    window.begin(UiContext(services, Relay(loop, qapp), theme, Icons(theme), Notices()))
    assert window.findChildren(MessageBox) == [box]
    QTest.keyClicks(box, "lo")
    assert box.toPlainText() == "Hello"
    page = part(window, ConversationPage)
    qtbot.waitUntil(lambda: page.model is not None)
    assert box.toPlainText() == "Hello"
    QTest.keyClick(box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(page.entries) == 2 and not page.replying)
    assert [entry.message.text for entry in page.entries] == ["Hello", "You said: Hello"]


def test_a_hidden_sidebar_is_hidden_from_the_first_moment(
    qtbot: QtBot, qapp: QApplication, settings: Settings, services: Services, loop: BackgroundLoop
) -> None:
    settings.set(SIDEBAR_VISIBLE, False)
    window = MainWindow(Theme(qapp, settings), settings)
    qtbot.addWidget(window)
    window.show()
    theme = Theme(qapp, settings)
    window.begin(UiContext(services, Relay(loop, qapp), theme, Icons(theme), Notices()))
    assert not part(window, Sidebar).isVisible()


def test_larger_letters_widen_the_sidebar_and_the_usual_ones_bring_its_width_back(
    window: MainWindow, services: Services, loop: BackgroundLoop, qapp: QApplication, qtbot: QtBot
) -> None:
    theme = Theme(qapp, services.settings)
    window.begin(UiContext(services, Relay(loop, qapp), theme, Icons(theme), Notices()))
    window.resize(1400, 800)
    sidebar = part(window, Sidebar)
    qtbot.waitUntil(lambda: sidebar.isVisible() and sidebar.width() > 100)
    QApplication.processEvents()
    theme.zoom(0)
    before = sidebar.width()
    try:
        theme.zoom(6)
        qtbot.waitUntil(lambda: sidebar.width() > 1.3 * before)
        assert sidebar.width() <= 0.36 * window.width()
    finally:
        theme.zoom(0)
    qtbot.waitUntil(lambda: abs(sidebar.width() - before) <= 2)


def begun(
    settings: Settings, services: Services, loop: BackgroundLoop, qapp: QApplication, qtbot: QtBot, width: int
) -> MainWindow:
    """A window that was just started, ``width`` pixels wide."""
    theme = Theme(qapp, settings)
    window = MainWindow(theme, settings)
    qtbot.addWidget(window)
    window.resize(width, 800)
    window.show()
    window.begin(UiContext(services, Relay(loop, qapp), theme, Icons(theme), Notices()))
    QApplication.processEvents()
    return window


def drag_handle(window: MainWindow, by: int) -> None:
    """Move the border between the conversations and the open one with the mouse."""
    handle = part(window, Workspace).handle(1)
    middle = handle.rect().center()
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(handle, middle + QPoint(by, 0))
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=handle.rect().center())
    QApplication.processEvents()


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_the_sidebar_is_as_wide_at_the_next_start_as_it_was_made(
    settings: Settings,
    services: Services,
    loop: BackgroundLoop,
    qapp: QApplication,
    qtbot: QtBot,
    direction: Qt.LayoutDirection,
) -> None:
    qapp.setLayoutDirection(direction)
    try:
        first = begun(settings, services, loop, qapp, qtbot, 1400)
        usual = part(first, Sidebar).width()
        drag_handle(first, 90 if direction is Qt.LayoutDirection.LeftToRight else -90)
        made = part(first, Sidebar).width()
        assert abs(made - usual - 90) <= 4
        second = begun(settings, services, loop, qapp, qtbot, 1400)
        assert abs(part(second, Sidebar).width() - made) <= 1
        second.resize(1500, 800)
        assert abs(part(second, Sidebar).width() - made) <= 1
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_a_wide_sidebar_leaves_room_in_a_narrow_window_and_is_wide_again_in_a_wide_one(
    settings: Settings, services: Services, loop: BackgroundLoop, qapp: QApplication, qtbot: QtBot
) -> None:
    settings.set(SIDEBAR_WIDTH, 1000)
    window = begun(settings, services, loop, qapp, qtbot, 700)
    sidebar, page = part(window, Sidebar), part(window, ConversationPage)
    assert (sidebar.width(), page.width()) == (280, 419)
    window.resize(1500, 800)
    assert (sidebar.width(), page.width()) == (600, 899)
    drag_handle(window, 800)
    assert sidebar.width() == 600, "the open conversation is covered"
    drag_handle(window, -2000)
    assert 100 < sidebar.width() < 250, "the conversations are pushed away"


def test_a_sidebar_that_was_hidden_comes_back_as_wide_as_it_was_made(
    settings: Settings, services: Services, loop: BackgroundLoop, qapp: QApplication, qtbot: QtBot
) -> None:
    settings.set(SIDEBAR_WIDTH, 200)
    settings.set(SIDEBAR_VISIBLE, False)
    window = begun(settings, services, loop, qapp, qtbot, 1400)
    em = Theme(qapp, settings).em
    part(window, Workspace).toggle_sidebar()
    QApplication.processEvents()
    assert abs(part(window, Sidebar).width() - 20 * em) <= 1


@pytest.mark.parametrize("written", ["-40", "99999999", '"wide"', "nan", "true"])
def test_a_width_that_makes_no_sense_is_the_usual_one(tmp_path: Path, written: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(f"[sidebar]\nwidth = {written}\n")
    assert SidebarWidth(Settings.load(path)).within(1400, 16) == 240


@pytest.mark.parametrize("points", [0, 32])
def test_the_window_of_a_first_start_is_all_on_the_screen(
    qtbot: QtBot, qapp: QApplication, settings: Settings, points: int
) -> None:
    settings.set(FONT_SIZE, points)
    theme = Theme(qapp, settings)
    try:
        window = MainWindow(theme, settings)
        qtbot.addWidget(window)
        window.show()
        screen, em = window.screen().availableSize(), theme.em
        assert screen.width() < 62 * em, "this screen would take any window"
        assert window.width() <= screen.width()
        assert window.height() <= screen.height() - em
    finally:
        settings.set(FONT_SIZE, 0)


@case(64)
def test_a_window_closed_while_it_opens_ends_in_order(tmp_path: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    watched = (
        "import sys, deskchat.app as app\n"
        "run = app.QApplication.exec\n"
        "def started(*_):\n"
        "    print('started', flush=True)\n"
        "    return run()\n"
        "app.QApplication.exec = started\n"
        "from deskchat.__main__ import main\n"
        "sys.exit(main(['--home', sys.argv[1]]))\n"
    )
    command = [sys.executable, "-c", watched, str(tmp_path)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "started\n"
        program.send_signal(signal.SIGTERM)
        _, complaints = program.communicate(timeout=120)
    assert (program.returncode, complaints) == (0, "")
