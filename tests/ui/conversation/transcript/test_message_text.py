import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QRect, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from deskchat.ui.conversation.transcript.copied import clean_for_clipboard
from deskchat.ui.conversation.transcript.ink import Ink
from deskchat.ui.conversation.transcript.message_text import CUT_AT, PIECE, MessageText

Settle = Callable[[Callable[[], bool]], None]

HOSTILE = """![x](file://CANARY) ![x](CANARY) ![x](//127.0.0.1/s/x.png) ![x][r] <img src="CANARY">
<body background="CANARY"><table background="CANARY"><tr><td style="background-image:url(CANARY)">x</td></tr></table>
<link rel=stylesheet href="CANARY"> [![x](CANARY)](http://a.b) ![x](data:image/svg+xml;base64,PHN2Zy8+)

| ![x](CANARY) | b |
|---|---|
| <img src="CANARY"> | ![x](%2e%2e/CANARY) |

- ![x](CANARY)

> ![x](CANARY)

[r]: CANARY
"""


@pytest.fixture
def shown(qtbot: QtBot, ink: Ink, settle: Settle) -> Callable[[str], MessageText]:
    """A message with a text, laid out."""

    def show(text: str) -> MessageText:
        widget = MessageText(ink, markdown=True)
        qtbot.addWidget(widget)
        widget.set_text_width(600)
        widget.show_text(text, final=True)
        settle(lambda: widget.settled)
        return widget

    return show


def test_a_long_text_waits_for_its_width_which_would_lay_all_of_it_out_at_once(qtbot: QtBot, ink: Ink, settle: Settle) -> None:
    widget = MessageText(ink, markdown=True)
    qtbot.addWidget(widget)
    text = ("word " * 100 + "\n\n") * 200
    widget.show_text(text, final=True)
    assert len(widget.toPlainText()) <= PIECE
    widget.set_text_width(600)
    settle(lambda: widget.settled)
    assert widget.toPlainText().split() == text.split()


def test_no_text_makes_qt_open_a_file(tmp_path: Path) -> None:
    """The rendering process is watched by strace: the file the text names all over is never opened."""
    canary = tmp_path / "canary.png"
    canary.write_bytes(b"not a picture")
    script = Path(__file__).with_name("render.py")
    log = tmp_path / "opened.log"
    command = [sys.executable, str(script), "file"]
    witness = ["strace", "-f", "-qq", "-e", "trace=openat,connect", "-o", str(log)]

    done = subprocess.run(
        witness + command, input=HOSTILE.replace("CANARY", str(canary)), text=True, capture_output=True, timeout=100
    )

    assert done.returncode == 0, done.stderr
    opened = log.read_text(errors="replace")
    assert "openat" in opened
    assert "canary" not in opened
    assert "//127" not in opened
    assert "AF_INET" not in opened


def test_resources_named_by_a_text_are_nothing(shown: Callable[[str], MessageText]) -> None:
    widget = shown("![x](/etc/hostname)")

    for kind in QTextDocument.ResourceType:
        assert widget.loadResource(kind.value, QUrl("file:///etc/hostname")) is None
    assert "image not loaded" in widget.toPlainText()


@pytest.mark.parametrize(
    "text",
    [
        "<table><tr><td>" * 24,
        ">" * 20_000 + " a",
        "".join("  " * i + "- a\n" for i in range(200)),
        "x" * 1_000_000,
        "*a " * 50_000,
        "[" * 50_000,
        "`" * 100_000,
        "|a" * 1000 + "|\n" + "|-" * 1000 + "|\n" + ("|a" * 1000 + "|\n") * 20,
        "```\n" + "y" * 300_000 + "\n```\n",
        "a" + "\u0301" * 20_000,
        "![x](data:image/png;base64," + "A" * 300_000 + ")",
    ],
    ids=["tables", "quotes", "lists", "line", "stars", "brackets", "ticks", "wide table", "code line", "marks", "data"],
)
def test_nothing_freezes_the_window(text: str) -> None:
    """In a process of its own, because a freeze could not be asserted away."""
    script = Path(__file__).with_name("render.py")
    before = os.times()

    done = subprocess.run([sys.executable, str(script)], input=text, text=True, capture_output=True, timeout=100)

    after = os.times()
    assert done.returncode == 0, done.stderr
    assert after.children_user + after.children_system - before.children_user - before.children_system < 15


def test_a_text_without_end_is_shown_up_to_a_bound_and_whole_on_request(
    qtbot: QtBot, ink: Ink, settle: Settle
) -> None:
    widget = MessageText(ink, markdown=True)
    qtbot.addWidget(widget)
    widget.set_text_width(600)
    text = "word " * (CUT_AT // 5 + 1000) + "the end"

    with qtbot.waitSignal(widget.shortened) as told:
        widget.show_text(text, final=True)
    settle(lambda: widget.settled)

    assert told.args == [len(text)]
    assert "the end" not in widget.toPlainText()
    widget.show_all()
    settle(lambda: widget.settled)
    assert "the end" in widget.toPlainText()


def test_the_buttons_of_code_stand_at_its_right_whatever_the_width(shown: Callable[[str], MessageText]) -> None:
    widget = shown("```\nfirst\n```\n\nWords.\n\n```\nsecond\n```\n\nMore words.\n")
    for visible in (False, True):
        widget.setVisible(visible)
        for width in (500, 800):
            widget.set_text_width(width)
            rights = [one.geometry().right() for one in widget.findChildren(QToolButton)]
            assert [0 < width - right < 30 for right in rights] == [True, True]


@pytest.mark.parametrize("language", ["python", "a-language-with-a-very-long-name" * 5])
def test_the_language_of_code_stands_at_its_left_and_clear_of_the_button(
    shown: Callable[[str], MessageText], qapp: QApplication, ink: Ink, language: str
) -> None:
    def head(direction: Qt.LayoutDirection) -> QImage:
        qapp.setLayoutDirection(direction)
        widget = shown(f"```{language}\nx = 1\n```\n")
        (button,) = widget.findChildren(QToolButton)
        button.hide()
        inside = QRect(4, button.y() + 8, button.geometry().right() - 8, button.height() - 16)
        return widget.viewport().grab(inside).toImage()

    try:
        mirrored = head(Qt.LayoutDirection.RightToLeft)
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    usual = head(Qt.LayoutDirection.LeftToRight)
    assert usual == mirrored
    ground = usual.pixelColor(0, 0)
    inked = [x for x in range(usual.width()) if any(usual.pixelColor(x, y) != ground for y in range(usual.height()))]
    assert inked[0] < 2 * ink.em
    assert inked[-1] < usual.width() - 3 * ink.em


def test_each_code_block_has_a_button_that_copies_it(shown: Callable[[str], MessageText], qtbot: QtBot) -> None:
    widget = shown("```py\nx = 1\n\ny = 2\n```\n\ntext\n\n```\nsecond\x1b[31m\n```\n")

    first, second = widget.findChildren(QToolButton)

    assert first.accessibleName() == "Copy code"
    QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "x = 1\n\ny = 2"
    QTest.mouseClick(second, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "second[31m"


def test_code_gets_its_colours(shown: Callable[[str], MessageText], settle: Settle) -> None:
    widget = shown("text\n\n```python\ndef f():\n    return 'x'\n```\n")
    line = widget.document().findBlockByNumber(1)

    settle(lambda: bool(line.layout().formats()))

    assert line.text() == "def f():"


def test_short_code_gets_its_colours_when_it_is_closed_while_the_reply_goes_on(qtbot: QtBot, ink: Ink, settle: Settle) -> None:
    widget = MessageText(ink, markdown=True)
    qtbot.addWidget(widget)
    widget.set_text_width(600)
    widget.show_text("text\n\n```python\ndef f():\n    return 'x'\n```\n\nAnd so", final=False)
    line = widget.document().findBlockByNumber(1)

    settle(lambda: bool(line.layout().formats()))

    assert line.text() == "def f():"


def test_a_selection_is_copied_as_plain_and_as_rich_text(shown: Callable[[str], MessageText]) -> None:
    widget = shown("one **two**\nthree\n\n- item")
    widget.selectAll()

    data = widget.createMimeDataFromSelection()

    assert data.formats() == ["text/plain", "text/html"]
    assert data.text() == "one two\nthree\n\n• item"
    assert data.html() == "<p>one <strong>two</strong><br>three</p><ul><li>item</li></ul>"


def test_a_copied_text_can_not_command_a_terminal() -> None:
    assert clean_for_clipboard("a\x1b[2J\r\nb\x00\x07\u2028c\n\n") == "a[2J\nb\nc"


def test_a_link_asks_and_does_not_open(shown: Callable[[str], MessageText], qtbot: QtBot) -> None:
    widget = shown("[x](https://a.b/c)")
    before = widget.toPlainText()

    with qtbot.waitSignal(widget.link_clicked) as clicked:
        widget.anchorClicked.emit(QUrl("https://a.b/c"))

    assert clicked.args == ["https://a.b/c"]
    assert widget.toPlainText() == before


def test_a_growing_text_keeps_what_is_there(qtbot: QtBot, ink: Ink, settle: Settle) -> None:
    widget = MessageText(ink, markdown=True)
    qtbot.addWidget(widget)
    widget.set_text_width(600)
    text = "".join(f"Paragraph {n}.\n\n" for n in range(100))
    for end in range(0, len(text), 40):
        widget.show_text(text[:end], final=False)
        settle(lambda: widget.settled)
    widget.show_text(text, final=True)
    settle(lambda: widget.settled)

    assert widget.toPlainText().split("\n") == [f"Paragraph {n}." for n in range(100)]
    assert widget.blocks_written < 100 + len(text) // 20


def test_the_same_width_lays_nothing_out_again(shown: Callable[[str], MessageText]) -> None:
    """A layout of the whole text at each update made long replies slower and slower."""
    widget = shown("Some text. " * 100)
    told: list[object] = []
    widget.document().documentLayout().update.connect(lambda *_: told.append(True))

    widget.set_text_width(600)
    assert told == []

    widget.set_text_width(500)
    assert told


def test_code_behind_a_table_does_not_lie_over_it(shown: Callable[[str], MessageText]) -> None:
    widget = shown("| a | b |\n|---|---|\n| 1 | 2 |\n\n```python\nx = 1\n```\n")
    layout = widget.document().documentLayout()
    table = widget.document().rootFrame().childFrames()[0]
    last_row = layout.frameBoundingRect(table).bottom() - table.frameFormat().bottomMargin()
    assert widget._frames.rect(0).top() >= last_row


def test_code_at_the_beginning_has_room_for_its_head(shown: Callable[[str], MessageText]) -> None:
    view = shown("```python\nprint()\n```\n")
    code = view.document().findBlockByNumber(view.document().blockCount() - 1)
    assert "print" in code.text()
    assert view.document().documentLayout().blockBoundingRect(code).top() > view.fontMetrics().height()


@pytest.mark.parametrize("text", ["1. Hello there\n2. Thanks\n", "1. مرحبا بالعالم\n2. شكرا\n"])
def test_the_number_of_an_item_stands_apart_from_its_words(shown: Callable[[str], MessageText], text: str) -> None:
    view = shown(text)
    block = view.document().firstBlock()
    line, tab = block.layout().lineAt(0), block.text().index("\t")
    x_of = cast("Callable[[int], tuple[float, int]]", line.cursorToX)    # the stub knows no more than “object”
    assert abs(x_of(tab + 1)[0] - x_of(tab)[0]) > 3
