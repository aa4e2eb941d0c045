"""How many threads read a prompt: as many as are faster just now.

With as many threads as cores, a busy neighbour makes all of them wait for each other at every step. Measured on two cores:
without a neighbour both read 1.7 times as fast as one does, beside one busy neighbour 0.9 times, beside two a third. So
where something is in the way, both numbers are tried and the faster one goes on; where nothing is, trying would only cost.
Beside eight, both took five seconds for a question of 20 tokens: on a machine so crowded nothing is tried.
"""

import os
import time
from collections.abc import Callable
from typing import Final

import msgspec

FEWEST_TOKENS: Final = 32      # fewer say nothing about speed
TRY_AGAIN: Final = 8           # chunks, after which the slower number gets its chance again
LEARNING: Final = 0.5          # weight of the newest measurement
UNDISTURBED: Final = 0.9       # of the time that threads could have computed: they wait for each other by computing
IDLE: Final = 0.8              # of the cores that more threads would take
CROWDED: Final = 2.0           # threads that want to compute, for each core, in the last minute


class Moment(msgspec.Struct, frozen=True):
    """Seconds: of the clock, that this process has computed, that cores of the machine had nothing to do."""

    clock_s: float
    busy_s: float
    idle_s: float

    @classmethod
    def now(cls) -> "Moment":
        """As it is."""
        import psutil

        return cls(time.monotonic(), time.process_time(), float(psutil.cpu_times().idle))

    def since(self, earlier: "Moment") -> "Moment":
        """What passed between the two."""
        return Moment(self.clock_s - earlier.clock_s, self.busy_s - earlier.busy_s, self.idle_s - earlier.idle_s)


def crowded() -> bool:
    """Do so many others compute on this machine that threads would mostly wait for each other?"""
    import psutil

    return bool(psutil.getloadavg()[0] >= CROWDED * (os.cpu_count() or 1))


class ReadingThreads:
    """Chooses between ``few`` and ``many`` threads, chunk by chunk; begins with ``many`` where it is not ``crowded``."""

    def __init__(self, few: int, many: int, crowded: Callable[[], bool] = crowded) -> None:
        self._few, self._many = sorted((few, many))
        self._crowded = crowded
        self._speeds: dict[int, float] = {}    # tokens per second
        self._chunks = -1    # the first one also fetches the weights: it says nothing
        self._disturbed = False

    def choose(self, *, trying: bool = True) -> int:
        """For the next chunk. ``trying``: enough is left to read that it pays to find out what is faster."""
        if self._crowded():
            return self._few
        if not self._disturbed:
            return self._many
        choices = (self._many, self._few)
        if not trying:
            return max(self._speeds, key=lambda count: self._speeds[count], default=self._many)
        untried = [count for count in choices if count not in self._speeds]
        if untried:
            return untried[0]
        ranked = sorted(choices, key=lambda count: self._speeds[count], reverse=True)
        return ranked[-1 if self._chunks % TRY_AGAIN == 0 else 0]

    def took(self, count: int, tokens: int, spent: Moment) -> None:
        """A chunk of ``tokens`` was read by ``count`` threads, and so much passed meanwhile."""
        if tokens < FEWEST_TOKENS or spent.clock_s <= 0:
            return
        self._chunks += 1
        if not self._chunks:
            return
        if count == self._many:
            self._disturbed = spent.busy_s < UNDISTURBED * count * spent.clock_s
        else:
            self._disturbed = spent.idle_s < IDLE * (self._many - self._few) * spent.clock_s
        speed = tokens / spent.clock_s
        self._speeds[count] = self._speeds.get(count, speed) * (1 - LEARNING) + LEARNING * speed
