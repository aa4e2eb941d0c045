"""The foot of a conversation: where one writes, with what is said about it above and below."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskchat.ui.conversation.transcript.sheet import WIDEST


class Foot(QWidget):
    """Its rows are as wide as the column of text above."""

    def __init__(self, *rows: QWidget) -> None:
        super().__init__()
        self._column = QWidget()
        column = QVBoxLayout(self._column)
        column.setContentsMargins(16, 4, 16, 8)
        column.setSpacing(4)
        for row in rows:
            column.addWidget(row)
        centred = QHBoxLayout(self)
        centred.setContentsMargins(0, 0, 0, 0)
        centred.addStretch(1)
        centred.addWidget(self._column, 1000)
        centred.addStretch(1)

    def follow_font(self, em: float) -> None:
        """Be as wide as text of that size is shown."""
        self._column.setMaximumWidth(int((WIDEST + 1) * em) + 32)
