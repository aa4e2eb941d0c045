"""Guessing the next words from those that stand in the conversation already: *prompt lookup*.

Text often repeats itself (code that is changed, quotations, names). When the last tokens have occurred before, those that
followed them then are guessed to follow again, and are read together with the token that was drawn. A token is drawn
after each of them as always; a guess only counts when it is the very token that was drawn, so what comes out is what would
have come out without. (Idea: https://github.com/apoorvumang/prompt-lookup-decoding.)
"""

from collections.abc import Iterable
from typing import Final

LENGTH: Final = 3         # tokens that must have occurred before
TRIALS: Final = 3         # guesses before it is judged whether guessing pays
REST: Final = 32          # chances that are let go when it does not pay; doubled each time
LONGEST_REST: Final = 1024
LEARNING: Final = 0.2     # weight of the newest measurement
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
        return self._tokens[place : place + most] if place is not None and most > 0 else []


class Judge:
    """Does guessing pay, with this model on this machine? Decided from the time it took, not from a rule."""

    def __init__(self) -> None:
        self._plain_s = 0.0       # for a token without guessing
        self._guessed_s = 0.0     # for a reading with guesses
        self._gained = 0.0        # tokens that such a reading brought
        self._trials = 0
        self._resting, self._rest = 0, REST

    def lets(self) -> bool:
        """May the next reading carry guesses?"""
        if not self._plain_s:
            return False
        if self._resting:
            self._resting -= 1
            return False
        return True

    def plain(self, seconds: float) -> None:
        """A token was read by itself."""
        self._plain_s = _mixed(self._plain_s, seconds)

    def guessed(self, seconds: float, gained: int) -> None:
        """A token was read with guesses; ``gained`` tokens came of it, the drawn one included."""
        self._guessed_s, self._gained = _mixed(self._guessed_s, seconds), _mixed(self._gained, gained)
        self._trials += 1
        if self._trials < TRIALS:
            return
        if self._gained * self._plain_s < WORTH * self._guessed_s:
            self._resting, self._rest = self._rest, min(2 * self._rest, LONGEST_REST)
            self._trials, self._guessed_s, self._gained = 0, 0.0, 0.0
        else:
            self._rest = REST


def _mixed(before: float, now: float) -> float:
    return now if not before else before + LEARNING * (now - before)
