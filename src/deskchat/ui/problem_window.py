"""Shown in place of the window when the conversations can't be opened."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from deskchat.chat.errors import ChatError
from deskchat.ui.safe_text import PlainLabel
from deskchat.ui.sentences import translated


class ProblemWindow(QWidget):
    """What happened, what can be done, and the technical part on request."""

    def __init__(self, error: ChatError) -> None:
        super().__init__()
        self.setWindowTitle("deskchat")
        self.setAccessibleName("deskchat")
        self.setMinimumWidth(480)
        sentence = PlainLabel(translated(error.sentence), self, wrap=True, selectable=True)
        font = sentence.font()
        font.setPointSizeF(font.pointSizeF() * 1.2)
        sentence.setFont(font)
        self._detail = PlainLabel(error.detail, self, wrap=True, selectable=True)
        self._detail.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 32, 32, 24)
        column.setSpacing(16)
        column.addWidget(sentence)
        column.addWidget(PlainLabel(error.remedy, self, wrap=True))
        column.addWidget(self._detail)
        row = QHBoxLayout()
        if error.detail:
            details = QPushButton(self.tr("Details"), self)
            details.clicked.connect(lambda: self._detail.setVisible(not self._detail.isVisible()))
            row.addWidget(details)
        row.addStretch(1)
        close = QPushButton(self.tr("Close"), self)
        close.clicked.connect(self.close)
        close.setDefault(True)
        row.addWidget(close)
        column.addLayout(row)
        close.setFocus(Qt.FocusReason.OtherFocusReason)
