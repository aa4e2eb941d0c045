"""Two that do the same work take turns, so that a machine that is now faster and now slower disturbs both alike.

A turn in which other programs computed says nothing and is not counted, whatever came out of it.
"""

import math
import os
import random
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

import psutil

Side = Callable[[], Awaitable[float]]
DRAWS: Final = 2_000
OTHERS_MOST: Final = 0.05    # of all cores, that other programs may take in a turn


class Pair:
    """``ours`` and ``theirs`` are measured A B B A, or B A A B; each such turn gives one ratio.

    What changes steadily in the course of a turn drops out of its ratio.
    """

    def __init__(self, what: str, ours: Side, theirs: Side, goal: float) -> None:
        self.what, self.goal = what, goal
        self._sides = (ours, theirs)
        self._speeds: tuple[list[float], list[float]] = ([], [])
        self.turns = 0    # also those that are not counted

    async def turn(self, *, ours_first: bool) -> None:
        """Measure each twice."""
        found: tuple[list[float], list[float]] = ([], [])
        began_s, before_s = time.monotonic(), others_s()
        for side in (0, 1, 1, 0) if ours_first else (1, 0, 0, 1):
            found[side].append(await self._sides[side]())
        room_s = (time.monotonic() - began_s) * (os.cpu_count() or 1)
        self.turns += 1
        if others_s() - before_s <= OTHERS_MOST * room_s:
            for speeds, more in zip(self._speeds, found, strict=True):
                speeds.extend(more)

    @property
    def ratios(self) -> Sequence[float]:
        """Ours to theirs, one for each turn."""
        turns = [[math.sqrt(one * two) for one, two in zip(s[::2], s[1::2], strict=True)] for s in self._speeds]
        return [one / other for one, other in zip(*turns, strict=True)]

    @property
    def met(self) -> bool:
        """Does the median reach the goal?"""
        return bool(self.ratios) and statistics.median(self.ratios) >= self.goal

    def __str__(self) -> str:
        if not self.ratios:
            return f"{self.what:<38} not measured: other programs computed in each of {self.turns} turns"
        ours, theirs = (statistics.median(speeds) for speeds in self._speeds)
        low, high = interval(self.ratios)
        ratio = statistics.median(self.ratios)
        numbers = f"{ours:>8.1f} {theirs:>8.1f} {ratio:>7.3f} ({low:.3f}-{high:.3f}) {len(self.ratios):>2} of {self.turns}"
        return f"{self.what:<38} {numbers}   goal ≥ {self.goal}"


def others_s() -> float:
    """Processor time since the machine was started, in s, but what this program and its children took."""
    machine, own = psutil.cpu_times(), os.times()
    alive = [child.cpu_times() for child in psutil.Process().children(recursive=True)]
    ours = own.user + own.system + own.children_user + own.children_system + sum(c.user + c.system for c in alive)
    return sum(machine) - machine.idle - getattr(machine, "iowait", 0.0) - getattr(machine, "guest", 0.0) - ours


def interval(ratios: Sequence[float]) -> tuple[float, float]:
    """Where the median lies with a certainty of 95 %, by drawing from what was measured again and again."""
    dice = random.Random(0)
    medians = sorted(statistics.median(dice.choices(ratios, k=len(ratios))) for _ in range(DRAWS))
    return medians[DRAWS // 40], medians[-1 - DRAWS // 40]
