"""The assistant, system prompt and parameters of a conversation: chosen in its header, kept with it, sent with its questions."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox, QDoubleSpinBox, QMenu, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from deskchat.chat.model import ModelRef, Sampling
from deskchat.chat.persona import Persona, Terms
from deskchat.services.loop import BackgroundLoop
from deskchat.services.services import Services
from deskchat.settings import PERSONA
from deskchat.ui.context import UiContext
from deskchat.ui.conversation.page import ConversationPage
from deskchat.ui.conversation.persona_button import PersonaButton
from deskchat.ui.conversation.terms_bar import TermsBar
from deskchat.ui.conversation.terms_dialog import TermsDialog
from deskchat.ui.panels.personas import PersonasPage
from tests.support.home import Home
from tests.support.servers import ChatServer
from tests.ui.conversation.conftest import knowing, say

Settle = Callable[[Callable[[], bool]], None]
BAKER = Persona("Baker", "You bake.", ModelRef("loop", "echo-2"), Sampling(temperature=0.25, stop=("END",)))


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with ChatServer(reply="Bread.") as running:
        yield running


@pytest.fixture
def services(home: Home, server: ChatServer, loop: BackgroundLoop) -> Iterator[Services]:
    with knowing(server, home, loop) as opened:
        loop.submit(opened.personas.keep((BAKER,))).result(120)
        yield opened


def bar(page: ConversationPage) -> TermsBar:
    found = page.findChild(TermsBar)
    assert isinstance(found, TermsBar)
    return found


def choose(page: ConversationPage, name: str, settle: Settle) -> None:
    button = page.findChild(PersonaButton)
    assert isinstance(button, PersonaButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    menu = button.findChild(QMenu)
    assert isinstance(menu, QMenu)
    settle(menu.isVisible)
    next(action for action in menu.actions() if action.text() == name).trigger()
    menu.hide()


def test_an_assistant_chosen_before_the_first_message_answers_it(
    page: ConversationPage, server: ChatServer, services: Services, loop: BackgroundLoop, settle: Settle
) -> None:
    assert not bar(page).isVisible()
    choose(page, "Baker", settle)
    settle(lambda: page.model is not None and page.model.ref == BAKER.model)
    assert bar(page).isVisible()
    say(page, "Bread?", settle)
    sent = server.chats[-1].json
    assert (sent["model"], sent["messages"][0]["content"], sent["temperature"]) == ("echo-2", "You bake.", 0.25)
    assert page.conversation_id is not None
    assert loop.submit(services.chats.open(page.conversation_id)).result(120).terms == BAKER.terms


def test_the_system_prompt_and_the_temperature_are_changed_in_an_open_conversation(
    page: ConversationPage, server: ChatServer, services: Services, loop: BackgroundLoop, settle: Settle
) -> None:
    say(page, "Bread?", settle)
    page.open_terms()
    dialog = page.window().findChildren(TermsDialog)[-1]
    text = next(box for box in dialog.findChildren(QPlainTextEdit) if box.accessibleName() == "System prompt")
    QTest.keyClicks(text, "Be brief.")
    spin = next(box for box in dialog.findChildren(QDoubleSpinBox) if box.accessibleName() == "Temperature")
    spin.setValue(0.5)
    buttons = dialog.findChild(QDialogButtonBox)
    assert isinstance(buttons, QDialogButtonBox)
    buttons.button(QDialogButtonBox.StandardButton.Ok).click()
    assert bar(page).isVisible()
    say(page, "Again?", settle)
    sent = server.chats[-1].json
    assert (sent["messages"][0]["content"], sent["temperature"]) == ("Be brief.", 0.5)
    made = page.conversation_id
    page.show_conversation(None)
    assert not bar(page).isVisible()
    page.show_conversation(made)
    settle(lambda: bar(page).isVisible())
    assert made is not None
    assert loop.submit(services.chats.open(made)).result(120).terms == Terms("", "Be brief.", Sampling(temperature=0.5))


def test_a_new_conversation_begins_with_the_one_that_was_chosen_for_all(
    page: ConversationPage, services: Services, settle: Settle
) -> None:
    services.settings.set(PERSONA, "Baker")
    page.show_conversation(None)
    settle(lambda: bar(page).isVisible())
    assert page.model is not None
    assert page.model.ref == BAKER.model


def test_assistants_are_made_changed_copied_and_deleted_in_the_settings(
    qtbot: QtBot, context: UiContext, services: Services, loop: BackgroundLoop, settle: Settle
) -> None:
    settings = PersonasPage(context, None)  # type: ignore[arg-type]    # a page without its dialog
    qtbot.addWidget(settings)
    settings.show()
    settle(lambda: settings.things == (BAKER,))

    def stored() -> list[Persona]:
        return list(loop.submit(services.personas.all()).result(120))

    def press(text: str) -> None:
        next(button for button in settings.findChildren(QPushButton) if button.text() == text).click()

    services.settings.set(PERSONA, "Baker")
    press("Duplicate")
    settle(lambda: [persona.name for persona in stored()] == ["Baker", "Baker 2"])
    press("New")
    field = settings.focusWidget() or settings.findChild(QPlainTextEdit)
    assert field is not None
    QTest.keyClicks(field, "Cook")
    settle(lambda: [persona.name for persona in stored()] == ["Baker", "Baker 2", "Cook"])
    settings._list.setCurrentRow(0)
    press("Delete")
    settle(lambda: [persona.name for persona in stored()] == ["Baker 2", "Cook"])
    assert services.settings.get(PERSONA) == ""
