"""Formulas in a message, set by the real typesetter."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QColor, QTextCursor
from PySide6.QtWidgets import QApplication, QScrollBar, QToolButton
from pytestqt.qtbot import QtBot

from deskchat.services.formulas.typesetter import Typesetter
from deskchat.services.loop import BackgroundLoop
from deskchat.ui.conversation.transcript.formulas import DRAWN, KIND, Formulas
from deskchat.ui.conversation.transcript.ink import Ink
from deskchat.ui.conversation.transcript.message_text import MessageText
from deskchat.ui.relay import Relay

Settle = Callable[[Callable[[], bool]], None]


@pytest.fixture(scope="module")
def formulas(qapp: QApplication) -> Iterator[Formulas]:
    loop, keeper = BackgroundLoop(), QObject()
    loop.start()
    typesetter = Typesetter(one_s=30.0)
    yield Formulas(typesetter, Relay(loop, keeper))
    loop.submit(typesetter.aclose()).result(120)
    loop.stop()


@pytest.fixture
def widget(qtbot: QtBot, ink: Ink, formulas: Formulas) -> MessageText:
    made = MessageText(replace(ink, formulas=formulas), markdown=True)
    qtbot.addWidget(made)
    made.set_text_width(600)
    return made


def drawn(widget: MessageText) -> list[bool]:
    """For each formula in the document: is its drawing there?"""
    found = []
    block = widget.document().begin()
    while block.isValid():
        at = block.begin()
        while not at.atEnd():
            form = at.fragment().charFormat()
            if form.objectType() == KIND:
                found.append(form.hasProperty(DRAWN))
            at += 1
        block = block.next()
    return found


def test_formulas_take_the_place_of_their_sources(widget: MessageText, settle: Settle) -> None:
    text = "So $x^2$ and\n\n$$\n\\frac{a}{b}\n$$\n\n- $y$\n\n| $z$ | b |\n|---|---|\n| 1 | $x^2$ |\n"
    for end in range(0, len(text), 7):
        widget.show_text(text[:end], final=False)
        settle(lambda: widget.settled)
    widget.show_text(text, final=True)

    settle(lambda: drawn(widget) == [True] * 5)
    widget.selectAll()
    copied = widget.createMimeDataFromSelection().text()
    for source in ("$x^2$ and", "$$\n\\frac{a}{b}\n$$", "$y$", "$z$"):
        assert source in copied


def test_what_stands_in_code_follows_it_when_a_formula_above_gets_its_drawing(widget: MessageText, settle: Settle) -> None:
    widget.show()
    code = "```python\none = 1\n```\n\nA line.\n\n```\n" + "long " * 60 + "\n```\n"
    widget.show_text("$$\n\\frac{a}{\\frac{b}{\\frac{c}{\\frac{d}{e}}}}\n$$\n\n" + code, final=True)
    settle(lambda: widget.settled and drawn(widget) == [True])

    def places() -> list[tuple[str, int]]:
        buttons = widget.viewport().findChildren(QToolButton)
        bars = [bar for bar in widget.viewport().findChildren(QScrollBar) if bar.isVisible()]
        return [(type(part).__name__, part.y()) for part in (*buttons, *bars)]

    found = places()
    assert [name for name, _ in found].count("QToolButton") == 2
    assert len(found) == 3
    widget.set_text_width(601)    # everything is put in its place anew
    assert places() == found


def test_what_is_no_formula_stays_as_it_was_written(widget: MessageText, settle: Settle) -> None:
    widget.show_text(r"a $\nosuch{x}$ b $x$ c", final=True)

    settle(lambda: drawn(widget) == [False, True])
    widget.selectAll()
    assert widget.createMimeDataFromSelection().text() == r"a $\nosuch{x}$ b $x$ c"


def test_a_part_that_is_selected_is_copied_with_its_own_formulas(widget: MessageText, settle: Settle) -> None:
    widget.show_text("$a$ $b$ $b$ $c$ end", final=True)
    cursor = QTextCursor(widget.document())
    cursor.setPosition(2)
    cursor.setPosition(5, QTextCursor.MoveMode.KeepAnchor)
    widget.setTextCursor(cursor)

    assert widget.createMimeDataFromSelection().text() == "$b$ $b$"


def test_a_drawing_has_the_colour_of_the_text_around_it(widget: MessageText, formulas: Formulas, settle: Settle) -> None:
    widget.show_text("$x$", final=True)
    settle(lambda: drawn(widget) == [True])
    drawing = formulas.known(("x", False))
    assert drawing is not None
    image = formulas.image(("x", False), drawing, 40.0, QColor("#c01020"), 2.0)

    assert image.devicePixelRatio() == 2.0
    painted = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    solid = {colour.name() for colour in painted if colour.alpha() == 255}
    assert solid == {"#c01020"}


def test_a_formula_wider_than_the_column_is_drawn_smaller(widget: MessageText, settle: Settle) -> None:
    widget.show_text("$$" + " + ".join(f"a_{{{n}}}" for n in range(60)) + "$$", final=True)
    settle(lambda: drawn(widget) == [True])

    assert widget.document().idealWidth() <= 600


def test_a_text_that_is_written_anew_leaves_nothing_of_the_last_one(qtbot: QtBot, ink: Ink) -> None:
    widget = MessageText(ink, markdown=True)
    qtbot.addWidget(widget)
    widget.show_text("So $x^2$.", final=True)
    before = len(widget.document().children())
    for number in range(5):
        widget.begin_anew()
        widget.show_text(f"And [a link][a] to $y^{number}$.\n\n[a]: https://example.org\n", final=True)
    assert len(widget.document().children()) == before
