"""Nothing blinks, fades or slides when the setting or the desktop says so."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskchat.services.loop import BackgroundLoop
from deskchat.services.services import Services
from deskchat.settings import MOTION
from deskchat.ui import motion
from deskchat.ui.context import UiContext
from deskchat.ui.icons import Icons
from deskchat.ui.main_window import MainWindow
from deskchat.ui.notices import Notices
from deskchat.ui.relay import Relay
from deskchat.ui.theme import Theme

FADES = Qt.UIEffect.UI_General    # and all the others with it


@pytest.fixture
def desktop(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bool]]:
    """What it answers, the last one first; its cursor blinks and its menus fade."""
    hints = qapp.styleHints()
    usual, faded = hints.cursorFlashTime(), QApplication.isEffectEnabled(FADES)
    hints.setCursorFlashTime(1_000)
    QApplication.setEffectEnabled(FADES, True)
    answers = [False]
    monkeypatch.setattr(motion, "wants_less_motion", lambda: answers[-1])
    monkeypatch.setattr(motion, "ASK_AFTER_MS", 0)
    yield answers
    hints.setCursorFlashTime(usual)
    QApplication.setEffectEnabled(FADES, faded)


@pytest.fixture
def window(
    qtbot: QtBot, qapp: QApplication, desktop: list[bool], services: Services, loop: BackgroundLoop
) -> MainWindow:
    theme = Theme(qapp, services.settings)
    made = MainWindow(theme, services.settings)
    qtbot.addWidget(made)
    made.begin(UiContext(services, Relay(loop, qapp), theme, Icons(theme), Notices()))
    made.show()
    return made


def _moves() -> bool:
    moves = QGuiApplication.styleHints().cursorFlashTime() > 0
    assert QApplication.isEffectEnabled(FADES) is moves
    return moves


def test_the_setting_is_followed_at_once(window: MainWindow, services: Services) -> None:
    assert _moves()
    services.settings.set(MOTION, "reduced")
    assert not _moves()
    services.settings.set(MOTION, "usual")
    assert _moves()


def test_the_desktop_is_asked_again_when_the_window_is_come_back_to(
    qtbot: QtBot, qapp: QApplication, window: MainWindow, desktop: list[bool]
) -> None:
    desktop.append(True)
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    qtbot.waitUntil(lambda: not _moves())
    desktop.append(False)
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    qtbot.waitUntil(_moves)
