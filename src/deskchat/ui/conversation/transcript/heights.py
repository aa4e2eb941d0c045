"""Where each message of a long conversation is: heights guessed, then measured."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate


class Heights:
    """Positions of items one below the other, in pixels. A change costs only the items after it, when next asked."""

    def __init__(self) -> None:
        self._heights: list[int] = []
        self._tops: list[int] = [0]
        self._valid = 0               # tops up to this index are right

    def __len__(self) -> int:
        return len(self._heights)

    def reset(self, heights: Sequence[int]) -> None:
        """Start anew."""
        self._heights = list(heights)
        self._tops = [0] * (len(heights) + 1)
        self._valid = 0

    def set(self, index: int, height: int) -> bool:
        """Give an item its height; says whether that is a change."""
        if self._heights[index] == height:
            return False
        self._heights[index] = height
        self._valid = min(self._valid, index)
        return True

    def height(self, index: int) -> int:
        """The height of an item."""
        return self._heights[index]

    def top(self, index: int) -> int:
        """Where an item begins; with the number of items, where all end."""
        self._complete(index)
        return self._tops[index]

    @property
    def total(self) -> int:
        """The height of all."""
        return self.top(len(self._heights))

    def at(self, y: int) -> int:
        """The item at a height, the nearest one beyond the ends."""
        self._complete(len(self._heights))
        return max(0, min(len(self._heights) - 1, bisect_right(self._tops, y) - 1))

    def _complete(self, index: int) -> None:
        if index > self._valid:
            first = self._valid
            self._tops[first : index + 1] = accumulate(self._heights[first:index], initial=self._tops[first])
            self._valid = index
