"""What is shown of the examples of CommonMark's specification and of GFM's tables is what their HTML says."""

from html.parser import HTMLParser
from typing import TypeVar
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
T = TypeVar("T")
CODE, BOLD, ITALIC = "code", "strong", "em"
DEEPEST = 8    # quotes and lists are indented so far
Place = tuple[int, int, int]    # of letters: the level of their heading, the quotes and the lists around them


class Said(HTMLParser):
    """The letters of a page, and of them those in code, bold and italic, in links, and in each place; spaces are left out."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.letters = ""
        self.looks = {CODE: "", BOLD: "", ITALIC: ""}
        self.links: list[tuple[str, str]] = []
        self.places: list[tuple[Place, str]] = []
        self._heading = self._quotes = self._lists = 0
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
        else:
            self._step(tag, 1)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            target = self._targets.pop()
            if target and not is_allowed(target):
                self.handle_data(f" ({target})")
        elif tag in self.looks:
            self._open.remove(tag)
        else:
            self._step(tag, -1)

    def _step(self, tag: str, by: int) -> None:
        """In, or out of what a paragraph can stand in."""
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self._heading = int(tag[1]) if by > 0 else 0
        elif tag == "blockquote":
            self._quotes += by
        elif tag in ("ul", "ol"):
            self._lists += by

    def handle_data(self, data: str) -> None:
        words = squeezed(data)
        self.letters += words
        add(self.places, (self._heading, min(self._quotes, DEEPEST), min(self._lists, DEEPEST)), words)
        if self._targets and is_allowed(self._targets[-1]):
            add(self.links, self._targets[-1], words)
        for look in set(self._open):
            self.looks[look] += words


def add(runs: list[tuple[T, str]], key: T, words: str) -> None:
    """More words of that kind, joined with the last ones where those are."""
    if words and runs and runs[-1][0] == key:
        runs[-1] = key, runs[-1][1] + words
    elif words:
        runs.append((key, words))


def squeezed(text: str) -> str:
    return "".join(text.split())


def shown(markdown: str, ink: Ink) -> list[Paragraph]:
    """What is seen."""
    document = QTextDocument()
    flow = MarkdownFlow(document, ink)
    flow.append(markdown)
    flow.finish()
    return list(paragraphs(document, 0, document.characterCount() - 1, flow.code_blocks))


def looks_of(found: list[Paragraph]) -> dict[str, str]:
    """The letters of each look."""
    looks = {CODE: "", BOLD: "", ITALIC: ""}
    for paragraph in found:
        for piece in paragraph.pieces:
            words = squeezed(piece.text)
            looks[CODE] += words if piece.code or paragraph.language is not None else ""
            looks[BOLD] += words if piece.bold else ""
            looks[ITALIC] += words if piece.italic else ""
    return looks


def links_of(found: list[Paragraph]) -> list[tuple[str, str]]:
    """Where links lead, and their letters."""
    links: list[tuple[str, str]] = []
    for piece in (piece for paragraph in found for piece in paragraph.pieces if piece.href):
        add(links, piece.href, squeezed(piece.text))
    return links


def places_of(found: list[Paragraph]) -> list[tuple[Place, str]]:
    """The letters in each place."""
    places: list[tuple[Place, str]] = []
    for one in found:
        add(places, (one.heading, one.quote, one.depth), squeezed(one.text))
    return places


def expected(markdown: str, html: str) -> Said:
    """What the page says, without tags of its own: those are text."""
    return Said(html if RAW.render(markdown) == WHOLE.render(markdown) else RAW.render(markdown))


def plain(runs: list[tuple[T, str]]) -> list[tuple[T, str]]:
    """With letters that may stand as they are in an address as such."""
    return [(key, unquote(words)) for key, words in runs]


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
        found = shown(markdown, ink)
        letters = squeezed("".join(paragraph.text for paragraph in found))
        for what, is_so, should in (
            ("letters", unquote(letters), unquote(wanted.letters)),
            ("looks", looks_of(found), wanted.looks),
            ("links", [link for link in links_of(found) if link in wanted.links or link[0] != link[1]], wanted.links),
            ("places", plain(places_of(found)), plain(wanted.places)),
        ):
            if is_so != should:
                wrong.append((number, what, markdown, should, is_so))
    assert wrong == []
