"""How many threads read a prompt: as many as are faster just now.

With as many threads as cores, a busy neighbour makes all of them wait for each other at every step. Measured on two cores:
without a neighbour both read 1.7 times as fast as one does, beside one busy neighbour 0.9 times, beside two a third. So both
numbers are tried on the way, and the faster one goes on.
"""

from typing import Final

FEWEST_TOKENS: Final = 32      # fewer say nothing about speed
TRY_AGAIN: Final = 8           # chunks, after which the slower number gets its chance again
LEARNING: Final = 0.5          # weight of the newest measurement


class ReadingThreads:
    """Chooses between ``few`` and ``many`` threads, chunk by chunk; begins with ``many``."""

    def __init__(self, few: int, many: int) -> None:
        self._speeds: dict[int, float] = {}    # tokens per second
        self._choices = sorted({few, many}, reverse=True)
        self._chunks = -1    # the first one also fetches the weights: it says nothing

    def choose(self) -> int:
        """For the next chunk."""
        untried = [count for count in self._choices if count not in self._speeds]
        if untried:
            return untried[0]
        ranked = sorted(self._choices, key=lambda count: self._speeds[count], reverse=True)
        return ranked[-1 if self._chunks % TRY_AGAIN == 0 else 0]

    def took(self, count: int, tokens: int, seconds: float) -> None:
        """A chunk of ``tokens`` was read by ``count`` threads."""
        if tokens < FEWEST_TOKENS or seconds <= 0:
            return
        self._chunks += 1
        if not self._chunks:
            return
        speed = tokens / seconds
        self._speeds[count] = self._speeds.get(count, speed) * (1 - LEARNING) + LEARNING * speed
