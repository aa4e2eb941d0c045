"""A long history for benchmarks: a hundred thousand conversations with a million messages, written in bulk."""

import itertools
import json
import random
from collections.abc import Iterator
from pathlib import Path

import apsw

from deskchat.store import words
from deskchat.store.history import open_history

CONVERSATIONS = 100_000
EACH = 10                      # messages of a conversation
START, STEP = 1_600_000_000_000_000, 1_500_000_000    # microseconds: about five years in all
LETTERS = "etaoinshrdlucmfwypvbgk"
IN_ONE = 2_000                 # conversations of a transaction


class Language:
    """Words as frequent as those of a language are (Zipf), and sentences of them. One message in ten is Chinese."""

    def __init__(self, seed: int = 7) -> None:
        self.chance = random.Random(seed)
        made = {"".join(self.chance.choices(LETTERS, k=self.chance.randint(2, 10))) for _ in range(60_000)}
        self.words = sorted(made)
        self.chance.shuffle(self.words)
        signs = [chr(0x4E00 + number) for number in range(3_000)]
        self._sentences = self._made(self.words, " ", (6, 16), 30_000)
        self.chinese = self._made(signs, "", (8, 24), 10_000)
        self._indexed = {sentence: words.indexed(sentence) for sentence in self.chinese}

    def message(self, number: int) -> tuple[str, tuple[str, str]]:
        """A short question or a longer reply, and how the index knows it."""
        if number % 10 == 9:
            said = self.chance.choices(self.chinese, k=2 if number % 2 else 8)
            known = [self._indexed[sentence] for sentence in said]
            letters = sorted({letter for _, each in known for letter in each.split()})
            return " ".join(said), (" ".join(pairs for pairs, _ in known), " ".join(letters))
        text = ". ".join(self.chance.choices(self._sentences, k=8 if number % 2 else 1))
        return text, (text, "")

    def _made(self, among: list[str], between: str, length: tuple[int, int], count: int) -> list[str]:
        weights = list(itertools.accumulate(1 / (rank + 8) for rank in range(len(among))))
        return [
            between.join(self.chance.choices(among, cum_weights=weights, k=self.chance.randint(*length)))
            for _ in range(count)
        ]


def make(path: Path, language: Language) -> int:
    """Make the history at ``path``; how many messages it has."""
    open_history(path).close()
    connection = apsw.Connection(str(path))
    connection.pragma("synchronous", "OFF")
    connection.pragma("cache_size", -400_000)
    for first in range(0, CONVERSATIONS, IN_ONE):
        numbers = range(first + 1, first + IN_ONE + 1)
        connection.execute("BEGIN")
        connection.executemany(
            "INSERT INTO conversation (seq, id, title, created_at, updated_at, touched, leaf) VALUES (?, ?, ?, ?, ?, ?, ?)",
            ((n, f"c{n:08}", _title(n, language), _time(n), _time(n), n, f"m{n * EACH:08}") for n in numbers),
        )
        said = [language.message(number) for number in range(first * EACH + 1, (first + IN_ONE) * EACH + 1)]
        connection.executemany(
            "INSERT INTO message (seq, id, conversation, parent, role, status, parts, created_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            _messages(first * EACH, [text for text, _ in said]),
        )
        connection.executemany(
            "INSERT INTO message_words (rowid, text, letters) VALUES (?, ?, ?)",
            ((first * EACH + 1 + at, *known) for at, (_, known) in enumerate(said)),
        )
        connection.executemany(
            "INSERT INTO title_words (rowid, text, letters) VALUES (?, ?, '')", ((n, _title(n, language)) for n in numbers)
        )
        connection.execute("COMMIT")
    connection.pragma("wal_checkpoint", "TRUNCATE")
    connection.close()
    return CONVERSATIONS * EACH


def _time(conversation: int) -> int:
    return START + conversation * STEP


def _title(number: int, language: Language) -> str:
    return f"{language.words[number % len(language.words)]} {language.words[number * 7 % len(language.words)]} {number}"


def _messages(before: int, texts: list[str]) -> Iterator[tuple[object, ...]]:
    for number, text in enumerate(texts, before + 1):
        conversation, place = divmod(number - 1, EACH)
        parts = json.dumps([{"type": "text", "text": text}], ensure_ascii=False)
        parent = f"m{number - 1:08}" if place else None
        role = "assistant" if place % 2 else "user"
        yield number, f"m{number:08}", f"c{conversation + 1:08}", parent, role, "done", parts, _time(conversation + 1)
