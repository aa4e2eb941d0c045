"""The line of a text that was found, and where in it the words stand."""

import re
import unicodedata
from collections.abc import Sequence

from deskchat.chat.conversation import Snippet
from deskchat.store.words import UNSPACED

LENGTH = 160
BEFORE = 30          # characters before the first word that was found
FOLDED = 200_000     # how far a text is looked through for words that are written with other accents


def snippet(text: str, searched: str, length: int = LENGTH) -> Snippet:
    """One line of ``text`` around the first searched word that stands in it, else its beginning."""
    pattern = _pattern(searched)
    found = pattern.search(text) if pattern is not None else None
    if found is None:
        return _folded(text, searched, length)
    start = max(0, found.start() - BEFORE)
    return _marked(text, start, start + length, pattern)


def _pattern(searched: str) -> re.Pattern[str] | None:
    """The words and beginnings of words, longer ones first."""
    words = [word.strip("\"'*()[]{}.,;:!?") for word in searched.split()]
    words = sorted({word for word in words if any(c.isalnum() for c in word)}, key=len, reverse=True)
    if not words:
        return None
    return re.compile("|".join(_anywhere(word) for word in words), re.IGNORECASE)


def _anywhere(word: str) -> str:
    """In scripts without spaces a word may stand anywhere, in others only where a word begins."""
    return re.escape(word) if UNSPACED.match(word) or not word[0].isalnum() else rf"(?<!\w){re.escape(word)}"


def _marked(text: str, start: int, end: int, pattern: re.Pattern[str] | None) -> Snippet:
    line = " ".join(text[start:end].split())
    line = ("…" if start else "") + line + ("…" if end < len(text) else "")
    marks = () if pattern is None else tuple(found.span() for found in pattern.finditer(line))
    return Snippet(line, marks)


def _folded(text: str, searched: str, length: int) -> Snippet:
    """The same for words that are written with other accents."""
    folded, places = _without_accents(text[:FOLDED])
    pattern = _pattern(_without_accents(searched)[0])
    found = pattern.search(folded) if pattern is not None else None
    if found is None:
        return _marked(text, 0, length, None)
    start = max(0, places[found.start()] - BEFORE)
    line = _marked(text, start, start + length, None).text
    folded, places = _without_accents(line)
    assert pattern is not None
    return Snippet(line, tuple((places[f.start()], places[f.end()]) for f in pattern.finditer(folded)))


def _without_accents(text: str) -> tuple[str, Sequence[int]]:
    """The text without accents, and for each of its characters where it stood; with one more place, for the end."""
    if text.isascii():
        return text, range(len(text) + 1)
    letters, places = [], []
    for at, character in enumerate(text):
        for letter in unicodedata.normalize("NFKD", character):
            if not unicodedata.combining(letter):
                letters.append(letter)
                places.append(at)
    return "".join(letters), [*places, len(text)]
