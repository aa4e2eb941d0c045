"""Text from outside, shown as it is: Qt's labels and tooltips would take it for markup, and open files it names."""

import html

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class PlainLabel(QLabel):
    """A label that shows its text and nothing else. ``selectable``: it can be copied with mouse and keyboard."""

    def __init__(
        self, text: str = "", parent: QWidget | None = None, *, wrap: bool = False, selectable: bool = False
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if selectable:
            self.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
        self.setText(text)


class HintLabel(PlainLabel):
    """What explains something, in a quiet colour. A disabled label would look the same, and be read out as unavailable."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent, wrap=True)
        self.setObjectName("hint")


class ElidedLabel(PlainLabel):
    """One line that ends in “…” when there is no room; the whole text is in the tooltip."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        line = " ".join(self.text().split())
        shown = self.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, self.width())
        set_tooltip(self, self.text() if shown != line else "")
        painter.setPen(self.palette().windowText().color())
        painter.drawText(self.rect(), int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), shown)


def set_tooltip(widget: QWidget, text: str) -> None:
    """Give ``widget`` a tooltip that shows ``text`` literally, wrapped where it is long."""
    shown = f"<qt>{html.escape(text[:1000])}</qt>" if text else ""
    if widget.toolTip() != shown:
        widget.setToolTip(shown)
