"""Lines without end become paragraphs: a document lays out a paragraph as a whole, at each letter that comes.

Code stays as it is; its lines are laid out one by one.
"""

import re

SOFT, HARD = 3_500, 4_000    # characters of a line: it is broken at the next space, or there
FENCE = re.compile(r"[\s>*+\-\d.)]{0,100}(`{3,}|~{3,})([^\n]{0,100})")
BREAK = "\n\n"


class LongLines:
    """Breaks the lines of a growing text, the same wherever its pieces end."""

    def __init__(self) -> None:
        self._length = 0       # of the line that is being read
        self._beginning = ""
        self._fence = ""       # what opened the code block that is open, "" outside

    def broken(self, text: str) -> str:
        """``text`` with its long lines broken."""
        if self._length + len(text) < SOFT and "\n" not in text:
            self._take(text)
            return text
        pieces: list[str] = []
        for line in text.splitlines(keepends=True) if "\n" in text else [text]:
            self._break(line, pieces)
        return "".join(pieces)

    def _take(self, text: str) -> None:
        self._length += len(text)
        if len(self._beginning) < 200:
            self._beginning += text[:200]

    def _break(self, line: str, pieces: list[str]) -> None:
        """Break what comes of one line; it may begin or end in the middle of it."""
        while not self._fence and self._length + len(line) > SOFT:
            at = self._place(line)
            if at < 0:
                break
            pieces += [line[:at], BREAK]
            line, self._length, self._beginning = line[at:], 0, ""
        self._take(line)
        pieces.append(line)
        if line.endswith("\n"):
            self._note_fence(self._beginning.rstrip("\n"))
            self._length, self._beginning = 0, ""

    def _place(self, line: str) -> int:
        """Where to break, -1: not yet."""
        first, last = max(0, SOFT - self._length), HARD - self._length
        space = line.find(" ", first, last)
        if space >= 0:
            return space + 1
        return last if len(line.rstrip("\n")) > last else -1

    def _note_fence(self, line: str) -> None:
        found = FENCE.match(line)
        if found is None:
            return
        if not self._fence:
            self._fence = found[1] if found[1][0] == "~" or "`" not in found[2] else ""
        elif found[1].startswith(self._fence) and not found[2].strip():
            self._fence = ""
