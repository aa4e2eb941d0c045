"""Colours for code, laid over the text in short slices of time.

Pygments works with regular expressions that hold the interpreter's lock, so what they may be given is bounded: known
languages, no long lines, a limited length. Everything else stays plain.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from time import perf_counter
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QColor, QTextCharFormat, QTextDocument, QTextLayout

from deskchat.ui.colours import Colours, readable
from deskchat.ui.conversation.transcript.code_block import CodeBlock
from deskchat.ui.conversation.transcript.visible import with_controls_shown

if TYPE_CHECKING:
    from pygments.lexer import Lexer

LONGEST_CODE = 30_000
LONGEST_LINE = 1_000
MOST_LINES = 1_500         # 29,000 empty lines keep one of the lexers busy for 13 s
SLICE_S = 0.003
AT_ONCE = 80                # lines that are given their colours at a time
APART_MS = 8                # after the text it belongs to, while that grows: between two of its pictures
GROW_STEP = 400            # characters a growing code block gains before it is coloured again,
GROW_SHARE = 8             # or this part of it: it is read from its beginning each time
LANGUAGES = {
    "asm": "nasm", "bash": "bash", "c": "c", "c#": "csharp", "c++": "cpp", "clojure": "clojure", "cmake": "cmake",
    "console": "bash", "cpp": "cpp", "cs": "csharp", "csharp": "csharp", "css": "css", "dart": "dart", "diff": "diff",
    "docker": "docker", "dockerfile": "docker", "elixir": "elixir", "erlang": "erlang", "fortran": "fortran",
    "fsharp": "fsharp", "go": "go", "golang": "go", "graphql": "graphql", "groovy": "groovy", "haskell": "haskell",
    "hs": "haskell", "html": "html", "http": "http", "ini": "ini", "java": "java", "javascript": "javascript",
    "jl": "julia", "js": "javascript", "json": "json", "jsonc": "json", "jsx": "javascript", "julia": "julia",
    "kotlin": "kotlin", "kt": "kotlin", "latex": "tex", "lua": "lua", "make": "make", "makefile": "make",
    "matlab": "matlab", "nix": "nix", "objc": "objective-c", "ocaml": "ocaml", "perl": "perl", "php": "php",
    "pl": "perl", "powershell": "powershell", "ps1": "powershell", "proto": "protobuf", "py": "python",
    "python": "python", "python3": "python", "r": "r", "rb": "ruby", "rs": "rust", "ruby": "ruby", "rust": "rust",
    "scala": "scala", "scss": "scss", "sh": "bash", "shell": "bash", "sql": "sql", "svelte": "html", "swift": "swift",
    "tex": "tex", "toml": "toml", "ts": "typescript", "tsx": "typescript", "typescript": "typescript", "vb": "vb.net",
    "vue": "html", "xml": "xml", "yaml": "yaml", "yml": "yaml", "zig": "zig", "zsh": "bash",
}  # fmt: skip
LIGHT = {
    "Comment": "#6a737d", "Keyword": "#a3206f", "Literal.String": "#1f7a3a", "Literal.Number": "#9a5b00",
    "Name.Function": "#3b4fc4", "Name.Class": "#3b4fc4", "Name.Builtin": "#0e6f86", "Name.Decorator": "#7a4ea3",
    "Name.Tag": "#a3206f", "Name.Attribute": "#0e6f86", "Operator.Word": "#a3206f", "Generic.Deleted": "#b3261e",
    "Generic.Inserted": "#1f7a3a", "Generic.Heading": "#3b4fc4",
}  # fmt: skip
DARK = {
    "Comment": "#8b949e", "Keyword": "#f28bc1", "Literal.String": "#9fd6a2", "Literal.Number": "#f0b972",
    "Name.Function": "#9db4ff", "Name.Class": "#9db4ff", "Name.Builtin": "#7fd1e0", "Name.Decorator": "#cfa9f5",
    "Name.Tag": "#f28bc1", "Name.Attribute": "#7fd1e0", "Operator.Word": "#f28bc1", "Generic.Deleted": "#ff9a92",
    "Generic.Inserted": "#9fd6a2", "Generic.Heading": "#9db4ff",
}  # fmt: skip


Stretch = tuple[int, int, QColor]    # of a line: its first character, the one behind its last, their colour


@dataclass(slots=True)
class _Work:
    """One code block on its way to colours."""

    block: CodeBlock
    text: str
    tokens: Iterator[tuple[int, Any, str]]
    ranges: list[tuple[int, int, QColor]]
    by_line: list[list[Stretch]] | None = None
    painted: int = 0    # lines


class Highlighter(QObject):
    """Colours the code blocks of one document when there is time."""

    def __init__(self, document: QTextDocument, colours: Colours, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._colours = {
            name: readable(QColor(colour), colours, colours.code_background)
            for name, colour in (DARK if colours.dark else LIGHT).items()
        }
        self._first = 0                # code blocks before it are finished
        self._waiting: list[CodeBlock] = []
        self._work: _Work | None = None
        self._done: _Work | None = None    # the last one: of a block that grows only the newest lines change
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._slice)

    def look_at(self, code_blocks: list[CodeBlock], *, grows: bool, at_once: bool) -> None:
        """Colour what is new among ``code_blocks``; ``grows``: there may be more of the last one.

        ``at_once``: for the same picture as the text, if it takes no longer than a slice; else between two of its pictures.
        """
        for block in code_blocks[self._first :]:
            step = max(GROW_STEP, block.coloured // GROW_SHARE) if grows and block is code_blocks[-1] else 1
            if len(block.text) - block.coloured >= step and _is_bounded(block) and block not in self._waiting:
                self._waiting.append(block)
        self._first = max(0, len(code_blocks) - 1)
        if self._waiting and not self._timer.isActive():
            self._timer.start(0 if at_once else APART_MS)
            if at_once:
                self._slice()

    def forget(self) -> None:
        """The document was written anew."""
        self._first = 0
        self._waiting.clear()
        self._work = self._done = None
        self._timer.stop()

    def _slice(self) -> None:
        end = perf_counter() + SLICE_S
        self._timer.setInterval(0)
        while perf_counter() < end:
            if self._work is None and not self._next():
                self._timer.stop()
                return
            if self._work is not None and self._advance(self._work, end) and self._paint(self._work):
                self._work, self._done = None, self._work

    def _next(self) -> bool:
        if not self._waiting:
            return False
        block = self._waiting.pop(0)
        block.coloured = len(block.text)
        text = with_controls_shown(block.text)
        lexer = _lexer(block.language)
        if lexer is not None:
            self._work = _Work(block, text, iter(lexer.get_tokens_unprocessed(text)), [])
        return True

    def _advance(self, work: _Work, end: float) -> bool:
        """Read tokens until the time is over; true when all are read."""
        for at, kind, value in work.tokens:
            colour = self._colour(kind)
            if colour is not None and value.strip():
                work.ranges.append((at, len(value), colour))
            if perf_counter() > end:
                return False
        return True

    def _colour(self, kind: Any) -> QColor | None:
        while kind is not None and kind.parent is not None:
            colour = self._colours.get(str(kind).removeprefix("Token."))
            if colour is not None:
                return colour
            kind = kind.parent
        return None

    def _paint(self, work: _Work) -> bool:
        """Colour the next lines; true when that were the last ones. They are laid out once together: each time costs."""
        lines = work.text.split("\n")
        if work.by_line is None:
            starts = [0, *accumulate(len(line) + 1 for line in lines[:-1])]
            work.by_line = _by_line(work.ranges, starts, lines)
        before = self._done.by_line if self._done is not None and self._done.block is work.block else None
        block = first = self._document.findBlockByNumber(work.block.first_block + work.painted)
        end = first.position()
        for n in range(work.painted, min(len(lines), work.painted + AT_ONCE)):
            if not block.isValid() or not block.text().startswith(lines[n]):
                work.painted = len(lines)    # rewritten since
                break
            stretches = work.by_line[n]
            new = before is None or n >= len(before) or before[n] != stretches
            if new and (stretches or block.layout().formats()):
                block.layout().setFormats([_range(lines[n], *stretch) for stretch in stretches])
                end = block.position() + block.length()
            work.painted += 1
            block = block.next()
        if end > first.position():
            self._document.markContentsDirty(first.position(), end - first.position())
        return work.painted >= len(lines)


def _is_bounded(block: CodeBlock) -> bool:
    if block.language not in LANGUAGES or len(block.text) > LONGEST_CODE:
        return False
    lines = block.text.split("\n")
    return len(lines) <= MOST_LINES and max(map(len, lines)) <= LONGEST_LINE


@cache    # each has its rules compiled once
def _lexer(language: str) -> "Lexer | None":
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(LANGUAGES[language])
    except ClassNotFound:
        return None


def _by_line(
    ranges: list[tuple[int, int, QColor]], starts: list[int], lines: list[str]
) -> list[list[Stretch]]:
    """The coloured ranges cut at the ends of lines, for each line."""
    found: list[list[Stretch]] = [[] for _ in lines]
    line = 0
    for at, length, colour in ranges:
        while line + 1 < len(starts) and starts[line + 1] <= at:
            line += 1
        end, here = at + length, line
        while here < len(lines) and starts[here] < end:
            first = max(at, starts[here])
            last = min(end, starts[here] + len(lines[here]))
            if last > first:
                found[here].append((first - starts[here], last - starts[here], colour))
            here += 1
    return found


def _units(line: str, characters: int) -> int:
    """Qt counts in UTF-16 units."""
    return characters if line.isascii() else len(line[:characters].encode("utf-16-le")) // 2


def _range(line: str, first: int, last: int, colour: QColor) -> QTextLayout.FormatRange:
    found = QTextLayout.FormatRange()
    first, last = _units(line, first), _units(line, last)
    look = QTextCharFormat()
    look.setForeground(colour)
    found.start, found.length, found.format = first, last - first, look
    return found
