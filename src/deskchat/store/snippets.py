"""The line of a text that was found, and where in it the words stand."""

import re
import unicodedata
from collections.abc import Callable, Sequence

from deskchat.chat.conversation import Snippet
from deskchat.chat.readable import readable
from deskchat.store.words import UNSPACED

LENGTH = 160
BEFORE = 60          # characters before the first word that was found
FARTHEST = 300       # characters before those, to the beginning of the line: more are not read
FOLDED = 200_000     # how far a text is looked through for words that are written with other accents


Spans = Callable[[str], tuple[tuple[int, int], ...]]    # where in a line the words that were found stand


def snippet(text: str, searched: str, length: int = LENGTH) -> Snippet:
    """One line of ``text`` around the first searched word that stands in it, else its beginning; Markdown as it is read."""
    pattern = _pattern(searched)
    found = pattern.search(text) if pattern is not None else None
    if pattern is not None and found is not None:
        return _around(text, found.start(), length, lambda line: tuple(one.span() for one in pattern.finditer(line)))
    return _folded(text, searched, length)


def _pattern(searched: str) -> re.Pattern[str] | None:
    """The words and beginnings of words, longer ones first."""
    words = [word.strip("\"'*()[]{}.,;:!?") for word in searched.split()]
    words = sorted({word for word in words if any(c.isalnum() for c in word)}, key=len, reverse=True)
    if not words:
        return None
    return re.compile("|".join(_anywhere(word) for word in words), re.IGNORECASE)


def _anywhere(word: str) -> str:
    """In scripts without spaces a word may stand anywhere, in others only where a word begins."""
    return re.escape(word) if UNSPACED.match(word) or not word[0].isalnum() else rf"(?<![^\W_]){re.escape(word)}"


def _around(text: str, at: int, length: int, spans: Spans) -> Snippet:
    """The line around ``at``; of what is not read, such as the address of a link, it shows that in which the words stand."""
    begin = _beginning(text, max(0, at - BEFORE))
    end = min(len(text), at + 3 * length)    # marks go
    line = _one_line(readable(text, begin, end))
    if not spans(line):
        line = _one_line(readable(text, begin, end, lambda behind: bool(spans(behind))))
    before_it = len(_one_line(readable(text, begin, at)))    # words that begin within a word, once marks are gone
    first = next(iter(spans(line)), (before_it, before_it))[0]
    start = max(0, first - BEFORE)
    if start and " " in line[start:first]:
        start = line.index(" ", start) + 1    # not within a word
    shown = line[start : start + length]
    before, after = begin + start > 0, end < len(text) or start + length < len(line)
    shown = ("…" if before else "") + shown + ("…" if after else "")
    return Snippet(shown, spans(shown))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _beginning(text: str, before: int) -> int:
    """Where to begin to read, so that what the line begins with can be understood."""
    begin = text.rfind("\n", 0, before) + 1
    if before - begin <= FARTHEST:
        return begin
    space = text.find(" ", before - FARTHEST, before)
    return space + 1 if space >= 0 else before


def _folded(text: str, searched: str, length: int) -> Snippet:
    """The same for words that are written with other accents."""
    folded, places = _without_accents(text[:FOLDED])
    pattern = _pattern(_without_accents(searched)[0])
    found = pattern.search(folded) if pattern is not None else None
    if pattern is None or found is None:
        return _around(text, 0, length, lambda _: ())

    def spans(line: str) -> tuple[tuple[int, int], ...]:
        folded, places = _without_accents(line)
        return tuple((places[one.start()], places[one.end()]) for one in pattern.finditer(folded))

    return _around(text, places[found.start()], length, spans)


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
