"""How wide the conversations are: as the person made them, as far as the open one can spare it."""

from deskchat.settings import SIDEBAR_WIDTH, Settings

LARGEST_SHARE = 0.4    # of the window's width
LEAST, MOST = SIDEBAR_WIDTH.minimum or 0, SIDEBAR_WIDTH.maximum or 0    # in tenths of the height of a line


class SidebarWidth:
    """Kept in heights of a line of text, for with larger letters the conversations want more room."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def within(self, window: int, em: float) -> int:
        """The width in a window that is ``window`` wide, all in pixels; ``em``: the height of a line."""
        return min(round(self._settings.get(SIDEBAR_WIDTH) / 10 * em), self.most(window))

    def most(self, window: int) -> int:
        """The largest width there, in pixels."""
        return round(window * LARGEST_SHARE)

    def least(self, window: int, em: float) -> int:
        """The smallest, in pixels: the letters of today may be too large for the window."""
        return min(round(LEAST / 10 * em), self.most(window))

    def keep(self, width: int, em: float) -> None:
        """The person made it so wide, in pixels."""
        self._settings.set(SIDEBAR_WIDTH, min(max(round(width / em * 10), LEAST), MOST))
