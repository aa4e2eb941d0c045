"""A conversation's title, made from its first words; no model is asked."""

import re

TITLE_LENGTH = 60
FENCED = re.compile(r"```.*?(```|\Z)", re.DOTALL)
MARKUP = re.compile(r"^\s{0,3}(#{1,6}\s+|>\s?|[-*+]\s+|\d+[.)]\s+)|[*_`]+", re.MULTILINE)
INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
SENTENCE_END = re.compile(r"(?<=[.!?…])\s|(?<=[。！？])|\n")


def title_from(text: str) -> str:
    """The first sentence of ``text`` without markup, at most 60 characters; ``""`` when it says nothing."""
    words = INVISIBLE.sub("", text[:20_000])
    prose = MARKUP.sub("", FENCED.sub(" ", words)).strip() or MARKUP.sub("", words).strip()
    first = SENTENCE_END.split(prose, maxsplit=1)[0] if prose else ""
    return _shortened(" ".join(first.split()).rstrip(".。,;:"))


def _shortened(line: str) -> str:
    if len(line) <= TITLE_LENGTH:
        return line
    cut = line[: TITLE_LENGTH - 1]
    at_word = cut.rsplit(" ", 1)[0]
    # text without spaces, or one very long word: cut it where it is
    return (at_word if len(at_word) > TITLE_LENGTH // 2 else cut).rstrip(" ,;:-–—") + "…"
