"""The words of a text as the full-text index knows them.

Scripts that write no spaces between words (and Korean, which joins its particles to them) are indexed as pairs of
neighbouring letters, and searched as phrases of those: two letters find a word as well as a sentence does, and a pair is
rare enough to be found fast. What is searched for by one letter only is found by the letters a text has, each once.
"""

import re
import unicodedata

from deskchat.chat.message import Message
from deskchat.chat.parts import FilePart, ImagePart

# Thai, Lao, Burmese, Khmer, Chinese, Japanese, Korean
UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u9fff\ua960-\ua97f"
    r"\uac00-\ud7ff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]+"
)
PAIR, LETTERS = "text", "letters"    # the columns of the index
LONGEST_PAIRED = 200_000    # letters of a text that are made pairs of: those take many times the memory of the text


def indexed(text: str) -> tuple[str, str]:
    """What the columns of the index hold of ``text``: its words, and its letters of scripts without spaces."""
    if text.isascii():
        return text.replace("\x00", " "), ""
    text = unicodedata.normalize("NFC", text).replace("\x00", " ")
    head, rest = text[:LONGEST_PAIRED], text[LONGEST_PAIRED:]
    runs = UNSPACED.findall(head)
    if not runs:
        return text, ""
    return UNSPACED.sub(lambda run: f" {_pairs(run[0])} ", head) + rest, " ".join(sorted(set("".join(runs))))


def query(text: str) -> str:
    """An FTS5 query: every word must occur, the beginning of a word is enough; ``""`` when there is no word in it."""
    phrases = []
    for word in unicodedata.normalize("NFC", text).split():
        at = 0
        for run in UNSPACED.finditer(word):
            phrases += _phrase(word[at : run.start()])
            phrases += [f'{PAIR} : "{_pairs(run[0])}"' if len(run[0]) > 1 else f'{LETTERS} : "{run[0]}"']
            at = run.end()
        phrases += _phrase(word[at:])
    return " ".join(phrases)


def of_message(message: Message) -> str:
    """What a message is found by: its words, and the names of what was attached."""
    names = [part.name for part in message.parts if isinstance(part, ImagePart | FilePart)]
    return "\n".join([message.text, *names])


def _pairs(run: str) -> str:
    return " ".join(run[at : at + 2] for at in range(len(run) - 1)) or run


def _phrase(word: str) -> list[str]:
    """One letter finds itself alone as a word: almost every message has a word that begins with it."""
    letters = "".join(c if c.isalnum() or ord(c) > 127 else " " for c in word).strip()
    if not any(c.isalnum() for c in letters):
        return []
    return [f'{PAIR} : "{letters}"' + ("*" if len(letters.split()[-1]) > 1 else "")]
