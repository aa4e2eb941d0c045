"""A text that is not laid out again for a width it has."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QTextBrowser


class LaidOutOnce(QTextBrowser):
    """Qt lays the whole document out for the first size of the widget, whatever width the document was laid out for."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The same width once more: only the height may be another one."""
        fits = self.document().textWidth() == event.size().width()
        super().resizeEvent(QResizeEvent(event.size(), event.size()) if fits else event)
