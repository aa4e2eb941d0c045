"""What is typed beside the message field goes into it; what has a use where it is typed stays there."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QInputMethodQueryEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListWidget, QPushButton, QTextBrowser, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from deskchat.ui.conversation.message_box import MessageBox
from deskchat.ui.conversation.page import ConversationPage
from deskchat.ui.conversation.stray_keys import StrayKeys
from deskchat.ui.conversation.transcript.entry import entries_of
from deskchat.ui.conversation.transcript.message_text import MessageText
from deskchat.ui.conversation.transcript.transcript import Transcript
from tests.ui.conversation.conftest import conversation, person, reply

Key, Held = Qt.Key, Qt.KeyboardModifier


class Place(QWidget):
    """Messages above the field, and the other things one can be at."""

    def __init__(self, transcript: Transcript) -> None:
        super().__init__()
        self.box = MessageBox(lambda: False)
        self.transcript, self.field, self.button, self.list = transcript, QLineEdit(), QPushButton("Do"), QListWidget()
        self.list.addItems(["Apple", "Pear"])
        column = QVBoxLayout(self)
        for part in (transcript, self.field, self.button, self.list, self.box):
            column.addWidget(part)
        StrayKeys(self.box).watch(self)

    @property
    def text(self) -> MessageText:
        """The last message."""
        return self.transcript.views[-1].text


@pytest.fixture
def place(qtbot: QtBot, transcript: Transcript) -> Place:
    made = Place(transcript)
    qtbot.addWidget(made)
    made.resize(600, 700)
    made.show()
    qtbot.waitUntil(made.isActiveWindow)
    nodes = [person("u", "Hello?"), reply("a", "Some words.\n\n" * 60, "u")]
    transcript.show_entries(entries_of(conversation(*nodes)), from_start=True)
    qtbot.waitUntil(lambda: bool(transcript.views) and all(view.settled for view in transcript.views))
    return made


def test_letters_typed_where_messages_are_read_go_to_the_field(place: Place) -> None:
    QTest.mouseClick(place.text.viewport(), Qt.MouseButton.LeftButton)
    assert place.text.hasFocus()

    QTest.keyClicks(place.text, "A")
    assert place.box.hasFocus()
    QTest.keyClicks(place.box, "nd so ")
    place.transcript.setFocus()
    QCoreApplication.sendEvent(place.transcript, QKeyEvent(QEvent.Type.KeyPress, 0, Held.NoModifier, "é"))

    assert place.box.toPlainText() == "And so é"
    assert place.text.toPlainText().startswith("Some words.")


def test_a_button_keeps_its_keys_and_gives_the_others(place: Place, qtbot: QtBot) -> None:
    place.button.setFocus()
    with qtbot.waitSignal(place.button.clicked):
        QTest.keyClick(place.button, Key.Key_Space)
    assert place.box.toPlainText() == ""

    QTest.keyClicks(place.button, "h")
    assert place.box.toPlainText() == "h"
    assert place.box.hasFocus()


def test_fields_and_lists_keep_what_is_typed_in_them(place: Place) -> None:
    place.field.setFocus()
    QTest.keyClicks(place.field, "words")
    place.list.setFocus()
    QTest.keyClicks(place.list, "p")

    assert place.field.text() == "words"
    assert place.list.currentItem().text() == "Pear"
    assert place.box.toPlainText() == ""


@pytest.mark.parametrize("held", [Held.ControlModifier, Held.AltModifier, Held.MetaModifier])
def test_keys_with_ctrl_alt_or_meta_are_no_letters(place: Place, held: Qt.KeyboardModifier) -> None:
    place.transcript.setFocus()
    QTest.keyClick(place.transcript, Key.Key_J, held)
    QTest.keyClick(place.text, Key.Key_Return)

    assert place.box.toPlainText() == ""
    assert place.transcript.hasFocus()


def test_a_copied_text_is_pasted_into_the_field(place: Place) -> None:
    QGuiApplication.clipboard().setText("from elsewhere")
    place.text.setFocus()
    QTest.keySequence(place.text, "Ctrl+V")

    assert place.box.toPlainText() == "from elsewhere"
    assert place.box.hasFocus()


def test_space_turns_the_page_where_messages_are_read(place: Place) -> None:
    bar = place.transcript.verticalScrollBar()
    bar.setValue(0)
    place.text.setFocus()

    QTest.keyClick(place.text, Key.Key_Space)
    there = bar.value()
    QTest.keyClick(place.text, Key.Key_Space)
    QTest.keyClick(place.text, Key.Key_Space, Held.ShiftModifier)

    assert there >= bar.pageStep() // 2
    assert bar.value() == there
    assert place.box.toPlainText() == ""


def composes(widget: QWidget) -> bool:
    """Would the system compose letters of several keys for it?"""
    asked = QInputMethodQueryEvent(Qt.InputMethodQuery.ImEnabled)
    QCoreApplication.sendEvent(widget, asked)
    return bool(asked.value(Qt.InputMethodQuery.ImEnabled))


def compose(widget: QWidget, *before: str, done: str) -> None:
    """Have the system compose a letter there, shown as each of ``before`` on its way."""
    for shown in before:
        QCoreApplication.sendEvent(widget, QInputMethodEvent(shown, []))
    committed = QInputMethodEvent()
    committed.setCommitString(done)
    QCoreApplication.sendEvent(widget, committed)


def test_letters_of_several_keys_are_composed_from_a_button_too(place: Place, qtbot: QtBot) -> None:
    place.button.setFocus()
    assert composes(place.button)
    compose(place.button, "´", done="é")
    assert place.box.toPlainText() == "é"
    assert place.box.hasFocus()
    place.button.setFocus()
    with qtbot.waitSignal(place.button.clicked):
        QTest.keyClick(place.button, Key.Key_Space)


def test_letters_of_several_keys_are_composed_each_time_the_focus_comes_back(place: Place) -> None:
    for place_of_reading in (place.text, place.transcript, place.button):
        place_of_reading.setFocus()
        place.box.setFocus()
        place_of_reading.setFocus()
        assert composes(place_of_reading)
        before = place.box.toPlainText()
        compose(place_of_reading, "^", done="ô")
        assert place.box.toPlainText() == before + "ô"
        assert not composes(place_of_reading), "it is of no use without the focus"


def test_lists_and_fields_compose_for_themselves_or_not_at_all(place: Place) -> None:
    place.list.setFocus()
    compose(place.list, done="é")
    place.field.setFocus()
    compose(place.field, "´", done="é")
    assert place.field.text() == "é"
    assert place.box.toPlainText() == ""


def test_letters_of_several_keys_are_composed_in_the_field(place: Place) -> None:
    """As dead keys and input methods make them."""
    place.text.setFocus()
    asked = QInputMethodQueryEvent(Qt.InputMethodQuery.ImEnabled | Qt.InputMethodQuery.ImCursorRectangle)
    QCoreApplication.sendEvent(place.text, asked)
    assert asked.value(Qt.InputMethodQuery.ImEnabled)
    cursor = asked.value(Qt.InputMethodQuery.ImCursorRectangle)
    assert isinstance(cursor, QRectF)
    assert place.box.rect().contains(place.box.mapFromGlobal(place.text.mapToGlobal(cursor.center().toPoint())))

    QCoreApplication.sendEvent(place.text, QInputMethodEvent("ni", []))
    assert place.text.hasFocus()    # moving it would end what is composed
    done = QInputMethodEvent()
    done.setCommitString("你")
    QCoreApplication.sendEvent(place.text, done)

    assert place.box.toPlainText() == "你"
    assert place.box.hasFocus()
    assert "你" not in place.text.toPlainText()


def test_a_message_that_had_the_focus_can_go(place: Place, qtbot: QtBot) -> None:
    place.text.setFocus()
    place.transcript.show_entries((), from_start=True)
    place.transcript.setFocus()
    QTest.keyClicks(place.transcript, "a")
    gone = QTextBrowser(place)
    gone.show()
    gone.setFocus()
    assert gone.hasFocus()
    gone.deleteLater()
    qtbot.waitUntil(lambda: not isValid(gone))
    place.transcript.setFocus()
    QTest.keyClicks(place.transcript, "b")
    assert place.box.toPlainText() == "ab"


def test_the_page_takes_what_is_typed_in_its_header(
    page: ConversationPage, settle: Callable[[Callable[[], bool]], None]
) -> None:
    page.model_button.setFocus()
    QTest.keyClicks(page.model_button, "w")
    settle(lambda: page.composer.box.toPlainText() == "w")
