"""Where each message of a long conversation is: heights guessed, then measured."""

from collections.abc import Sequence


class Heights:
    """Positions of items one below the other, in pixels: sums kept as a Fenwick tree, so that a change costs few steps."""

    def __init__(self) -> None:
        self._heights: list[int] = []
        self._sums: list[int] = [0]    # number i: of the items before i, as many of them as the lowest bit of i says
        self.total = 0                 # of all

    def __len__(self) -> int:
        return len(self._heights)

    def reset(self, heights: Sequence[int]) -> None:
        """Start anew."""
        self._heights = list(heights)
        self.total = sum(heights)
        self._sums = [0, *heights]
        for at in range(1, len(self._sums)):
            above = at + (at & -at)
            if above < len(self._sums):
                self._sums[above] += self._sums[at]

    def set(self, index: int, height: int) -> bool:
        """Give an item its height; says whether that is a change."""
        more = height - self._heights[index]
        if not more:
            return False
        self._heights[index] = height
        self.total += more
        at = index + 1
        while at < len(self._sums):
            self._sums[at] += more
            at += at & -at
        return True

    def height(self, index: int) -> int:
        """The height of an item."""
        return self._heights[index]

    def top(self, index: int) -> int:
        """Where an item begins; with the number of items, where all end."""
        found = 0
        while index:
            found += self._sums[index]
            index &= index - 1
        return found

    def at(self, y: int) -> int:
        """The item at a height, the nearest one beyond the ends."""
        at, step = 0, 1 << len(self._heights).bit_length()
        while step := step >> 1:
            if at + step < len(self._sums) and self._sums[at + step] <= y:
                at += step
                y -= self._sums[at]
        return max(0, min(len(self._heights) - 1, at))
