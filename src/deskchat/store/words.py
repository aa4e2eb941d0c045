"""The words of a text as the full-text index knows them."""

import re

from deskchat.chat.message import Message
from deskchat.chat.parts import FilePart, ImagePart

# scripts that write no spaces: every character is a word of its own, and what is searched for is a phrase of them
UNSPACED = re.compile(r"([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])")


def spaced(text: str) -> str:
    """``text`` with a space around each character of a script that has none between words."""
    return UNSPACED.sub(r" \1 ", text).replace("\x00", " ")


def query(text: str) -> str:
    """An FTS5 query: every word must occur, the beginning of a word is enough; ``""`` when there is no word in it."""
    phrases = []
    for word in text.split():
        letters = "".join(c if c.isalnum() or ord(c) > 127 else " " for c in spaced(word)).strip()
        if any(c.isalnum() for c in letters):
            phrases.append(f'"{letters}"*')
    return " ".join(phrases)


def of_message(message: Message) -> str:
    """What a message is found by: its words, and the names of what was attached."""
    names = [part.name for part in message.parts if isinstance(part, ImagePart | FilePart)]
    return spaced("\n".join([message.text, *names]))


def snippet(text: str, searched: str, length: int = 160) -> str:
    """One line of ``text`` around the first searched word that stands in it as it was typed, else its beginning."""
    folded = text.casefold()
    places = [folded.find(word.casefold()) for word in searched.split()]
    first = min((place for place in places if place >= 0), default=0)
    start = max(0, first - length // 4)
    line = " ".join(text[start : start + length].split())
    return ("…" if start else "") + line + ("…" if start + length < len(text) else "")
