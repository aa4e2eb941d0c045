"""Lines without end become paragraphs: a document lays out a paragraph as a whole, at each letter that comes.

Code stays as it is; its lines are laid out one by one.
"""

import re

SOFT, HARD = 3_500, 4_000    # characters of a line: it is broken at the next space, or there
DENSE = ((re.compile("[\U0001f000-\U000e007f\u200d]"), 700, 800), (re.compile("[\u2e80-\uffdc]"), 1_600, 2_000))
JUDGED = 100                 # characters at the beginning of a line tell which: laying out emoji takes eight times as long
SPACE = re.compile("[ \u3002\uff01\uff1f]")
FENCE = re.compile(r"[\s>*+\-\d.)]{0,100}(`{3,}|~{3,})([^\n]{0,100})")
WITHIN = re.compile(r"(?:[ \t]{0,8}(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))){0,20}[ \t]*")    # quotes and items
NO_PARAGRAPH = re.compile(r"\s*$|#{1,6}(?:\s|$)|`{3}|~{3}|(?:[-*_][ \t]*){3,}$|=+[ \t]*$")         # behind those


class LongLines:
    """Breaks the lines of a growing text, the same wherever its pieces end."""

    def __init__(self) -> None:
        self._length = 0       # of the line that is being read
        self._beginning = ""
        self._open: str | None = None    # what the paragraph of the lines before is within; none: there is no such one
        self._within: str | None = None  # what a line that was broken is within; none until it is
        self._fence = ""       # what opened the code block that is open, "" outside

    def broken(self, text: str) -> str:
        """``text`` with its long lines broken."""
        if self._length + len(text) < DENSE[0][1] and "\n" not in text:
            self._take(text)
            return text
        pieces: list[str] = []
        for line in text.splitlines(keepends=True) if "\n" in text else [text]:
            self._add(line, pieces)
        return "".join(pieces)

    def _take(self, text: str) -> None:
        self._length += len(text)
        if len(self._beginning) < 200:
            self._beginning += text[:200]

    def _add(self, line: str, pieces: list[str]) -> None:
        """Break what comes of one line; it may begin or end in the middle of it."""
        while not self._fence:
            soft, hard = self._limits(line)
            if self._length + len(line) <= soft:
                break
            at = self._place(line, soft, hard)
            if at < 0:
                break
            if self._within is None:
                self._within = _within(self._beginning + line, self._open)
            pieces += [line[:at], f"\n{self._within.rstrip()}\n{self._within}"]
            line, self._length, self._beginning = line[at:], 0, ""
        self._take(line)
        pieces.append(line)
        if line.endswith("\n"):
            self._note_end(self._beginning.rstrip("\n"))
            self._length, self._beginning, self._within = 0, "", None

    def _limits(self, line: str) -> tuple[int, int]:
        """Where a line that begins so is broken."""
        beginning = (self._beginning + line)[:JUDGED]
        if not beginning.isascii():
            for kind, soft, hard in DENSE:
                if len(kind.findall(beginning)) > JUDGED // 2:
                    return soft, hard
        return SOFT, HARD

    def _place(self, line: str, soft: int, hard: int) -> int:
        """Where to break, -1: not yet."""
        first, last = max(0, soft - self._length), hard - self._length
        space = SPACE.search(line, first, last)
        if space is not None:
            return space.end()
        return last if len(line.rstrip("\n")) > last else -1

    def _note_end(self, line: str) -> None:
        """A line has ended: ``line`` is how it begins, or its last piece."""
        if self._within is not None:
            self._open = self._within
            return
        was_open = self._open
        self._open = None
        if not self._fence and not NO_PARAGRAPH.match(line[_marks(line).end() :]):
            self._open = _within(line, was_open)
        self._note_fence(line)

    def _note_fence(self, line: str) -> None:
        found = FENCE.match(line)
        if found is None:
            return
        if not self._fence:
            self._fence = found[1] if found[1][0] == "~" or "`" not in found[2] else ""
        elif found[1].startswith(self._fence) and not found[2].strip():
            self._fence = ""


def _marks(line: str) -> re.Match[str]:
    found = WITHIN.match(line[:200])
    assert found is not None    # of nothing at least
    return found


def _within(line: str, open_: str | None) -> str:
    """What makes another line go on in the quotes and items ``line`` stands in; ``open_``: the paragraph before it does.

    A line that goes on with a paragraph may leave its marks out.
    """
    marks = _marks(line)
    own = re.sub(r"[^\s>]", " ", marks[0])
    begins_item = bool(marks[0].strip("> \t"))
    if open_ is None or begins_item or own.count(">") > open_.count(">") or NO_PARAGRAPH.match(line[marks.end() : 200]):
        return own
    return open_
