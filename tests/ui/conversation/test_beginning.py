"""The welcome is seen on the first start, and never again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from deskchat.paths import find
from deskchat.services.loop import BackgroundLoop
from deskchat.services.services import Services, open_services
from deskchat.settings import WELCOMED, Settings
from deskchat.ui.context import UiContext
from deskchat.ui.conversation.beginning import Beginning
from deskchat.ui.conversation.empty import EmptyView
from deskchat.ui.conversation.welcome import Welcome
from deskchat.ui.icons import Icons
from deskchat.ui.notices import Notices
from deskchat.ui.relay import Relay
from deskchat.ui.theme import Theme

Settle = Callable[[Callable[[], bool]], None]


@pytest.fixture
def services(tmp_path: Path, loop: BackgroundLoop) -> Iterator[Services]:
    with opened_in(tmp_path, loop) as opened:
        yield opened


@contextmanager
def opened_in(folder: Path, loop: BackgroundLoop) -> Iterator[Services]:
    opened = loop.submit(open_services(find(folder))).result(120)
    yield opened
    loop.submit(opened.aclose()).result(120)


@pytest.fixture
def begin(qtbot: QtBot, qapp: QApplication, loop: BackgroundLoop) -> Callable[[Services], Beginning]:
    def made(services: Services) -> Beginning:
        theme = Theme(qapp, services.settings)
        view = Beginning(UiContext(services, Relay(loop, qapp), theme, Icons(theme), Notices()))
        qtbot.addWidget(view)
        view.show()
        return view

    return made


def button(view: Beginning, name: str) -> QPushButton:
    return next(b for b in view.findChildren(QPushButton) if name in (b.accessibleName(), b.text()))


@pytest.mark.parametrize(
    ("chosen", "page"), [("Add a key", "providers"), ("Get a better model", "downloads"), ("Skip", ""), ("Chat now", "")]
)
def test_a_way_to_begin_is_taken_once(
    begin: Callable[[Services], Beginning], services: Services, settle: Settle, loop: BackgroundLoop, chosen: str, page: str
) -> None:
    view = begin(services)
    asked: list[str] = []
    view.settings_wanted.connect(asked.append)
    assert isinstance(view.currentWidget(), Welcome)
    view.show_model(loop.submit(services.directory.default()).result(120))
    QTest.mouseClick(button(view, chosen), Qt.MouseButton.LeftButton)
    assert asked == ([page] if page else [])
    assert isinstance(view.currentWidget(), EmptyView)
    settle(lambda: Settings.load(services.paths.settings).get(WELCOMED))
    assert isinstance(begin(services).currentWidget(), EmptyView)


def test_who_has_conversations_is_not_welcomed(
    begin: Callable[[Services], Beginning], tmp_path: Path, loop: BackgroundLoop
) -> None:
    with opened_in(tmp_path, loop) as first:
        assert first.first_start
        loop.submit(first.chats.create()).result(120)
    with opened_in(tmp_path, loop) as second:
        assert isinstance(begin(second).currentWidget(), EmptyView)


def test_in_a_narrow_window_the_ways_stand_below_each_other_and_none_is_cut_off(
    services: Services, begin: Callable[[Services], Beginning], settle: Settle
) -> None:
    view = begin(services)
    cards = [card for card in view.findChildren(QPushButton) if card.objectName() == "example" and card.isVisible()]

    def stand_in(columns: int) -> Callable[[], bool]:
        return lambda: len({card.x() for card in cards}) == columns

    for width, columns in ((1200, 2), (380, 1)):
        view.resize(width, 300)
        settle(stand_in(columns))
        assert all(card.width() >= card.sizeHint().width() for card in cards)
    widest = max(card.sizeHint().width() for card in cards)
    for width in range(2 * widest, 2 * widest + 60, 4):    # where they just have room beside each other, and just not
        view.resize(width, 300)
        settle(lambda: all(card.width() >= card.sizeHint().width() for card in cards))
