"""Markdown that arrives in pieces becomes blocks: those that are closed for good, and the last one, still open.

A block is closed when a later complete line has begun another one; what comes after can't change it any more
(CommonMark decides the structure line by line). So only the open block is ever parsed again, and a long reply costs no
more per piece than a short one. Items of a list at the top level count as blocks of their own, because models write
very long lists.
"""

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from deskchat.ui.conversation.transcript.long_lines import LongLines
from deskchat.ui.conversation.transcript.tex import math_lines

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

NESTING = 20           # deeper quotes and lists are shown as they were written: the parser would drop them
MAX_COLUMNS = 60
MAX_ROWS = 300
FENCE = re.compile(r"( {0,3})(`{3,}(?=[^`\n]*$)|~{3,})([^\n]*)$")

References = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Block:
    """One block: its parser tokens, or ``None`` where the text is to be shown just as it was written.

    ``ordinal``: the number of its first list item, after the items before it. ``references``: link targets so far.
    """

    source: str
    tokens: "tuple[Token, ...] | None"
    ordinal: int | None = None
    references: References = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OpenFence:
    """A code block whose end has not come: its language and what is certainly code so far."""

    language: str
    code: str


@dataclass(frozen=True, slots=True)
class Change:
    """What a piece of text did: blocks that are now closed, and what is still open (``None``: nothing)."""

    closed: tuple[Block, ...]
    open: Block | OpenFence | None


@cache    # to make one takes as long as to read a message
def block_parser() -> "MarkdownIt":
    """CommonMark with tables, footnotes and formulas, without HTML; inline text is parsed by the renderer, within bounds."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote.index import footnote_def

    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": NESTING + 2})
    parser.enable(["table", "strikethrough"])
    ends = ["paragraph", "reference", "blockquote", "list"]
    parser.block.ruler.before("fence", "math_block", math_lines, {"alt": ends})
    parser.block.ruler.before("reference", "footnote_def", footnote_def, {"alt": ["paragraph", "reference"]})
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


class MarkdownStream:
    """Splits a growing text. ``feed`` takes more of it, ``finish`` says that no more comes.

    ``references``: link targets to know from the start; a finished stream knows all that its text defines.
    """

    def __init__(self, references: References | None = None) -> None:
        self.references: References = dict(references or {})
        self._parser = block_parser()
        self._tail = ""
        self._lines = LongLines()
        self._carriage_return = False
        self._looked_at = 0           # how much of the tail holds no end of a block
        self._ordinal: int | None = None

    def feed(self, text: str, *, with_open: bool = True) -> Change:
        """Take ``text`` in. Without ``with_open`` what is still open is told only where it is code: that is not parsed."""
        self._tail += self._lines.broken(self._normal(text))
        closed = self._close()
        return Change(closed, self._open() if with_open or self._fence() else None)

    def finish(self, rest: str = "") -> Change:
        """Take the ``rest`` in, and close everything: that is parsed once."""
        self._tail += self._lines.broken(self._normal(rest))
        ends = self._carriage_return or (self._tail and not self._tail.endswith("\n"))
        self._carriage_return = False
        if ends:
            self._tail += "\n"
        closed = tuple(self._groups(self._tail, self.references))
        self._tail = ""
        return Change(closed, None)

    def _normal(self, text: str) -> str:
        r"""Line ends as ``\n``, also when a piece ends between the two characters of one."""
        if self._carriage_return:
            text = "\n" + text.removeprefix("\n")
        self._carriage_return = text.endswith("\r")
        if self._carriage_return:
            text = text[:-1]
        return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")

    def _close(self) -> tuple[Block, ...]:
        closed: list[Block] = []
        while True:
            complete = self._tail.rfind("\n") + 1
            if complete <= self._looked_at:
                break
            fence = self._fence()
            found = self._closed_fence(fence, complete) if fence else self._closed_groups(complete)
            if not found:
                self._looked_at = complete
                break
            closed += found
            self._looked_at = 0
        return tuple(closed)

    def _closed_groups(self, complete: int) -> list[Block]:
        references = dict(self.references)
        groups = self._groups(self._tail[:complete], references)
        if len(groups) < 2:
            return []
        last = groups[-1]
        self.references = references
        self._tail = last.source + self._tail[complete:]
        self._ordinal = last.ordinal
        return groups[:-1]

    def _closed_fence(self, opening: re.Match[str], complete: int) -> list[Block]:
        """The code block at the beginning of the tail, when its closing line has come."""
        fence = opening[2]
        closing = re.compile(rf"^ {{0,3}}{re.escape(fence[0])}{{{len(fence)},}}[ \t]*\n", re.MULTILINE)
        found = closing.search(self._tail, max(opening.end() + 1, self._looked_at), complete)
        if found is None:
            return []
        source, self._tail = self._tail[: found.end()], self._tail[found.end() :]
        self._ordinal = None
        return self._groups(source, dict(self.references))

    def _fence(self) -> re.Match[str] | None:
        """The opening line of a code block, when the tail begins with a complete one."""
        end = self._tail.find("\n")
        return FENCE.match(self._tail, 0, end) if end >= 0 else None

    def _open(self) -> Block | OpenFence | None:
        opening = self._fence()
        if opening is not None:
            return OpenFence(_language(opening[3]), self._open_code(opening))
        groups = self._groups(self._tail, dict(self.references))
        if not groups:
            return None
        if len(groups) == 1:
            return groups[0]
        # a line that is still being written already looks like another block: shown, but not closed
        tokens = None if any(g.tokens is None for g in groups) else tuple(t for g in groups for t in g.tokens or ())
        return Block(self._tail, tokens, groups[0].ordinal, dict(self.references))

    def _open_code(self, opening: re.Match[str]) -> str:
        code = self._tail[opening.end() + 1 :]
        complete = code.rfind("\n") + 1
        last = code[complete:]
        if not last.strip(opening[2][0] + " \t"):
            code = code[:complete]    # it may become the closing line
        indent = len(opening[1])
        if indent:
            code = re.sub(rf"^ {{0,{indent}}}", "", code, flags=re.MULTILINE)
        return code

    def _groups(self, text: str, references: References) -> list[Block]:
        env = {"references": references}
        tokens = self._parser.parse(text, env)
        starts = _line_starts(text)
        spans = _spans(tokens)
        blocks: list[Block] = []
        ordinal = self._ordinal
        for i, (first, last) in enumerate(spans):
            begin = _line_of(tokens[first])
            end = _line_of(tokens[spans[i + 1][0]]) if i + 1 < len(spans) else len(starts) - 1
            source = text[starts[begin] : starts[end]]
            inner = tuple(tokens[first : last + 1])
            ordinal = _ordinal_of(inner[0], ordinal, first=i == 0)
            blocks.append(Block(source, None if _too_much(inner) else inner, ordinal, references))
            ordinal = None if ordinal is None else ordinal + 1
        return blocks


def _ordinal_of(opening: "Token", carried: int | None, *, first: bool) -> int | None:
    if opening.type == "list_item_open":
        return carried
    if opening.type != "ordered_list_open":
        return None
    if first and carried is not None:
        return carried
    start = opening.attrGet("start")
    return 1 if start is None else int(start)


def _spans(tokens: "list[Token]") -> list[tuple[int, int]]:
    """First and last token of each block; the items of a list at the top level are told apart.

    The list's own opening token belongs to its first item, its closing one to its last.
    """
    spans: list[tuple[int, int]] = []
    begin = 0
    for i, token in enumerate(tokens):
        top_end = token.level == 0 and token.nesting <= 0
        item_end = token.level == 1 and token.type == "list_item_close" and tokens[i + 1].level == 1
        if top_end or item_end:
            spans.append((begin, i))
            begin = i + 1
    return spans


def _line_of(token: "Token") -> int:
    return token.map[0] if token.map else 0


def _line_starts(text: str) -> list[int]:
    starts = [0]
    at = text.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = text.find("\n", at + 1)
    if starts[-1] != len(text):
        starts.append(len(text))
    return starts


def _too_much(tokens: "tuple[Token, ...]") -> bool:
    columns = rows = 0
    for token in tokens:
        if token.level >= NESTING:
            return True
        columns += token.type == "th_open"
        rows += token.type == "tr_open"
    return columns > MAX_COLUMNS or rows > MAX_ROWS


def _language(info: str) -> str:
    words = info.split()
    return words[0].lower()[:30] if words else ""
