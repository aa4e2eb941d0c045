"""Guessing the next words from those that stand in the conversation already: *prompt lookup*.

Text often repeats itself (code that is changed, quotations, names). When the last tokens have occurred before, those that
followed them then are guessed to follow again, and are read together with the token that was drawn. A token is drawn
after each of them as always; a guess only counts when it is the very token that was drawn, so what comes out is what would
have come out without. (Idea: https://github.com/apoorvumang/prompt-lookup-decoding.)
"""

from collections import deque
from collections.abc import Iterable
from itertools import takewhile
from statistics import median
from typing import Final

LENGTH: Final = 3         # tokens that must have occurred before
LEARNING: Final = 0.25    # weight of the newest guess
TIMES: Final = 7          # measurements of which the middle one counts
LONGEST_ROW: Final = 12   # readings with guesses
ASSUMED_COST: Final = 2.5    # of a reading with guesses, in tokens read by themselves, until it is measured
WORTH: Final = 1.05       # guessing has to be this much faster
FIRST_STAKE: Final = 4.0  # tokens by themselves that guesses may cost before they have gained any,
SHARE: Final = 0.005      # and this share of a token more for each one by itself


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
    to be tried. So text that does not repeat itself costs nothing. Text that only seems to costs little: guesses are paid
    from a purse that their gains fill, and what is lost is not staked again.
    """

    def __init__(self) -> None:
        self._plain: deque[float] = deque(maxlen=TIMES)      # seconds for a token by itself
        self._guessed: deque[float] = deque(maxlen=TIMES)    # seconds for a reading with guesses
        self._gained = 1.0               # tokens that such a reading brings
        self._purse = FIRST_STAKE
        self._in_a_row = 0               # readings with guesses
        self._watched: list[int] = []    # a guess that was not read, of which
        self._right = 0                  # so many tokens have come true

    def lets(self, guesses: list[int]) -> bool:
        """Shall these guesses be read?"""
        # now and then a token by itself: what it takes may have changed meanwhile
        if not guesses or not self._plain or self._in_a_row >= LONGEST_ROW:
            return False
        cost = self._cost()
        return WORTH * cost < self._gained and cost - 1 <= self._purse

    def plain(self, seconds: float, guesses: list[int], came: int) -> None:
        """A token was read by itself, though ``guesses`` were at hand, and the token ``came`` was drawn then."""
        self._plain.append(seconds)
        self._purse += SHARE
        self._in_a_row = 0
        if not self._watched:
            self._watched, self._right = guesses, 0
        if not self._watched:
            return
        is_right = self._watched[self._right] == came
        self._right += is_right
        if not is_right or self._right == len(self._watched):
            self._learn(self._right + 1)

    def guessed(self, seconds: float, gained: int) -> None:
        """A token was read with guesses; ``gained`` tokens came of it, the drawn one included."""
        self._guessed.append(seconds)
        self._purse += gained - self._cost()
        self._in_a_row += 1
        self._learn(gained)

    def begin(self) -> None:
        """Another text: what was seen of the last one says nothing."""
        self._gained, self._watched = 1.0, []

    def _cost(self) -> float:
        """Of a reading with guesses, in tokens by themselves."""
        return median(self._guessed) / median(self._plain) if self._guessed else ASSUMED_COST

    def _learn(self, gained: int) -> None:
        self._gained += LEARNING * (gained - self._gained)
        self._watched = []
