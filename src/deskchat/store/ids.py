"""Names of rows that sort by the time they were made."""

import secrets
from datetime import datetime

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
TIME_LETTERS, RANDOM_LETTERS = 9, 11    # 45 bits of milliseconds last until the year 3084; 55 bits of chance


def new_id(now: datetime) -> str:
    """Twenty letters and digits, unique; later ones sort after earlier ones, as far as the clock can tell."""
    milliseconds = max(0, int(now.timestamp() * 1000))
    return _letters(milliseconds, TIME_LETTERS) + _letters(secrets.randbits(5 * RANDOM_LETTERS), RANDOM_LETTERS)


def is_id(text: str) -> bool:
    """Can ``new_id`` have made it?"""
    return len(text) == TIME_LETTERS + RANDOM_LETTERS and all(letter in ALPHABET for letter in text)


def _letters(number: int, length: int) -> str:
    letters = []
    for _ in range(length):
        letters.append(ALPHABET[number & 31])
        number >>= 5
    return "".join(reversed(letters))
