"""Pictures of the lines below messages, by what can be told apart in them."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFont, QPixmap

MOST = 60    # a person who walks through hundreds of versions of a reply sees no more than these at a time


@dataclass(frozen=True, slots=True)
class FooterPicture:
    """``size`` in points; what is said beside the ``buttons`` is written in ``font`` and ``colour``."""

    buttons: QPixmap
    size: QSize
    font: QFont
    colour: QColor


class FooterPictures:
    """Those taken so far."""

    def __init__(self) -> None:
        self._taken: dict[Hashable, FooterPicture] = {}

    def get(self, look: Hashable, take: Callable[[], FooterPicture]) -> FooterPicture:
        """The picture of such a line; ``take`` gives it the first time."""
        if look not in self._taken:
            if len(self._taken) >= MOST:
                self._taken.clear()
            self._taken[look] = take()
        return self._taken[look]
