"""Conversations as HTML for paper: what was said is set as Markdown, with tables and code, in HTML that Qt's text knows."""

from functools import cache
from typing import TYPE_CHECKING

from deskchat.chat.conversation import Conversation
from deskchat.exchange import web_page
from deskchat.exchange.writers import NewFile

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore

STYLE = """
h1 { font-size: 16pt; margin-bottom: 2pt; page-break-before: always } h1.first { page-break-before: auto }
header { color: #666 } .who { font-size: 9pt; font-weight: bold; color: #666; margin-top: 12pt; margin-bottom: 2pt }
h2 { font-size: 13pt } h3 { font-size: 11pt }
pre { font-family: monospace; font-size: 8.5pt; background-color: #f3f3f3; white-space: pre-wrap }
code { font-family: monospace; background-color: #f3f3f3 } .note { color: #666; font-size: 8.5pt }
table { border-collapse: collapse; margin: 6pt 0 } th, td { border: 1px solid #bbb; padding: 3px 6px }
th { background-color: #f3f3f3; text-align: left } blockquote { color: #555 } .user .said { background-color: #f3f3f3 }
"""


class PrintFile:
    """One page of HTML with all conversations; each begins on a sheet of its own. All raise ``OSError``."""

    def __init__(self, file: NewFile) -> None:
        self._file = file
        self._first = True
        self._write(f'<html><head><meta charset="utf-8"><style>{STYLE}</style></head><body>')

    def add(self, conversation: Conversation) -> None:
        """Write one more."""
        for piece in web_page.article(conversation, _set):
            self._write(self._for_paper(piece))
            self._first = False

    def finish(self) -> None:
        """Write the end; now the file is there."""
        self._write("</body></html>")
        self._file.finish()

    def give_up(self) -> None:
        """Leave nothing."""
        self._file.give_up()

    def _for_paper(self, piece: str) -> str:
        if self._first:
            return piece.replace("<h1>", '<h1 class="first">', 1)
        if piece.startswith("<section"):    # Qt makes every heading larger, whatever the style says
            return piece.replace("<h2>", '<p class="who">', 1).replace("</h2>", "</p>", 1)
        return piece

    def _write(self, text: str) -> None:
        self._file.write(text.encode("utf-8", "replace"))


def _set(text: str) -> str:
    """Markdown as HTML: HTML in it is text, pictures are their words, links are their words and where they lead."""
    return str(_markdown().render(text.replace("\x00", "\ufffd")))


@cache
def _markdown() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    made = MarkdownIt("commonmark", {"html": False, "breaks": True, "maxNesting": 20}).enable(["table", "strikethrough"])
    made.core.ruler.push("addresses", _with_addresses)
    return made


def _with_addresses(state: "StateCore") -> None:
    """Links and pictures become their words, followed by where they lead: paper loads nothing, and hides nothing."""
    for block in state.tokens:
        leads_to = ""
        for token in block.children or ():
            if token.type == "link_open":
                leads_to = str(token.attrs.get("href", ""))
                token.type, token.tag, token.content = "text", "", ""
            elif token.type == "link_close":
                token.type, token.tag, token.content = "text", "", f" ({leads_to})"
            elif token.type == "image":
                token.type, token.tag, token.content = "text", "", f"[{token.content}] ({token.attrs.get('src', '')})"
