"""The colours of tags: as many as there are stay apart."""

import zlib
from collections.abc import Iterable

from PySide6.QtGui import QColor

# the first eight told apart by eyes of every kind, on light and dark ground (after Okabe and Ito), then others
DOTS = tuple(map(QColor, (
    "#3b7dd8", "#e69f00", "#009e73", "#cc79a7", "#d55e00", "#56b4e9", "#8a8f98", "#b8a21b",
    "#7a4fbf", "#8c5a2b", "#d13b4b", "#3f8f9b", "#6a8f2f", "#c04fb5", "#5a6bb0", "#b07d5a",
)))    # fmt: skip


class TagColours:
    """Each tag prefers a colour of its own, the same each time, and takes the next one that is free."""

    def __init__(self) -> None:
        self._of: dict[str, int] = {}

    def know(self, tags: Iterable[str]) -> None:
        """These are all tags there are. Those that have a colour keep it."""
        names = sorted(tags)
        self._of = {name: place for name, place in self._of.items() if name in names}
        for name in names:
            self.of(name)

    def of(self, tag: str) -> QColor:
        """The colour of a tag."""
        if tag not in self._of:
            wanted, taken = zlib.crc32(tag.encode()), set(self._of.values())
            free = (place % len(DOTS) for place in range(wanted, wanted + len(DOTS)))
            self._of[tag] = next((place for place in free if place not in taken), wanted % len(DOTS))
        return DOTS[self._of[tag]]
