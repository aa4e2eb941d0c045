"""What is shown of the examples of CommonMark's specification and of GFM's tables is what their HTML says."""

from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import pytest
from markdown_it import MarkdownIt
from PySide6.QtGui import QTextDocument

from deskchat.ui.conversation.transcript.flow import MarkdownFlow
from deskchat.ui.conversation.transcript.fragment import Paragraph, paragraphs
from deskchat.ui.conversation.transcript.ink import Ink
from deskchat.ui.conversation.transcript.links import is_allowed
from tests.support.torture import specification

# what is meant to differ: what stands in \\[ and \\] is a formula, and one example of escapes holds that; raw HTML is shown as
# it was written; a picture is its description and where it would come from; a link that is no web or mail address says where
# it would have led; the marks of headings, quotes and lists are drawn
RAW = MarkdownIt("commonmark", {"html": False}).enable("table")
WHOLE = MarkdownIt("commonmark").enable("table")
CODE, BOLD, ITALIC = "code", "strong", "em"


class Said(HTMLParser):
    """The letters of a page, and of them those in code, bold and italic; spaces are left out."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.letters = ""
        self.looks = {CODE: "", BOLD: "", ITALIC: ""}
        self._open: list[str] = []
        self._targets: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "img":
            source = given["src"]
            allowed = is_allowed(source) and not source.startswith("mailto:")
            place = urlsplit(source).hostname if allowed else "a file"
            self.handle_data(f"[image not loaded: {given['alt'] or 'no description'} · {place}]")
        elif tag == "a":
            self._targets.append(given.get("href", ""))
        elif tag in self.looks:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            target = self._targets.pop()
            if target and not is_allowed(target):
                self.handle_data(f" ({target})")
        elif tag in self.looks:
            self._open.remove(tag)

    def handle_data(self, data: str) -> None:
        words = squeezed(data)
        self.letters += words
        for look in set(self._open):
            self.looks[look] += words


def squeezed(text: str) -> str:
    return "".join(text.split())


def shown(markdown: str, ink: Ink) -> tuple[str, dict[str, str]]:
    """The letters that are seen, and those of each look."""
    document = QTextDocument()
    flow = MarkdownFlow(document, ink)
    flow.append(markdown)
    flow.finish()
    found = list(paragraphs(document, 0, document.characterCount() - 1, flow.code_blocks))
    looks = {CODE: "", BOLD: "", ITALIC: ""}
    for paragraph in found:
        for piece in paragraph.pieces:
            words = squeezed(piece.text)
            looks[CODE] += words if piece.code or paragraph.language is not None else ""
            looks[BOLD] += words if piece.bold else ""
            looks[ITALIC] += words if piece.italic else ""
    return squeezed("".join(_words(found))), looks


def _words(found: list[Paragraph]) -> Iterator[str]:
    for paragraph in found:
        yield paragraph.text


def expected(markdown: str, html: str) -> Said:
    """What the page says, without tags of its own: those are text."""
    return Said(html if RAW.render(markdown) == WHOLE.render(markdown) else RAW.render(markdown))


def test_the_examples_are_shown_as_the_specification_says(ink: Ink) -> None:
    examples = specification()
    if not examples:
        pytest.skip("the examples are not in the cache: the package index has no source package")
    assert len(examples) > 690
    wrong = []
    for number, (markdown, html) in enumerate(examples, 1):
        if "\\[\\\\\\]" in markdown:
            continue
        wanted = expected(markdown, html)
        letters, looks = shown(markdown, ink)
        if unquote(letters) != unquote(wanted.letters) or looks != wanted.looks:
            wrong.append((number, markdown, wanted.letters, letters, wanted.looks, looks))
    assert wrong == []
