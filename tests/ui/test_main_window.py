"""The window takes keys before anything is open, and loses none of them when everything is."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from deskchat.paths import find
from deskchat.services.loop import BackgroundLoop
from deskchat.services.services import Services, open_services
from deskchat.settings import MODEL, SIDEBAR_VISIBLE, Settings
from deskchat.ui.context import UiContext
from deskchat.ui.conversation.message_box import MessageBox
from deskchat.ui.conversation.page import ConversationPage
from deskchat.ui.icons import Icons
from deskchat.ui.main_window import MainWindow
from deskchat.ui.notices import Notices
from deskchat.ui.relay import Relay
from deskchat.ui.sidebar.sidebar import Sidebar
from deskchat.ui.theme import Theme
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
