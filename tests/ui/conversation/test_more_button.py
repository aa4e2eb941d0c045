"""A conversation's own fallback list: chosen from its header, kept with it, and obeyed by its next question."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox, QLineEdit, QPushButton, QRadioButton

from deskchat.chat.model import ModelRef
from deskchat.paths import find
from deskchat.services.loop import BackgroundLoop
from deskchat.services.services import Services, open_services
from deskchat.settings import FALLBACK_ENABLED, FALLBACK_MODELS, MODEL
from deskchat.ui.conversation.fallback_dialog import FallbackDialog
from deskchat.ui.conversation.more_button import MoreButton
from deskchat.ui.conversation.page import ConversationPage
from deskchat.ui.model_list import ModelList
from tests.support.home import Home
from tests.support.servers import ChatServer

Settle = Callable[[Callable[[], bool]], None]
SECOND = ModelRef("second", "echo-1")


@pytest.fixture
def second() -> Iterator[ChatServer]:
    """The one that can be asked."""
    with ChatServer(reply="The second answers.") as running:
        yield running


@pytest.fixture
def services(tmp_path: Path, second: ChatServer, loop: BackgroundLoop) -> Iterator[Services]:
    """The first provider is not there at all."""
    Home(tmp_path).add_provider("first", "http://127.0.0.1:9")
    Home(tmp_path).add_provider("second", second.url)
    opened = loop.submit(open_services(find(tmp_path))).result(120)
    loop.submit(opened.accounts.check("second")).result(120)
    opened.settings.set(MODEL, "second/echo-1")
    yield opened
    loop.submit(opened.aclose()).result(120)


def opened_dialog(page: ConversationPage) -> FallbackDialog:
    page.open_fallback()
    return page.window().findChildren(FallbackDialog)[-1]


def choose_own(dialog: FallbackDialog, name: str, settle: Settle) -> None:
    mark(dialog, "In this conversation, ask the next of this list by itself")
    field, models = dialog.findChild(QLineEdit), dialog.findChild(ModelList)
    assert isinstance(field, QLineEdit)
    assert isinstance(models, ModelList)
    QTest.keyClicks(field, name)
    QTest.keyClick(field, Qt.Key.Key_Return)
    settle(lambda: bool(models.models))
    assert dialog.isVisible()    # Enter adds the model, it does not close the dialog


def mark(dialog: FallbackDialog, text: str) -> None:
    next(button for button in dialog.findChildren(QRadioButton) if button.text() == text).click()


def accept(dialog: FallbackDialog) -> None:
    buttons = dialog.findChild(QDialogButtonBox)
    assert isinstance(buttons, QDialogButtonBox)
    buttons.button(QDialogButtonBox.StandardButton.Ok).click()


def test_a_list_chosen_before_the_first_message_holds_for_it(
    page: ConversationPage, services: Services, loop: BackgroundLoop, settle: Settle
) -> None:
    dialog = opened_dialog(page)
    choose_own(dialog, "second/echo-1", settle)
    accept(dialog)
    nobody = loop.submit(services.directory.info(ModelRef("first", "gone"))).result(120)
    page.model_button.chosen.emit(nobody)
    QTest.keyClicks(page.composer.box, "Is anybody there?")
    QTest.keyClick(page.composer.box, Qt.Key.Key_Return)
    settle(lambda: bool(page.entries) and page.entries[-1].message.text == "The second answers.")
    settle(lambda: not page.replying)
    assert page.conversation_id is not None
    assert loop.submit(services.chats.open(page.conversation_id)).result(120).fallback == (SECOND,)
    assert any("was asked instead" in note for note in page.entries[-1].message.notes)


def test_the_list_of_a_conversation_is_kept_shown_again_and_given_up(
    page: ConversationPage, services: Services, loop: BackgroundLoop, settle: Settle
) -> None:
    made = loop.submit(services.chats.create(SECOND)).result(120)

    def stored() -> tuple[ModelRef, ...] | None:
        return loop.submit(services.chats.open(made.id)).result(120).fallback

    page.show_conversation(made.id)
    page.open_fallback()    # nothing happens before the conversation is there
    assert page.window().findChildren(FallbackDialog) == []
    button = page.findChild(MoreButton)
    assert isinstance(button, MoreButton)
    settle(button.isEnabled)
    choose_own(dialog := opened_dialog(page), "second/echo-1", settle)
    accept(dialog)
    settle(lambda: stored() == (SECOND,))
    again = opened_dialog(page)
    assert again.choice == (SECOND,)
    mark(again, "In this conversation, ask nobody else")
    accept(again)
    settle(lambda: stored() == ())
    usual = opened_dialog(page)
    mark(usual, "As in the settings: nobody else is asked")
    accept(usual)
    settle(lambda: stored() is None)


def test_what_is_cancelled_changes_nothing_and_the_settings_are_named(page: ConversationPage, services: Services) -> None:
    services.settings.set(FALLBACK_MODELS, ("a/1", "a/2", "a/3"))
    services.settings.set(FALLBACK_ENABLED, True)
    dialog = opened_dialog(page)
    assert dialog.findChildren(QRadioButton)[0].text() == "As in the settings: a/1, a/2, …"
    mark(dialog, "In this conversation, ask nobody else")
    dialog.reject()
    assert opened_dialog(page).choice is None


def test_the_menu_of_the_header_says_what_holds(page: ConversationPage) -> None:
    button = page.findChild(MoreButton)
    assert isinstance(button, MoreButton)
    assert button.accessibleName() == "Conversation"
    menu = button.menu()
    for fallback, words in (
        (None, "as in the settings"),
        ((), "ask nobody else"),
        ((SECOND,), "ask echo-1"),
    ):
        button.fallback = fallback
        menu.aboutToShow.emit()
        assert [action.text() for action in menu.actions()] == [
            "System prompt and parameters…",
            "Branches…",
            f"When the model can't answer: {words}…",
            "",
            "Previous question",
            "Next question",
            "Go to a day…",
            "Go to the end",
        ]


def test_every_control_of_the_dialog_has_a_name_and_can_be_reached(page: ConversationPage) -> None:
    dialog = opened_dialog(page)
    assert any(button.focusPolicy() & Qt.FocusPolicy.TabFocus for button in dialog.findChildren(QRadioButton))
    for button in dialog.findChildren(QPushButton):
        assert button.text()
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert {field.accessibleName() for field in dialog.findChildren(QLineEdit)} == {"Model to add"}
