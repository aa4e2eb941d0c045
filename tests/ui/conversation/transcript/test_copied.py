"""What a part of a message becomes on the clipboard."""

import pytest
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication

from deskchat.ui.conversation.transcript.copied import html, markdown, plain
from deskchat.ui.conversation.transcript.flow import MarkdownFlow
from deskchat.ui.conversation.transcript.fragment import Paragraph, paragraphs
from deskchat.ui.conversation.transcript.ink import Ink


def shown(text: str, ink: Ink) -> tuple[Paragraph, ...]:
    document = QTextDocument()
    flow = MarkdownFlow(document, ink)
    flow.append(text)
    flow.finish()
    return tuple(paragraphs(document, 0, document.characterCount() - 1, flow.code_blocks))


@pytest.mark.parametrize("text", [
    "# Title\n\nSome *slanted*, **bold**, ~~struck~~ and `code` words.",
    "1. one\n2. two\n   - deeper\n   - again\n3. three",
    "- [x] done\n- [ ] open",
    "> quoted\n\nthen",
    "> quoted\n>\n> ```py\n> print(1)\n>\n> x = 2\n> ```\n>\n> > deeper\n\nthen",
    "> quoted\n>\n> | a | b |\n> | --- | --- |\n> | 1 | 2 |\n>\n> and on",
    "- one\n\n   | a |\n   | --- |\n   | 1 |\n- two",
    "1. one\n\n   ```py\n   print(1)\n   ```\n2. two",
    "| a | b |\n| --- | --- |\n| 1 | 2 |",
    "```py\nprint(1)\n\nx = 2\n```",
    "before\n\n---\n\nafter",
    "A formula $a^2$ and a mark[^1].\n\n[^1]: The note.",
])  # fmt: skip
def test_markdown_comes_out_as_it_went_in(text: str, ink: Ink, qapp: QApplication) -> None:
    assert markdown(shown(text, ink)) == text


def test_a_table_is_plain_text_with_tabs(ink: Ink, qapp: QApplication) -> None:
    assert plain(shown("| a | b |\n|---|---|\n| 1 | 2 |\n\nend", ink)) == "a\tb\n1\t2\n\nend"


def test_code_in_a_quote_or_a_list_is_plain_as_it_was_written(ink: Ink, qapp: QApplication) -> None:
    told = "1. > said\n   >\n   > ```\n   > a\n   >     b\n   > ```\n"

    assert plain(shown(told, ink)) == "1. said\n\na\n    b"


def test_html_has_lists_in_lists_and_tables(ink: Ink, qapp: QApplication) -> None:
    told = html(shown("3. one\n   - deeper\n4. two\n\n| a |\n|---|\n| <b> |\n", ink))

    assert told == (
        '<ol start="3"><li>one</li><ul><li>deeper</li></ul><li>two</li></ol>'
        "<table><tr><th>a</th></tr><tr><td>&lt;b&gt;</td></tr></table>"
    )


def test_marks_that_were_words_stay_words(ink: Ink, qapp: QApplication) -> None:
    told = markdown(shown(r"\# no title, \*no star\*" + "\n\n1\\. no item", ink))

    assert [one.text for one in shown(told, ink)] == ["# no title, *no star*", "1. no item"]
