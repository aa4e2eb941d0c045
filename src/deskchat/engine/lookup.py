"""Guessing the next words from those that stand in the conversation already: *prompt lookup*.

Text often repeats itself (code that is changed, quotations, names). When the last tokens have occurred before, those that
followed them then are guessed to follow again, and are read together with the token that was drawn. A token is drawn
after each of them as always; a guess only counts when it is the very token that was drawn, so what comes out is what would
have come out without. (Idea: https://github.com/apoorvumang/prompt-lookup-decoding.)
"""

from collections.abc import Iterable
from itertools import takewhile
from typing import Final

LENGTH: Final = 3         # tokens that must have occurred before
LEARNING: Final = 0.25    # weight of the newest measurement
ASSUMED_COST: Final = 2.5    # of a reading with guesses, in tokens read by themselves, until it is measured
WORTH: Final = 1.05       # guessing has to be this much faster


class Lookup:
    """The tokens so far, and where each run of ``LENGTH`` of them stood last."""

    def __init__(self, tokens: Iterable[int]) -> None:
        self._tokens: list[int] = []
        self._after: dict[tuple[int, ...], int] = {}
        self._last: tuple[int, ...] = ()
        for token in tokens:
            self.add(token)

    def add(self, token: int) -> None:
        """One more token was read or drawn."""
        if len(self._last) == LENGTH:
            self._after[self._last] = len(self._tokens)
        self._tokens.append(token)
        self._last = (*self._last[-LENGTH + 1 :], token)

    def guess(self, most: int) -> list[int]:
        """Up to ``most`` tokens that may come next; none when the last ones are new."""
        place = self._after.get(self._last)
        if place is None or most < 1:
            return []
        return list(takewhile(lambda token: token >= 0, self._tokens[place : place + most]))    # no picture is drawn


class Judge:
    """Does guessing pay, with this text, this model and this machine?

    How often guesses come true is seen without reading them, by what comes then; only what a reading with guesses takes has
    to be tried. So text that does not repeat itself costs nothing.
    """

    def __init__(self) -> None:
        self._plain_s = 0.0       # for a token by itself
        self._guessed_s = 0.0     # for a reading with guesses
        self._gained = 1.0        # tokens that such a reading brings
        self._watched: list[int] = []    # a guess that was not read, of which
        self._right = 0                  # so many tokens have come true

    def lets(self, guesses: list[int]) -> bool:
        """Shall these guesses be read?"""
        cost = self._guessed_s or ASSUMED_COST * self._plain_s
        return bool(guesses) and 0 < WORTH * cost < self._gained * self._plain_s

    def plain(self, seconds: float, guesses: list[int], came: int) -> None:
        """A token was read by itself, though ``guesses`` were at hand, and the token ``came`` was drawn then."""
        self._plain_s = _mixed(self._plain_s, seconds)
        if not self._watched:
            self._watched, self._right = guesses, 0
        if not self._watched:
            return
        is_right = self._watched[self._right] == came
        self._right += is_right
        if not is_right or self._right == len(self._watched):
            self._gained = _mixed(self._gained, self._right + 1)
            self._watched = []

    def guessed(self, seconds: float, gained: int) -> None:
        """A token was read with guesses; ``gained`` tokens came of it, the drawn one included."""
        self._guessed_s, self._gained = _mixed(self._guessed_s, seconds), _mixed(self._gained, gained)
        self._watched = []

    def begin(self) -> None:
        """Another text: what was seen of the last one says nothing."""
        self._gained, self._watched = 1.0, []


def _mixed(before: float, now: float) -> float:
    return now if not before else before + LEARNING * (now - before)
