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


class LongLines:
    """Breaks the lines of a growing text, the same wherever its pieces end."""

    def __init__(self) -> None:
        self._length = 0       # of the line that is being read
        self._beginning = ""
        self._break = ""       # what such a line is broken with, "" until it is
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
            self._break = self._break or _break_of(self._beginning + line)
            pieces += [line[:at], self._break]
            line, self._length, self._beginning = line[at:], 0, ""
        self._take(line)
        pieces.append(line)
        if line.endswith("\n"):
            self._note_fence(self._beginning.rstrip("\n"))
            self._length, self._beginning, self._break = 0, "", ""

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

    def _note_fence(self, line: str) -> None:
        found = FENCE.match(line)
        if found is None:
            return
        if not self._fence:
            self._fence = found[1] if found[1][0] == "~" or "`" not in found[2] else ""
        elif found[1].startswith(self._fence) and not found[2].strip():
            self._fence = ""


def _break_of(line: str) -> str:
    """An empty line, and what makes the next one go on in the quote or the item in which ``line`` begins."""
    found = WITHIN.match(line[:200])
    again = re.sub(r"[^\s>]", " ", found[0]) if found is not None else ""
    return f"\n{again.rstrip()}\n{again}"
