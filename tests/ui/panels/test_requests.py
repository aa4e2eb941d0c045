"""The page of what left this computer, over real requests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from deskchat.chat.model import ModelRef
from deskchat.chat.parts import TextPart
from deskchat.services.loop import BackgroundLoop
from deskchat.services.services import Services, open_services
from deskchat.ui.context import UiContext
from deskchat.ui.panels.dialog import SettingsDialog
from deskchat.ui.panels.spending_table import SpendingTable
from tests.support.home import Home
from tests.support.servers import ChatServer

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def services(tmp_path: Path, loop: BackgroundLoop) -> Iterator[Services]:
    home = Home(tmp_path)
    with ChatServer(reply="Yes.") as server:
        home.add_provider("loop", server.url)
        opened = loop.submit(open_services(home.paths)).result(120)
        yield opened
        loop.submit(opened.aclose()).result(120)


async def ask(services: Services) -> str:
    conversation = await services.chats.create()
    turn = await services.turns.send(conversation.id, (TextPart("Is it?"),), ModelRef("loop", "echo-1"))
    await turn.finished()
    return conversation.id


def pressed(dialog: SettingsDialog, text: str) -> None:
    (button,) = [one for one in dialog.findChildren(QPushButton) if one.text().replace("&", "") == text]
    button.click()


def test_a_request_is_shown_leads_to_its_conversation_and_is_forgotten_on_wish(
    context: UiContext, services: Services, loop: BackgroundLoop, qtbot: QtBot
) -> None:
    dialog = SettingsDialog(context, "requests")
    qtbot.addWidget(dialog)
    dialog.show()
    wanted: list[str] = []
    dialog.conversation_wanted.connect(wanted.append)
    conversation_id = loop.submit(ask(services)).result(120)
    table = dialog.findChild(SpendingTable)
    assert isinstance(table, SpendingTable)
    qtbot.waitUntil(lambda: len(table.texts()) == 1 and table.texts()[0][7] == "answered")
    assert table.texts()[0][1:5:3] == ("a reply", "1")
    table.selectRow(0)
    (whole,) = [one for one in dialog.findChildren(QLabel) if one.accessibleDescription() == "The chosen request"]
    assert "/v1/chat/completions" in whole.text()
    pressed(dialog, "Show the conversation")
    assert wanted == [conversation_id]
    pressed(dialog, "Clear the list…")
    box = dialog.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    next(one for one in box.buttons() if one.text().replace("&", "") == "Clear").click()
    qtbot.waitUntil(lambda: table.texts() == ())
