"""Lines of code are not wrapped: code that is wider than the page is moved sideways by itself."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QMouseEvent, QTextBlock, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollBar, QToolButton
from pytestqt.qtbot import QtBot

from deskchat.ui.conversation.transcript.code_block import LONGEST_UNWRAPPED
from deskchat.ui.conversation.transcript.ink import Ink
from deskchat.ui.conversation.transcript.message_text import MessageText

Settle = Callable[[Callable[[], bool]], None]
LONG = "value = compute(" + ", ".join(f"argument_{n}" for n in range(30)) + ")  # the end"
CODE = f"short = 1\n{LONG}\nalso_short = 2"
TEXT = f"Before.\n\n```py\n{CODE}\n```\n\nAfter.\n"


@pytest.fixture
def show(qtbot: QtBot, ink: Ink, settle: Settle) -> Callable[..., MessageText]:
    def shown(text: str, *, final: bool = True, wraps: bool = False) -> MessageText:
        made = MessageText(replace(ink, wraps_code=wraps), markdown=True)
        qtbot.addWidget(made)
        made.set_text_width(400)
        made.show()
        made.show_text(text, final=final)
        settle(lambda: made.settled)
        return made

    return shown


def bars(text: MessageText) -> list[QScrollBar]:
    return [bar for bar in text.viewport().findChildren(QScrollBar) if bar.isVisible()]


def line(text: MessageText, words: str) -> QTextBlock:
    return text.document().findBlock(text.document().find(words).position())


def left_of(text: MessageText, words: str) -> float:
    """Where its line is drawn."""
    text.grab()
    return line(text, words).layout().lineAt(0).x()


def turn(text: MessageText, at: str, angle: QPoint, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> bool:
    cursor = text.document().find(at)
    point = QPointF(text.cursorRect(cursor).center())
    event = QWheelEvent(
        point, QPointF(text.viewport().mapToGlobal(point.toPoint())), QPoint(), angle, Qt.MouseButton.NoButton, keys,
        Qt.ScrollPhase.NoScrollPhase, False,
    )    # fmt: skip
    QApplication.sendEvent(text.viewport(), event)
    return event.isAccepted()


def test_a_long_line_stays_one_and_gets_a_bar_the_text_around_is_wrapped(show: Callable[..., MessageText]) -> None:
    text = show(TEXT + "\n\n" + "Words go on. " * 40)

    assert line(text, LONG[:20]).layout().lineCount() == 1
    assert line(text, "Words go on").layout().lineCount() > 2
    assert len(bars(text)) == 1
    assert bars(text)[0].accessibleName() == "Scroll the code sideways"
    assert bars(text)[0].focusPolicy() & Qt.FocusPolicy.TabFocus
    assert text.horizontalScrollBar().maximum() == 0


def test_code_that_fits_has_no_bar(show: Callable[..., MessageText]) -> None:
    assert bars(show("```py\nx = 1\n```\n")) == []


def test_the_wheel_moves_code_sideways_and_leaves_the_rest_to_the_transcript(show: Callable[..., MessageText]) -> None:
    text = show(TEXT)
    resting, prose = left_of(text, LONG[:20]), left_of(text, "After")

    assert turn(text, "short", QPoint(0, -240), Qt.KeyboardModifier.ShiftModifier)
    moved = left_of(text, LONG[:20])
    assert moved == resting - bars(text)[0].value() < resting
    assert left_of(text, "short") == moved
    assert left_of(text, "After") == prose

    assert turn(text, "short", QPoint(-120, 0))
    assert left_of(text, LONG[:20]) < moved
    assert not turn(text, "short", QPoint(0, -120))
    assert not turn(text, "After", QPoint(-120, 0))


def test_keys_move_the_bar(show: Callable[..., MessageText]) -> None:
    text = show(TEXT)
    QTest.keyClick(bars(text)[0], Qt.Key.Key_Right)
    assert bars(text)[0].value() > 0


def test_a_place_beside_what_is_seen_can_be_shown(show: Callable[..., MessageText]) -> None:
    text = show(TEXT)
    hit = text.document().find("the end")
    text.show_place(hit.selectionEnd())
    text.grab()

    assert bars(text)[0].value() > 0
    assert text.viewport().rect().contains(text.cursorRect(hit))
    text.show_place(text.document().find("value").selectionStart())
    assert bars(text)[0].value() == 0


def test_the_caret_takes_the_code_along(show: Callable[..., MessageText]) -> None:
    text = show(TEXT)
    cursor = text.textCursor()
    cursor.setPosition(text.document().find("value").selectionStart())
    text.setTextCursor(cursor)
    QTest.keyClick(text, Qt.Key.Key_End, Qt.KeyboardModifier.ShiftModifier)

    assert text.textCursor().selectedText() == LONG
    assert bars(text)[0].value() == bars(text)[0].maximum()


def test_a_selection_drawn_beyond_the_edge_goes_on(show: Callable[..., MessageText]) -> None:
    text = show(TEXT)
    text.grab()
    start = text.cursorRect(text.document().find("value")).center()
    outside = QPoint(text.viewport().width() + 60, start.y())
    QTest.mousePress(text.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    values = []
    for _ in range(3):    # as Qt does while the pointer rests out there
        move = QMouseEvent(
            QEvent.Type.MouseMove, QPointF(outside), QPointF(text.viewport().mapToGlobal(outside)),
            Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
        )    # fmt: skip
        QApplication.sendEvent(text.viewport(), move)
        text.grab()
        values.append(bars(text)[0].value())

    assert 0 < values[0] < values[1] < values[2]


def test_what_is_copied_and_read_aloud_is_whole(show: Callable[..., MessageText]) -> None:
    text = show(TEXT)
    bars(text)[0].setValue(100)
    next(one for one in text.findChildren(QToolButton) if one.accessibleName() == "Copy code").click()
    assert QGuiApplication.clipboard().text() == CODE
    text.selectAll()
    text.copy()
    assert CODE in QGuiApplication.clipboard().text()
    told = QAccessible.queryAccessibleInterface(text).textInterface()
    assert CODE in told.text(0, told.characterCount())


@pytest.mark.parametrize("before", ["", "1. An item\n\n   "])    # in a list the open block is written anew each time
def test_code_stays_where_it_was_moved_to_while_it_grows(
    show: Callable[..., MessageText], settle: Settle, before: str
) -> None:
    half = TEXT[: TEXT.index("also")]
    beginning = before + half.replace("\n", "\n   ") if before else half
    text = show(beginning, final=False)
    bars(text)[0].setValue(50)
    left = left_of(text, LONG[:20])
    text.show_text(beginning + "also_short = 2\n", final=False)
    settle(lambda: "also_short = 2" in text.toPlainText())

    assert bars(text)[0].value() == 50
    assert left_of(text, LONG[:20]) == left


def test_a_line_from_right_to_left_begins_at_the_right(show: Callable[..., MessageText]) -> None:
    text = show("```\n" + "سطر عربي طويل " * 20 + "\nshort\n```\n")
    bar, found = bars(text)[0], line(text, "سطر")
    left = left_of(text, "سطر")

    assert bar.minimum() < 0 == bar.value() == bar.maximum()
    assert text.viewport().width() - 40 < left + found.layout().lineAt(0).naturalTextWidth() < text.viewport().width()
    bar.setValue(bar.minimum())
    assert left_of(text, "سطر") == pytest.approx(left - bar.minimum())


def test_a_line_without_end_is_wrapped(show: Callable[..., MessageText]) -> None:
    text = show("```\n" + "x" * 10 * LONGEST_UNWRAPPED + "\n" + "word " * LONGEST_UNWRAPPED + "\nshort\n```\n")

    assert line(text, "xxx").layout().lineCount() > 100
    assert line(text, "word").layout().lineCount() > 100
    assert line(text, "short").blockFormat().nonBreakableLines()
    assert bars(text) == []


def test_a_line_that_grows_without_end_is_wrapped(show: Callable[..., MessageText], settle: Settle) -> None:
    text = show("```\n" + "word " * 300, final=False)
    assert bars(text)
    text.show_text("```\n" + "word " * 600 + "\n" + LONG, final=False)
    settle(lambda: text.settled)

    assert line(text, "word").layout().lineCount() > 10
    assert line(text, LONG[:20]).layout().lineCount() == 1
    assert bars(text)[0].maximum() < line(text, LONG[:20]).layout().lineAt(0).naturalTextWidth()


def test_wrapped_where_the_person_wants_it_so(show: Callable[..., MessageText]) -> None:
    text = show(TEXT, wraps=True)
    assert line(text, LONG[:20]).layout().lineCount() > 1
    assert bars(text) == []


def test_a_narrower_page_keeps_what_is_moved_within_its_range(show: Callable[..., MessageText]) -> None:
    text = show(TEXT)
    bars(text)[0].setValue(bars(text)[0].maximum())
    text.set_text_width(800)

    bar = bars(text)[0]
    assert bar.value() == bar.maximum()
    assert bar.geometry().right() < 800
    text.set_text_width(5000)
    assert bars(text) == []
    assert left_of(text, LONG[:20]) == left_of(text, "short") > 0


def test_an_unfolded_line_counts(show: Callable[..., MessageText]) -> None:
    text = show("```\n" + "x\n" * 70 + LONG + "\n```\n")
    assert bars(text) == []
    text.show_place(text.document().find("the end").position())
    assert bars(text)[0].value() > 0
