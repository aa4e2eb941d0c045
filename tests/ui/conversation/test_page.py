"""The page with real services, a real database, and a chat server on the loopback."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListView, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from deskchat.chat.conversation import Conversation, Node
from deskchat.chat.message import Status
from deskchat.chat.model import ModelRef
from deskchat.paths import find
from deskchat.services.loop import BackgroundLoop
from deskchat.services.services import Services
from deskchat.settings import LAST_MODEL, MODEL
from deskchat.store.conversations import Conversations
from deskchat.store.database import Database
from deskchat.ui.conversation.empty import EmptyView
from deskchat.ui.conversation.page import ConversationPage
from deskchat.ui.conversation.transcript.entry import Entry
from deskchat.ui.picker.popup import PickerPopup
from tests.faults.cases import case
from tests.support.home import Home
from tests.support.servers import ChatServer
from tests.ui.conversation.conftest import NOW, knowing, person, reply
from tests.ui.conversation.conftest import say as say_in

Settle = Callable[[Callable[[], bool]], None]


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with ChatServer(reply="The **answer** is here.") as running:
        yield running


@pytest.fixture
def services(home: Home, server: ChatServer, loop: BackgroundLoop) -> Iterator[Services]:
    with knowing(server, home, loop) as opened:
        yield opened


@pytest.fixture
def say(page: ConversationPage, qtbot: QtBot, settle: Settle) -> Callable[..., None]:
    """Type a message, send it, and wait for the end of the reply."""
    return lambda text, *, wait=True: say_in(page, text, settle, wait=wait)


def stored(page: ConversationPage, services: Services, loop: BackgroundLoop) -> Conversation:
    assert page.conversation_id is not None
    return loop.submit(services.chats.open(page.conversation_id)).result(120)


def test_a_conversation_begins_with_its_first_message(
    page: ConversationPage, services: Services, loop: BackgroundLoop, say: Callable[..., None], qtbot: QtBot
) -> None:
    assert loop.submit(services.chats.all()).result(120) == ()

    with qtbot.waitSignal(page.conversation_started) as started:
        say("What is it?")

    assert started.args == [page.conversation_id]
    assert [entry.message.text for entry in page.entries] == ["What is it?", "The **answer** is here."]
    assert page.composer.box.toPlainText() == ""
    assert [view.text.toPlainText() for view in page.transcript.views] == ["What is it?", "The answer is here."]
    assert stored(page, services, loop).branch()[1].message.model_name == page.transcript.views[1].label


def test_a_reply_can_be_had_again_and_its_versions_walked(
    page: ConversationPage, server: ChatServer, say: Callable[..., None], settle: Settle
) -> None:
    say("Question")
    server.reply = "Another answer."

    page.regenerate_last()
    settle(lambda: page.entries[-1].message.text == "Another answer." and not page.replying)

    first, second = page.entries[-1].siblings
    assert page.entries[-1].id == second
    page.transcript.sibling_asked.emit(first)
    settle(lambda: page.entries[-1].id == first)
    assert page.entries[-1].message.text == "The **answer** is here."


def test_an_edited_message_is_a_branch_and_the_draft_comes_back(
    page: ConversationPage, server: ChatServer, say: Callable[..., None], qtbot: QtBot, settle: Settle
) -> None:
    say("First version")
    QTest.keyClicks(page.composer.box, "my draft")
    page.transcript.edit_asked.emit(page.entries[0].id)
    assert page.composer.box.toPlainText() == "First version"

    page.composer.box.set_text("Second version")
    QTest.keyClick(page.composer.box, Qt.Key.Key_Return)
    settle(lambda: page.entries[0].message.text == "Second version")
    settle(lambda: not page.replying and len(page.entries) == 2 and not page.entries[-1].streaming)

    assert len(page.entries[0].siblings) == 2
    assert page.composer.box.toPlainText() == "my draft"
    assert server.chats[-1].json["messages"][-1]["content"] == "Second version"


def test_stop_keeps_what_arrived(
    page: ConversationPage, server: ChatServer, say: Callable[..., None], qtbot: QtBot, settle: Settle
) -> None:
    server.reply = "word " * 2000
    server.delay_s = 0.02
    say("Talk for ever", wait=False)
    settle(lambda: "word" in page.entries[-1].message.text)

    QTest.keyClick(page.composer.box, Qt.Key.Key_Escape)
    settle(lambda: page.entries[-1].message.status is Status.STOPPED)

    assert page.entries[-1].message.text.startswith("word")
    assert not page.replying
    settle(lambda: page.transcript.views[-1].problem.offers == ("Continue", "Continue with"))


def test_a_failed_reply_says_why_and_the_next_message_works(
    page: ConversationPage, server: ChatServer, say: Callable[..., None], settle: Settle
) -> None:
    server.script = ["unauthorized"]
    say("Hello?")
    problem = page.transcript.views[-1].problem

    assert "key" in problem.sentence
    assert problem.offers[0] == "Retry"

    problem.retry_asked.emit()
    settle(lambda: page.entries[-1].message.status is Status.DONE and not page.replying)
    assert page.entries[-1].message.text == "The **answer** is here."


@case(63)
def test_a_reply_goes_on_while_another_conversation_is_shown(
    page: ConversationPage, server: ChatServer, say: Callable[..., None], settle: Settle
) -> None:
    server.reply = "word " * 60
    server.holds_after = 5
    say("Talk", wait=False)
    talking = page.conversation_id
    settle(lambda: "word" in page.entries[-1].message.text)

    page.show_conversation(None)
    assert not page.replying
    page.show_conversation(talking)
    settle(lambda: page.replying)

    server.go_on.set()
    settle(lambda: not page.replying and page.entries[-1].message.status is Status.DONE)
    assert page.entries[-1].message.text == "word " * 60


@case(100)
def test_a_draft_is_kept_with_its_conversation(
    page: ConversationPage, say: Callable[..., None], qtbot: QtBot, settle: Settle
) -> None:
    say("Hello")
    one = page.conversation_id
    QTest.keyClicks(page.composer.box, "half a thought")

    page.show_conversation(None)
    assert page.composer.box.toPlainText() == ""
    QTest.keyClicks(page.composer.box, "a new idea")
    page.show_conversation(one)

    settle(lambda: page.composer.box.toPlainText() == "half a thought")
    page.show_conversation(None)
    assert page.composer.box.toPlainText() == "a new idea"


def test_a_message_that_was_sent_is_no_draft_any_more(
    page: ConversationPage, services: Services, loop: BackgroundLoop, say: Callable[..., None], settle: Settle
) -> None:
    say("Hello")
    QTest.keyClicks(page.composer.box, "Second message")
    page.composer.keep_draft_now()
    say("")

    assert page.conversation_id is not None
    kept = services.drafts.read(page.conversation_id)
    assert loop.submit(kept).result(120).text == ""


def test_the_newest_reply_is_copied_as_it_was_written(page: ConversationPage, say: Callable[..., None]) -> None:
    say("Hello")

    page.copy_last_reply()

    assert QGuiApplication.clipboard().text() == "The **answer** is here."


def test_a_cut_off_reply_can_be_continued(
    page: ConversationPage, server: ChatServer, say: Callable[..., None], settle: Settle
) -> None:
    server.script = ["cut"]
    say("Hello")
    assert "Continue" in page.transcript.views[-1].problem.offers

    page.transcript.views[-1].problem.continue_asked.emit()

    settle(lambda: len(page.entries) == 4 and not page.replying and not page.entries[-1].streaming)
    assert page.entries[-1].message.status is Status.DONE


def test_another_model_goes_on_with_the_same_history(
    page: ConversationPage, services: Services, loop: BackgroundLoop, server: ChatServer, say: Callable[..., None]
) -> None:
    say("First question")
    other = loop.submit(services.directory.resolve("loop/echo-2")).result(120)

    page.model_button.chosen.emit(other)
    say("Second question")

    asked = server.chats[-1].json
    assert asked["model"] == "echo-2"
    assert [m["content"] for m in asked["messages"] if m["role"] != "system"] == [
        "First question",
        "The **answer** is here.",
        "Second question",
    ]
    labels = [view.label for view in page.transcript.views if not view.entry.is_person]
    assert len(set(labels)) == 2
    assert stored(page, services, loop).model == other.ref


def test_the_next_conversation_begins_with_the_model_that_was_chosen_last(
    page: ConversationPage, services: Services, loop: BackgroundLoop, home: Home, settle: Settle
) -> None:
    services.settings.set(MODEL, "")
    page.show_conversation(None)
    settle(lambda: page.model is not None and page.model.ref.is_local)
    page.model_button.chosen.emit(loop.submit(services.directory.resolve("loop/echo-2")).result(120))
    page.show_conversation(None)
    settle(lambda: page.model is not None and page.model.ref == ModelRef("loop", "echo-2"))
    settle(lambda: home.paths.settings.exists() and 'last_model = "loop/echo-2"' in home.paths.settings.read_text())


def test_an_empty_page_says_where_the_model_runs(page: ConversationPage, settle: Settle) -> None:
    said = page.findChild(EmptyView)
    assert isinstance(said, EmptyView)
    settle(lambda: said.said.text() == "echo-1 answers from a server on this computer.")


def test_a_model_that_was_just_downloaded_can_be_used_by_its_name(page: ConversationPage, services: Services, settle: Settle) -> None:
    page.choose_model("loop/echo-2")
    settle(lambda: page.model is not None and page.model.ref == ModelRef("loop", "echo-2"))
    assert services.settings.get(LAST_MODEL) == "loop/echo-2"


def test_a_reply_can_be_had_from_another_model(
    page: ConversationPage,
    services: Services,
    loop: BackgroundLoop,
    server: ChatServer,
    say: Callable[..., None],
    settle: Settle,
) -> None:
    say("Question")
    other = loop.submit(services.directory.resolve("loop/echo-2")).result(120)

    page.transcript.regenerate_with_asked.emit(page.entries[-1].id)
    page.model_button.chosen.emit(other)
    settle(lambda: len(page.entries[-1].siblings) == 2 and not page.replying and not page.entries[-1].streaming)

    assert page.entries[-1].message.model == other.ref
    assert len(page.entries) == 2


def choose_both(page: ConversationPage, settle: Settle) -> None:
    """Open the picker and mark both models of the server, by keyboard."""
    page.open_model_picker()
    popup = page.window().findChild(PickerPopup)
    assert isinstance(popup, PickerPopup)
    button = next(b for b in popup.findChildren(QPushButton) if b.text() == "Ask several")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    search = popup.findChild(QLineEdit)
    assert isinstance(search, QLineEdit)
    models = popup.findChild(QListView)
    assert isinstance(models, QListView)
    settle(lambda: models.model().rowCount() > 2)
    QTest.keyClicks(search, "echo-2")
    QTest.keyClick(search, Qt.Key.Key_Return)
    QTest.keyClick(search, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(lambda: page.model_button.text() == "2 models")


def test_two_models_are_asked_at_once_and_one_is_picked(
    page: ConversationPage, server: ChatServer, say: Callable[..., None], services: Services, loop: BackgroundLoop, settle: Settle
) -> None:
    choose_both(page, settle)
    say("Which of you?")

    several = page.transcript.several
    assert several is not None
    assert [view.label for view in several.views] == ["echo-1", "echo-2"]
    assert {asked.json["model"] for asked in server.chats} == {"echo-1", "echo-2"}    # at once: either may come first

    second = several.views[1].entry.id
    QTest.mouseClick(several.pick_button(second), Qt.MouseButton.LeftButton)
    settle(lambda: page.transcript.several is None)
    assert page.entries[-1].id == second
    settle(lambda: page.model is not None and page.model.ref.model == "echo-2")
    say("And now?")
    assert [m["content"] for m in server.chats[-1].json["messages"]] == [
        "Which of you?", "The **answer** is here.", "And now?"
    ]
    assert server.chats[-1].json["model"] == "echo-2"
    first = stored(page, services, loop).siblings(second)
    assert len(first) == 2    # the other one stays as a branch


def test_several_replies_are_still_there_to_be_picked_when_the_conversation_is_opened_again(
    page: ConversationPage, say: Callable[..., None], settle: Settle
) -> None:
    choose_both(page, settle)
    say("Which of you?")
    asked = page.conversation_id

    for picks in (True, False):
        page.show_conversation(None)
        page.show_conversation(asked)
        settle(lambda: page.conversation_id == asked and len(page.entries) == 2)
        several = page.transcript.several
        assert (several is not None) == picks
        if several is not None:
            QTest.mouseClick(several.pick_button(several.views[0].entry.id), Qt.MouseButton.LeftButton)
            settle(lambda: page.transcript.several is None)


def test_one_of_several_can_be_stopped(
    page: ConversationPage, server: ChatServer, say: Callable[..., None], settle: Settle
) -> None:
    server.reply, server.holds_after = "word " * 400, 5
    choose_both(page, settle)
    say("Go on", wait=False)
    settle(lambda: page.transcript.several is not None and len(page.transcript.views) == 3)
    several = page.transcript.several
    assert several is not None
    first, second = several.views
    settle(lambda: "word" in first.entry.message.text and "word" in second.entry.message.text)
    QTest.mouseClick(several.pick_button(first.entry.id), Qt.MouseButton.LeftButton)
    settle(lambda: first.entry.message.status is Status.STOPPED)
    assert second.entry.message.status is Status.STREAMING
    assert page.replying
    page.stop()
    settle(lambda: not page.replying)
    assert page.transcript.message(second.entry.id).status is Status.STOPPED    # type: ignore[union-attr]


def below_the_last(page: ConversationPage, name: str, settle: Settle) -> QToolButton:
    """A button of the last message, when it is there and has its place."""

    def found() -> list[QToolButton]:
        buttons = page.transcript.views[-1].footer.buttons
        return [one for one in buttons if one.accessibleName() == name and one.height() > 0]

    settle(lambda: bool(found()))
    return found()[0]


def test_versions_of_a_reply_can_be_put_side_by_side(
    page: ConversationPage, say: Callable[..., None], settle: Settle
) -> None:
    say("Once more")
    page.regenerate_last()
    settle(lambda: len(page.entries[-1].siblings) == 2 and not page.replying)
    QTest.mouseClick(below_the_last(page, "Side by side", settle), Qt.MouseButton.LeftButton)
    settle(lambda: page.transcript.several is not None)
    assert len(page.transcript.views) == 3


def test_a_hit_on_another_branch_is_shown_with_its_branch(
    page: ConversationPage, server: ChatServer, say: Callable[..., None], settle: Settle
) -> None:
    say("Question")
    first = page.entries[-1].id
    server.reply = "Another answer."
    page.regenerate_last()
    settle(lambda: page.entries[-1].id != first and not page.replying)
    assert page.conversation_id is not None

    page.show_message(page.conversation_id, first)
    settle(lambda: page.entries[-1].id == first)
    assert not page.replying

    at = page.conversation_id
    page.show_conversation(None)
    page.show_message(at, first)    # from elsewhere: it is opened, then gone to
    settle(lambda: page.conversation_id == at and bool(page.entries) and page.entries[-1].id == first)


def test_thumbs_are_kept_and_taken_back(
    page: ConversationPage, services: Services, loop: BackgroundLoop, say: Callable[..., None], settle: Settle
) -> None:
    say("Question")

    def thumb(name: str) -> QToolButton:
        return below_the_last(page, name, settle)

    def rated(rating: int) -> Callable[[], bool]:
        return lambda: (
            stored(page, services, loop).branch()[-1].message.rating == rating == page.entries[-1].message.rating
        )

    for name, then in (("Good reply", 1), ("Bad reply", -1), ("Bad reply", 0)):
        QTest.mouseClick(thumb(name), Qt.MouseButton.LeftButton)
        settle(rated(then))
        assert thumb("Good reply").isChecked() == (then == 1)
        assert thumb("Bad reply").isChecked() == (then == -1)


def long_conversation(home: Path, count: int, shown: int) -> tuple[str, ...]:
    """Stores “long”: so many messages, one after the other; that with the number ``shown`` ends what is shown."""
    nodes: list[Node] = []
    for number in range(count):
        parent = nodes[-1].id if nodes else None
        text = f"Message {number}. " * 20
        nodes.append(reply(f"n{number}", text, parent or "") if number % 2 else person(f"n{number}", text, parent))
    database = Database.open(find(home).database)
    try:
        made = Conversation("long", "Long", NOW, NOW, tuple(nodes), nodes[shown].id, ModelRef("loop", "echo-1"))
        Conversations(database).create(made)
    finally:
        database.close()
    return tuple(node.id for node in nodes[: shown + 1])


def open_long(page: ConversationPage, monkeypatch: pytest.MonkeyPatch, settle: Settle, count: int) -> list[tuple[str, ...]]:
    """Opens it; what was shown, one after the other, until all of that is there."""
    seen: list[tuple[str, ...]] = []
    show = page.transcript.show_entries

    def noting(entries: Sequence[Entry], *, from_start: bool = False) -> None:
        seen.append(tuple(entry.id for entry in entries))
        show(entries, from_start=from_start)

    monkeypatch.setattr(page.transcript, "show_entries", noting)
    page.show_conversation("long")
    settle(lambda: len(page.entries) == count)
    return seen


def test_of_a_long_conversation_the_end_is_there_first(
    page: ConversationPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settle: Settle
) -> None:
    ids = long_conversation(tmp_path, 300, 299)
    first, *_, last = open_long(page, monkeypatch, settle, 300)
    assert first == ids[-len(first) :]
    assert 40 < len(first) < 130
    assert last == ids
    assert page.transcript.follows_end
    assert page.transcript.views[-1].entry.id == "n299"
    assert [entry.siblings for entry in page.entries] == [(node_id,) for node_id in ids]


def test_an_old_branch_of_a_long_conversation_is_shown_as_a_whole_at_once(
    page: ConversationPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settle: Settle
) -> None:
    ids = long_conversation(tmp_path, 300, 100)
    assert open_long(page, monkeypatch, settle, 101) == [ids]
