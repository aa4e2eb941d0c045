"""Temporary chats in the window: marked, not written down, kept or erased with a button; and drafts that outlive a crash."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from deskchat.chat.conversation import is_temporary
from deskchat.services.drafts import Draft
from deskchat.services.loop import BackgroundLoop
from deskchat.services.services import Services
from deskchat.settings import LAST_MODEL
from deskchat.ui.context import UiContext
from deskchat.ui.conversation.message_box import MessageBox
from deskchat.ui.conversation.page import ConversationPage
from deskchat.ui.conversation.temporary_bar import TemporaryBar
from tests.support.folders import files_below
from tests.support.home import Home
from tests.support.servers import ChatServer
from tests.ui.conversation.conftest import knowing, say

Settle = Callable[[Callable[[], bool]], None]
CANARY = "zanzibarcanary"


@pytest.fixture
def services(home: Home, loop: BackgroundLoop) -> Iterator[Services]:
    with ChatServer(reply="Tweet.") as server, knowing(server, home, loop) as opened:
        yield opened


@pytest.fixture
def make_page(
    qtbot: QtBot, context: UiContext, settle: Settle
) -> Callable[..., ConversationPage]:
    def make(*, temporary: bool = False) -> ConversationPage:
        made = ConversationPage(context, MessageBox(lambda: False))
        qtbot.addWidget(made)
        made.resize(800, 600)
        made.show()
        made.show_conversation(None, temporary=temporary)
        settle(lambda: made.model is not None)
        return made

    return make


def button(page: ConversationPage, name: str) -> QPushButton:
    bar = page.findChild(TemporaryBar)
    assert isinstance(bar, TemporaryBar)
    return next(found for found in bar.findChildren(QPushButton) if found.text() == name)


def traces(home: Path) -> list[Path]:
    return [path for path, data in files_below(home).items() if CANARY.encode() in data]


def test_the_model_of_a_temporary_chat_is_not_remembered(
    make_page: Callable[..., ConversationPage], services: Services, loop: BackgroundLoop
) -> None:
    other = loop.submit(services.directory.resolve("loop/echo-2")).result(120)
    make_page(temporary=True).model_button.chosen.emit(other)
    assert services.settings.get(LAST_MODEL) == ""
    make_page().model_button.chosen.emit(other)
    assert services.settings.get(LAST_MODEL) == "loop/echo-2"


def test_what_is_typed_and_said_in_it_is_on_no_disk_until_it_is_kept(
    make_page: Callable[..., ConversationPage], tmp_path: Path, qtbot: QtBot, settle: Settle
) -> None:
    page = make_page(temporary=True)
    assert button(page, "Keep").isVisible()
    assert not button(page, "Keep").isEnabled()
    QTest.keyClicks(page.composer.box, f"A {CANARY} ")
    page.composer.attaching.attach_text(CANARY)
    page.composer.keep_draft_now()
    say(page, "sings.", settle)
    assert page.conversation_id is not None
    assert is_temporary(page.conversation_id)
    QTest.keyClicks(page.composer.box, CANARY)
    page.composer.keep_draft_now()
    qtbot.wait(50)
    assert traces(tmp_path) == []
    with qtbot.waitSignal(page.temporary.kept) as kept:
        button(page, "Keep").click()
    assert not is_temporary(kept.args[0])
    page.show_conversation(kept.args[0])
    settle(lambda: len(page.entries) == 2)
    assert not button(page, "Keep").isVisible()
    assert page.composer.box.toPlainText() == CANARY
    assert traces(tmp_path) != []


def test_left_it_can_be_gone_back_to_and_erased_it_is_gone(
    make_page: Callable[..., ConversationPage], qtbot: QtBot, settle: Settle
) -> None:
    page = make_page(temporary=True)
    say(page, "Sing.", settle)
    held = page.conversation_id
    with qtbot.waitSignal(page.temporary.left) as left:
        page.show_conversation(None)
    assert left.args == [held]
    assert not button(page, "Erase").isVisible()
    page.show_conversation(held)
    settle(lambda: len(page.entries) == 2)
    with qtbot.waitSignal(page.temporary.erased):
        button(page, "Erase").click()


def test_what_was_begun_is_there_again_in_the_next_window(
    make_page: Callable[..., ConversationPage], services: Services, loop: BackgroundLoop, settle: Settle
) -> None:
    def stored(conversation_id: str) -> Draft:
        return loop.submit(services.drafts.read(conversation_id)).result(120)

    page = make_page()
    QTest.keyClicks(page.composer.box, "half a thought")
    page.composer.attaching.attach_text("a long text")
    settle(lambda: stored("").text == "half a thought" and len(stored("").parts) == 1)    # without anything more being done
    again = make_page()
    settle(lambda: again.composer.box.toPlainText() == "half a thought")
    assert len(again.composer.attaching.parts) == 1
    say(again, "", settle)
    assert again.conversation_id is not None
    settle(lambda: stored("") == Draft() == stored(str(again.conversation_id)))
    QTest.keyClicks(again.composer.box, "and more")
    again.composer.attaching.attach_text("of that")
    settle(lambda: stored(str(again.conversation_id)).text == "and more" and len(stored(str(again.conversation_id)).parts) == 1)
    third = make_page()
    third.show_conversation(again.conversation_id)
    settle(lambda: third.composer.box.toPlainText() == "and more")
    assert len(third.composer.attaching.parts) == 1


@pytest.mark.parametrize("away", [True, False])
def test_what_was_attached_to_a_temporary_chat_that_never_began_is_not_in_the_next(
    make_page: Callable[..., ConversationPage], settle: Settle, tmp_path: Path, away: bool
) -> None:
    page = make_page(temporary=True)
    file = tmp_path / "canary.txt"
    file.write_text(CANARY)
    page.composer.attaching.attach_text(CANARY)
    page.composer.attaching.attach_files([str(file)])
    settle(lambda: len(page.composer.attaching.parts) == 2)
    if away:
        page.composer.attaching.attach_files([str(file)])    # is on its way
        page.show_conversation(None)
    page.show_conversation(None, temporary=True)
    assert page.composer.attaching.parts == ()
    assert not page.composer.attaching.reading
