"""What stands in a message, one below the other: most messages have few of these, and only those are made."""

from enum import IntEnum, auto

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskchat.ui.conversation.transcript.caption import Caption

ALL_OF_IT = Qt.AlignmentFlag(0)    # of the width


class Part(IntEnum):
    """From top to bottom."""

    VIEW_BEGINS = auto()
    SPEAKER = auto()
    REASONING_TITLE = auto()
    REASONING = auto()
    ATTACHED = auto()
    TEXT = auto()
    PROGRESS = auto()
    RECORD = auto()
    NOTES = auto()
    PROBLEM = auto()
    FOOTER = auto()


class Parts:
    """The parts that there are in ``column``."""

    def __init__(self, column: QVBoxLayout) -> None:
        self._column = column
        self._captions: dict[Part, Caption] = {}
        self._there: list[Part] = []

    def put(self, part: Part, widget: QWidget, side: Qt.AlignmentFlag = ALL_OF_IT) -> None:
        """Put a new one in its place."""
        above = sum(1 for other in self._there if other < part)
        self._there.insert(above, part)
        self._column.insertWidget(above, widget, 0, side)

    def said(self, part: Part) -> str:
        """What a line of words says."""
        return self._captions[part].text() if part in self._captions else ""

    def say(self, part: Part, text: str) -> None:
        """Have a line of words say this; it is hidden while that is nothing."""
        if part not in self._captions and text:
            made = self._captions[part] = Caption("", quiet=part is not Part.SPEAKER)
            if part is Part.SPEAKER:
                made.setObjectName("speaker")
            elif part is Part.VIEW_BEGINS:
                made.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            self.put(part, made)
        if part in self._captions:
            self._captions[part].show_text(text)
