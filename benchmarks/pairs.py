"""Two that do the same work take turns, so that a machine that is now faster and now slower disturbs both alike."""

import math
import random
import statistics
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

Side = Callable[[], Awaitable[float]]
DRAWS: Final = 2_000


class Pair:
    """``ours`` and ``theirs`` are measured A B B A, or B A A B; each such turn gives one ratio.

    What changes steadily in the course of a turn drops out of its ratio.
    """

    def __init__(self, what: str, ours: Side, theirs: Side, goal: float) -> None:
        self.what, self.goal = what, goal
        self._sides = (ours, theirs)
        self._speeds: tuple[list[float], list[float]] = ([], [])

    async def turn(self, *, ours_first: bool) -> None:
        """Measure each twice."""
        order = (0, 1, 1, 0) if ours_first else (1, 0, 0, 1)
        for side in order:
            self._speeds[side].append(await self._sides[side]())

    @property
    def ratios(self) -> Sequence[float]:
        """Ours to theirs, one for each turn."""
        turns = [[math.sqrt(one * two) for one, two in zip(s[::2], s[1::2], strict=True)] for s in self._speeds]
        return [one / other for one, other in zip(*turns, strict=True)]

    @property
    def met(self) -> bool:
        """Does the median reach the goal?"""
        return statistics.median(self.ratios) >= self.goal

    def __str__(self) -> str:
        ours, theirs = (statistics.median(speeds) for speeds in self._speeds)
        low, high = interval(self.ratios)
        ratio = statistics.median(self.ratios)
        numbers = f"{ours:>8.1f} {theirs:>8.1f} {ratio:>7.3f} ({low:.3f}-{high:.3f}) of {len(self.ratios):>2}"
        return f"{self.what:<38} {numbers}   goal ≥ {self.goal}"


def interval(ratios: Sequence[float]) -> tuple[float, float]:
    """Where the median lies with a certainty of 95 %, by drawing from what was measured again and again."""
    dice = random.Random(0)
    medians = sorted(statistics.median(dice.choices(ratios, k=len(ratios))) for _ in range(DRAWS))
    return medians[DRAWS // 40], medians[-1 - DRAWS // 40]
