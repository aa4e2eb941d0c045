"""The page of backups: a copy is made, asked about, and brought back."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLabel, QListWidget, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from deskchat.chat.errors import ChatError
from deskchat.chat.model import ModelRef
from deskchat.services.loop import BackgroundLoop
from deskchat.services.services import Services
from deskchat.ui.context import UiContext
from deskchat.ui.panels.backups import BackupsPage


@pytest.fixture
def page(context: UiContext, qtbot: QtBot) -> Iterator[BackupsPage]:
    around = QWidget()
    qtbot.addWidget(around)
    made = BackupsPage(context, around)
    around.show()
    yield made    # `around` lives as long as the test
    around.close()


def button(page: QWidget, text: str) -> QPushButton:
    return next(button for button in page.findChildren(QPushButton) if button.text() == text)


def said(page: QWidget, text: str) -> bool:
    return any(label.text() == text for label in page.findChildren(QLabel) if label.isVisible())


def listed(page: QWidget) -> list[str]:
    shown = page.findChild(QListWidget)
    assert shown is not None
    return [shown.item(row).text().split(" · ")[1] for row in range(shown.count())]


def asked(page: QWidget, answer: str) -> str:
    """Ask to restore, and answer; gives the question."""
    button(page, "Restore…").click()
    box = page.findChild(QMessageBox)
    assert box is not None
    text = box.text()
    next(one for one in box.buttons() if one.text().replace("&", "") == answer).click()
    return text


def test_a_copy_is_made_and_brought_back_once_the_person_said_so(
    page: BackupsPage, services: Services, loop: BackgroundLoop, qtbot: QtBot
) -> None:
    wanted: list[object] = []
    page.conversation_wanted.connect(wanted.append)
    assert not button(page, "Restore…").isEnabled(), "there is nothing to restore"
    button(page, "Make one now").click()
    qtbot.waitUntil(lambda: said(page, "The copy is made."))
    qtbot.waitUntil(lambda: listed(page) == ["made by you"])
    made = loop.submit(services.chats.create(ModelRef("near", "echo-1"))).result(30)
    assert asked(page, "Cancel").startswith("Bring back all conversations as they were on ")
    loop.submit(services.chats.open(made.id)).result(30)
    qtbot.waitUntil(lambda: page.findChild(QMessageBox) is None)
    asked(page, "Restore")
    qtbot.waitUntil(lambda: said(page, "It is the history now."))
    qtbot.waitUntil(lambda: listed(page) == ["before another was restored", "made by you"])
    assert wanted == [None], "the one that was open may not be part of it"
    with pytest.raises(ChatError):
        loop.submit(services.chats.open(made.id)).result(30)
