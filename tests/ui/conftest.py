"""What the tests of the window are given: the thread that waits, services in a home of their own, and both for a page."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication

from deskchat.paths import resources
from deskchat.services.loop import BackgroundLoop
from deskchat.services.services import Services, open_services
from deskchat.ui.context import UiContext
from deskchat.ui.icons import Icons
from deskchat.ui.notices import Notices
from deskchat.ui.relay import Relay
from deskchat.ui.theme import Theme
from tests.support.home import Home


@pytest.fixture
def loop() -> Iterator[BackgroundLoop]:
    """Running."""
    running = BackgroundLoop()
    running.start()
    yield running
    running.stop()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """The test's own folder; tests that begin with something in it have their own."""
    return Home(tmp_path)


@pytest.fixture
def services(home: Home, loop: BackgroundLoop) -> Iterator[Services]:
    """Without any provider but those that everybody has; tests that need more have their own."""
    opened = loop.submit(open_services(home.paths)).result(120)
    yield opened
    loop.submit(opened.aclose()).result(120)


@pytest.fixture
def context(qapp: QApplication, services: Services, loop: BackgroundLoop) -> UiContext:
    """What every part of the window is made with."""
    theme = Theme(qapp, services.settings)
    return UiContext(services, Relay(loop, qapp), theme, Icons(theme), Notices())


@pytest.fixture
def french(qapp: QApplication) -> Iterator[None]:
    """The window's texts are in French."""
    translator = QTranslator(qapp)
    assert translator.load("deskchat_fr.qm", str(resources() / "translations"))
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)
