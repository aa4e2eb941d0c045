"""Long code is folded, and comes back whole."""

from collections.abc import Callable

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from deskchat.ui.conversation.transcript.ink import Ink
from deskchat.ui.conversation.transcript.message_text import MessageText

Settle = Callable[[Callable[[], bool]], None]
CODE = "\n".join(f"line {number}" for number in range(3000))
TEXT = f"Before.\n\n```py\n{CODE}\n```\n\nAfter.\n\n```\nshort\n```\n"


@pytest.fixture
def text(qtbot: QtBot, ink: Ink) -> MessageText:
    made = MessageText(ink, markdown=True)
    qtbot.addWidget(made)
    made.set_text_width(500)
    made.show()
    return made


def button(text: MessageText) -> QToolButton:
    return next(one for one in text.findChildren(QToolButton) if "lines" in one.text())


def seen(text: MessageText) -> int:
    """Lines that are to be seen."""
    document = text.document()
    return sum(document.findBlockByNumber(number).isVisible() for number in range(document.blockCount()))


def test_long_code_is_folded_and_unfolded(text: MessageText, settle: Settle, ink: Ink) -> None:
    text.show_text(TEXT, final=True)
    settle(lambda: text.settled)
    folded = text.height()

    assert button(text).accessibleName() == "Show all 3,000 lines"
    assert seen(text) == 1 + 40 + 1 + 1
    assert folded < 60 * 2 * ink.em
    assert text.rect().contains(button(text).geometry())

    button(text).click()
    assert seen(text) == text.document().blockCount()
    assert text.height() > 2960 * ink.em
    assert button(text).text() == "Show the first 40 lines"

    button(text).click()
    assert text.height() == folded


def test_copied_code_and_a_selection_are_whole(text: MessageText, settle: Settle) -> None:
    text.show_text(TEXT, final=True)
    settle(lambda: text.settled)
    next(one for one in text.findChildren(QToolButton) if one.accessibleName() == "Copy code").click()
    assert QGuiApplication.clipboard().text() == CODE

    text.selectAll()
    text.copy()
    assert CODE in QGuiApplication.clipboard().text()


def test_what_was_read_while_it_was_written_stays_open(text: MessageText, settle: Settle) -> None:
    half = TEXT.index("line 1500")
    text.show_text(TEXT[:half], final=False)
    settle(lambda: text.settled)
    text.show_text(TEXT, final=True)
    settle(lambda: text.settled)

    assert seen(text) == text.document().blockCount()
    assert button(text).text() == "Show the first 40 lines"


def test_a_place_that_is_folded_away_can_be_shown(text: MessageText, settle: Settle) -> None:
    text.show_text(TEXT, final=True)
    settle(lambda: text.settled)
    text.show_place(text.document().find("line 2222").position())

    assert seen(text) == text.document().blockCount()
