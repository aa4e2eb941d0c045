"""The top of a conversation: its title and the model that answers next."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from deskchat.ui.conversation.transcript.visible import with_controls_shown
from deskchat.ui.safe_text import PlainLabel


class Header(QWidget):
    """Title on the left, ``model_button`` on the right."""

    def __init__(self, model_button: QWidget) -> None:
        super().__init__()
        self.setObjectName("header")
        self._whole = ""
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 8, 12, 8)
        self._title = PlainLabel()
        self._title.setObjectName("title")
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setMinimumWidth(40)
        row.addWidget(self._title, 1)
        row.addWidget(model_button)

    def show_title(self, title: str) -> None:
        """Show the title, shortened to the room there is."""
        self._whole = with_controls_shown(title) or "New chat"
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or less of the title fits."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Another font takes another width."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        metrics = QFontMetrics(self._title.font())
        self._title.setText(metrics.elidedText(self._whole, Qt.TextElideMode.ElideRight, max(40, self._title.width())))
        self._title.setAccessibleName(self._whole)
