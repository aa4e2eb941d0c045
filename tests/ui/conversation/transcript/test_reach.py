"""Letters that the font lacks: drawn as Qt would draw them, and not looked for each time."""

import pytest
from PySide6.QtGui import QFont, QTextBlock, QTextCharFormat, QTextCursor, QTextDocument, QTextLayout
from PySide6.QtWidgets import QApplication

from deskchat.ui.conversation.transcript.copied import html, markdown
from deskchat.ui.conversation.transcript.flow import MarkdownFlow
from deskchat.ui.conversation.transcript.fragment import paragraphs
from deskchat.ui.conversation.transcript.ink import Ink
from deskchat.ui.conversation.transcript.reach import insert

NOWHERE = "\ue123\ue124"


def drawn(layout: QTextLayout) -> list[tuple[str, int]]:
    """Font and glyph of each letter."""
    return [(run.rawFont().familyName(), glyph) for run in layout.lineAt(0).glyphRuns() for glyph in run.glyphIndexes()]


def as_qt_draws_it(text: str) -> list[tuple[str, int]]:
    layout = QTextLayout(text, QTextDocument().defaultFont())
    layout.beginLayout()
    layout.createLine().setLineWidth(10_000)
    layout.endLayout()
    return drawn(layout)


KEPT: list[QTextDocument] = []    # a block is gone with its document


def written(text: str) -> QTextBlock:
    document = QTextDocument()
    document.setTextWidth(10_000)
    insert(QTextCursor(document), text, QTextCharFormat())
    block = document.firstBlock()
    document.documentLayout().documentSize()
    assert block.text() == text
    KEPT.append(document)
    return block


def looks(block: QTextBlock) -> list[tuple[str, QTextCharFormat]]:
    found, at = [], block.begin()
    while not at.atEnd():
        found.append((at.fragment().text(), at.fragment().charFormat()))
        at += 1
    return found


@pytest.mark.parametrize("text", ["漢字かな交じり文中文字符", "한국어", "a 中 b", "مرحبا", "→ ①", NOWHERE])
def test_it_is_drawn_as_ever(qapp: QApplication, text: str) -> None:
    assert drawn(written(text).layout()) == as_qt_draws_it(text)


def test_an_eastern_text_names_the_font_that_has_it(qapp: QApplication) -> None:
    having = {family for family, glyph in as_qt_draws_it("中") if glyph}
    [(eastern, look), (words, usual)] = looks(written("中文、 and words"))

    assert (eastern, words) == ("中文、", " and words")
    assert having <= set(look.fontFamilies())
    assert not usual.fontFamilies()


def test_letters_that_no_font_has_are_not_looked_for(qapp: QApplication) -> None:
    merging = [(text, look.fontStyleStrategy()) for text, look in looks(written(f"one{NOWHERE}two"))]

    assert [text for text, _ in merging] == ["one", NOWHERE, "two"]
    assert [strategy is QFont.StyleStrategy.NoFontMerging for _, strategy in merging] == [False, True, False]


def test_plain_words_are_left_alone(qapp: QApplication) -> None:
    assert all(not look.fontFamilies() for _, look in looks(written("Words, “quoted” – naïve: Grüße")))


def test_they_are_copied_as_one(ink: Ink, qapp: QApplication) -> None:
    document = QTextDocument()
    flow = MarkdownFlow(document, ink)
    flow.append(f"**bold{NOWHERE}words** and `co{NOWHERE}de`")
    flow.finish()
    told = tuple(paragraphs(document, 0, document.characterCount() - 1, []))

    assert markdown(told) == f"**bold{NOWHERE}words** and `co{NOWHERE}de`"
    assert html(told) == f"<p><strong>bold{NOWHERE}words</strong> and <code>co{NOWHERE}de</code></p>"
