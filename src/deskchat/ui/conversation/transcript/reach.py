"""Text in letters that its font lacks: Qt looks through the fonts of the system for each of them, each time it is laid out.

Chinese, Japanese and Korean are told at once which font has them, and what none has is not looked for any more. Both look
as before, and a long text of them is laid out in a twentieth of the time.
"""

import re
from collections.abc import Iterator
from functools import cache, cached_property
from unicodedata import category

from PySide6.QtGui import QFont, QFontInfo, QFontMetrics, QTextCharFormat, QTextCursor, QTextFormat, QTextLayout

EASTERN = "\u1100-\u11ff\u2e80-\ud7ff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
SAMPLES = "中か한"    # a letter of each of their scripts
JOINED = "\u200d\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f"    # goes on with the picture before it
JOINING = frozenset(("Cc", "Cf", "Cs", "Mn", "Me", "Zs", "Zl", "Zp"))    # belongs to the letters around it, or is no letter


def insert(cursor: QTextCursor, text: str, look: QTextCharFormat) -> None:
    """Insert ``text`` at ``cursor``."""
    if text.isascii():
        cursor.insertText(text, look)
        return
    own = look.hasProperty(QTextFormat.Property.FontFamilies.value)
    reach = _reach(tuple((look.font() if own else cursor.document().defaultFont()).families()))
    for piece, special in reach.pieces(text):
        if special is None:
            cursor.insertText(piece, look)
        else:
            merged = QTextCharFormat(look)
            merged.merge(special)
            cursor.insertText(piece, merged)


class _Reach:
    """What is known of the letters that a font lacks."""

    def __init__(self, families: tuple[str, ...]) -> None:
        self._font = QFont(list(families))
        self._metrics = QFontMetrics(self._font)
        self._seen: set[str] = set()
        self._nowhere: set[str] = set()
        self._split = re.compile(f"([{EASTERN}]+)")
        self._alone = QTextCharFormat()
        self._alone.setFontStyleStrategy(QFont.StyleStrategy.NoFontMerging)
        self._alone.setFontFamilies([QFontInfo(self._font).family()])

    def pieces(self, text: str) -> Iterator[tuple[str, QTextCharFormat | None]]:
        """``text`` in pieces, with what is special in the look of each."""
        self._look_at(set(text) - self._seen)
        for place, piece in enumerate(self._split.split(text)):
            if piece:
                special = (self._alone if piece[0] in self._nowhere else self._eastern) if place % 2 else None
                yield piece, special

    def _look_at(self, letters: set[str]) -> None:
        self._seen |= letters
        nowhere = {
            letter for letter in letters
            if letter > "\u024f" and category(letter) not in JOINING and not self._metrics.inFontUcs4(ord(letter))
        }    # fmt: skip
        if nowhere:
            self._nowhere |= nowhere
            lonely = re.escape("".join(sorted(self._nowhere)))
            self._split = re.compile(f"([{lonely}][{lonely}{JOINED}]*|(?:(?![{lonely}])[{EASTERN}])+)")

    @cached_property
    def _eastern(self) -> QTextCharFormat | None:
        """The look of eastern letters."""
        found = filter(None, map(self._drawn_in, SAMPLES))
        look = QTextCharFormat()
        look.setFontFamilies([*self._font.families(), *dict.fromkeys(found)])
        return look

    def _drawn_in(self, letter: str) -> str:
        """The font that has it; "": none."""
        layout = QTextLayout(letter, self._font)
        layout.beginLayout()
        layout.createLine().setLineWidth(1_000)
        layout.endLayout()
        runs = layout.glyphRuns()
        return runs[0].rawFont().familyName() if runs and any(runs[0].glyphIndexes()) else ""


@cache    # by the families of a font
def _reach(families: tuple[str, ...]) -> _Reach:
    return _Reach(families)
