"""The page of the network: a proxy's password is never on it."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from deskchat.services.services import Services
from deskchat.settings import PROXY
from deskchat.ui.context import UiContext
from deskchat.ui.panels import network
from tests.faults.cases import case

PASSWORD = "proxy-canary-0123456789"
WRITTEN = f"http://me:{PASSWORD}@proxy.example:3128"


@pytest.fixture
def page(context: UiContext, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[QWidget]:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
    monkeypatch.setenv("HTTPS_PROXY", WRITTEN)
    around = QWidget()
    qtbot.addWidget(around)
    made = network.create(context, around)
    around.show()
    yield made    # `around` lives as long as the test
    around.close()


def field(page: QWidget, name: str) -> QLineEdit:
    return next(line for line in page.findChildren(QLineEdit) if line.accessibleName() == name)


def button(page: QWidget, text: str) -> QPushButton:
    return next(button for button in page.findChildren(QPushButton) if button.text() == text)


def shown(page: QWidget, text: str) -> bool:
    return any(text in label.text() for label in page.findChildren(QLabel) if not label.isHidden())


def words(page: QWidget) -> str:
    heard = [QAccessible.queryAccessibleInterface(widget) for widget in page.findChildren(QWidget)]
    return "".join(one.text(kind) for one in heard if one is not None for kind in QAccessible.Text)


@case(80)
def test_a_password_in_the_address_is_taken_out_and_kept(page: QWidget, services: Services, qtbot: QtBot) -> None:
    address = field(page, "Proxy")
    address.setFocus()
    address.selectAll()
    QTest.keyClicks(address, WRITTEN)
    QTest.keyClick(address, Qt.Key.Key_Return)
    assert address.text() == "http://me@proxy.example:3128"
    assert not address.isUndoAvailable()
    qtbot.waitUntil(lambda: shown(page, "The password was not stored."))
    assert PASSWORD not in words(page), "only dots are read aloud"
    button(page, "Keep it for this session only").click()
    qtbot.waitUntil(lambda: shown(page, "kept until deskchat is closed"))
    assert field(page, "Password of the proxy").text() == ""
    assert PASSWORD not in services.paths.settings.read_text()
    assert services.settings.get(PROXY) == "http://me@proxy.example:3128"
    button(page, "Delete the password").click()
    qtbot.waitUntil(lambda: shown(page, "It has no password yet."))


@case(56)
def test_what_the_system_says_is_shown_without_the_password(page: QWidget, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: shown(page, "From the system: https: http://me@proxy.example:3128"))
    assert PASSWORD not in words(page)


def test_what_is_no_address_is_told_and_not_taken(page: QWidget, services: Services, qtbot: QtBot) -> None:
    address = field(page, "Proxy")
    address.setText("proxy.example")
    QTest.keyClick(address, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shown(page, "This is not the address of a proxy."))
    assert services.settings.get(PROXY) == "system"
    address.setText("none")
    QTest.keyClick(address, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: services.settings.get(PROXY) == "none")
