"""Selecting over several messages with a real mouse and real keys, and what is on the clipboard then."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from deskchat.ui.conversation.transcript.copied import Kind
from deskchat.ui.conversation.transcript.entry import entries_of
from deskchat.ui.conversation.transcript.message_view import MessageView
from deskchat.ui.conversation.transcript.transcript import Transcript
from tests.ui.conversation.conftest import conversation, person, reply
from tests.ui.conversation.transcript.test_transcript import long_conversation, settled

pytestmark = pytest.mark.qt_log_ignore("not accepted by receiving widget")    # a text lets go of it, as it should
Settle = Callable[[Callable[[], bool]], None]
LEFT, NONE, SHIFT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def three(transcript: Transcript, settle: Settle) -> Transcript:
    """A question, a reply and a question."""
    said = "First **bold** [l](https://a.test/x) line 😀 end.\n\n- one\n- two\n\n```sh\necho a\n```\n"
    talk = conversation(person("u", "What is <it>?"), reply("a", said, "u"), person("v", "And why?", "a"))
    transcript.show_entries(entries_of(talk), from_start=True)
    settle(lambda: settled(transcript))
    return transcript


def place_of(view: MessageView, words: str, *, behind: bool = False) -> QPoint:
    found = view.text.document().find(words)
    at = view.text.textCursor()
    at.setPosition(found.selectionEnd() if behind else found.selectionStart())
    return view.text.cursorRect(at).center()


def drag(start: tuple[QWidget, QPoint], end: tuple[QWidget, QPoint]) -> None:
    """Press at one place, move, and let go at another: the widget that was pressed gets all of it."""
    widget, at = start
    to = widget.mapFromGlobal(end[0].mapToGlobal(end[1]))
    QTest.mousePress(widget, LEFT, NONE, at)
    for step in (1, 2, 3):
        QTest.mouseMove(widget, at + (to - at) * step / 3)
    QTest.mouseRelease(widget, LEFT, NONE, to)


def clip() -> str:
    return QGuiApplication.clipboard().text()


def test_a_drag_from_one_message_to_another_selects_what_lies_between(three: Transcript) -> None:
    question, answer, last = three.views
    drag((question.text.viewport(), place_of(question, "is")), (last.text.viewport(), place_of(last, "And", behind=True)))
    QTest.keyClick(question.text, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    assert clip() == (
        "You:\n\nis <it>?\n\nSmall Model:\n\nFirst bold l line 😀 end.\n\n• one\n• two\n\necho a\n\nYou:\n\nAnd"
    )
    assert answer.text.textCursor().selectedText()
    html = QGuiApplication.clipboard().mimeData().html()
    assert "is &lt;it&gt;?" in html
    assert '<strong>bold</strong> <a href="https://a.test/x">l</a>' in html
    assert "<ul><li>one</li><li>two</li></ul>" in html


def test_a_drag_upwards_selects_too_and_can_come_back(three: Transcript) -> None:
    question, answer, _ = three.views
    start = (answer.text.viewport(), place_of(answer, "line"))
    drag(start, (question.text.viewport(), place_of(question, "<it>")))
    three.selecting.copy(Kind.MARKDOWN)
    assert clip().rstrip() == "**You:**\n\n\\<it\\>?\n\n**Small Model:**\n\nFirst **bold** [l](<https://a.test/x>)"

    QTest.mouseClick(three.viewport(), LEFT, NONE, QPoint(3, 3))

    assert not three.selecting.several
    assert not any(view.text.textCursor().hasSelection() for view in three.views)


def test_within_one_message_the_text_selects_by_itself(three: Transcript) -> None:
    answer = three.views[1]
    drag(
        (answer.text.viewport(), place_of(answer, "line")),
        (answer.text.viewport(), place_of(answer, "😀", behind=True)),
    )
    QTest.keyClick(answer.text, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    assert clip() == "line 😀"
    assert not three.selecting.several


def test_shift_and_a_click_extend_to_another_message(three: Transcript) -> None:
    question, answer, _ = three.views
    QTest.mouseClick(question.text.viewport(), LEFT, NONE, place_of(question, "is"))
    QTest.mouseClick(answer.text.viewport(), LEFT, SHIFT, place_of(answer, "bold", behind=True))
    three.selecting.copy(Kind.PLAIN)

    assert clip() == "You:\n\nis <it>?\n\nSmall Model:\n\nFirst bold"
    assert not QGuiApplication.clipboard().mimeData().hasHtml()


def test_all_of_a_long_conversation_is_selected_and_copied_as_it_was_written(
    transcript: Transcript, settle: Settle
) -> None:
    talk = long_conversation(200)
    transcript.show_entries(entries_of(talk), from_start=True)
    settle(lambda: settled(transcript))

    QTest.keyClick(transcript, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    transcript.verticalScrollBar().setValue(0)    # what comes into sight is selected as well
    assert all(view.text.textCursor().hasSelection() for view in transcript.views)
    QGuiApplication.clipboard().clear()
    transcript.selecting.copy(Kind.MARKDOWN)
    settle(lambda: bool(clip()))

    said = [f"**{'You' if n.message.role == 'user' else 'Small Model'}:**\n\n{n.message.text.strip()}" for n in talk.nodes]
    assert [one.strip() for one in clip().split("\n\n**")] == [one.removeprefix("**") if i else one for i, one in enumerate(said)]


def test_a_drag_that_scrolls_reaches_messages_that_were_not_there(transcript: Transcript, settle: Settle) -> None:
    talk = long_conversation(100)
    transcript.show_entries(entries_of(talk), from_start=True)
    settle(lambda: settled(transcript))
    last = transcript.views[-1].text.viewport()

    QTest.mousePress(last, LEFT, NONE, QPoint(5, 5))
    above = last.mapFromGlobal(transcript.viewport().mapToGlobal(QPoint(50, -2000)))
    QTest.mouseMove(last, above)
    settle(lambda: transcript.verticalScrollBar().value() == 0)
    QTest.mouseRelease(last, LEFT, NONE, above)
    QGuiApplication.clipboard().clear()
    transcript.selecting.copy(Kind.PLAIN)
    settle(lambda: bool(clip()))

    assert clip().startswith("You:\n\nQuestion 0\n\nSmall Model:\n\nAnswer 0.")
    assert "Answer 50." in clip()


def test_shift_and_down_go_on_into_the_next_message(three: Transcript) -> None:
    question = three.views[0]
    question.text.setFocus()
    QTest.mouseClick(question.text.viewport(), LEFT, NONE, place_of(question, "is"))
    QTest.keyClick(question.text, Qt.Key.Key_End, SHIFT)
    QTest.keyClick(question.text, Qt.Key.Key_Down, SHIFT)
    three.selecting.copy(Kind.PLAIN)

    assert clip().startswith("You:\n\nis <it>?\n\nSmall Model:\n\nFirst bold")
    assert clip().endswith("echo a")


def test_what_is_copied_commands_no_terminal_and_loads_nothing(transcript: Transcript, settle: Settle) -> None:
    evil = "a\x1b]52;c;x\x07\n\n![x](http://evil.test/x.png)\n\n<img src='http://evil.test/y.png'>\n\n```\nb\x1b[201~\n```\n"
    transcript.show_entries(entries_of(conversation(person("u", "x\x1b[2J"), reply("a", evil, "u"))), from_start=True)
    settle(lambda: settled(transcript))
    transcript.selecting.select_all()
    for kind in Kind:
        transcript.selecting.copy(kind)
        data = QGuiApplication.clipboard().mimeData()
        html = data.html() if kind in (Kind.USUAL, Kind.RICH) else ""
        assert not set(data.text() + html) & set("\x1b\x07\r\x00")
        assert "<img" not in html
        assert "src=" not in html.replace("&lt;img src=", "")
        assert "evil.test/x.png" not in html


def test_a_message_is_copied_in_three_ways(three: Transcript) -> None:
    three.selecting.copy_message("a", "rich")
    assert "<pre><code>echo a</code></pre>" in QGuiApplication.clipboard().mimeData().html()
    three.selecting.copy_message("a", "plain")
    assert clip().endswith("• two\n\necho a")
    three.copy_message("a")
    assert clip().endswith("```sh\necho a\n```")
