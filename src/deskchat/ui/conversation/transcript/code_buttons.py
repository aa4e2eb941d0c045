"""The buttons that copy a block of code."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QToolButton, QWidget

from deskchat.ui.conversation.transcript.code_block import CodeBlock
from deskchat.ui.conversation.transcript.copied import clean_for_clipboard
from deskchat.ui.safe_text import set_tooltip

COPIED_MS = 1_500    # for so long a button says that it did


class CodeButtons(QObject):
    """One in the head of each code block of a text that is shown in ``parent``."""

    def __init__(self, parent: QWidget, em: float) -> None:
        super().__init__(parent)
        self._on, self._em = parent, em
        self._buttons: list[QToolButton] = []
        self._codes: Sequence[CodeBlock] = ()
        self._placed: list[CodeBlock] = []    # those whose buttons are where they belong: code grows only below

    def moved(self) -> None:
        """The text is laid out anew: none is where it belongs."""
        self._placed = []

    def place(self, codes: Sequence[CodeBlock], rect_of: Callable[[int], QRectF]) -> None:
        """Put a button where each block of code is."""
        self._codes = codes
        while len(self._buttons) > len(codes):
            self._buttons.pop().deleteLater()
        del self._placed[len(codes) :]
        while self._placed and self._placed[-1] is not codes[len(self._placed) - 1]:    # written anew
            self._placed.pop()
        for index in range(len(self._placed), len(codes)):
            if index == len(self._buttons):
                self._buttons.append(self._button())
            self._put(self._buttons[index], rect_of(index))
            self._placed.append(codes[index])

    def _put(self, button: QToolButton, rect: QRectF) -> None:
        button.adjustSize()
        x, y = rect.right() - button.width() - 0.4 * self._em, rect.top() + 0.95 * self._em - button.height() / 2
        button.move(int(x), int(y))

    def _button(self) -> QToolButton:
        button = QToolButton(self._on)
        button.setText(self.tr("Copy"))
        button.setAccessibleName(self.tr("Copy code"))
        set_tooltip(button, self.tr("Copy this code"))
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setAutoRaise(True)
        button.setObjectName("quiet")
        button.clicked.connect(lambda: self._copy(button))
        button.show()
        return button

    def _copy(self, button: QToolButton) -> None:
        code = self._codes[self._buttons.index(button)]
        QGuiApplication.clipboard().setText(clean_for_clipboard(code.text))
        button.setText(self.tr("Copied"))
        QTimer.singleShot(COPIED_MS, button, lambda: button.setText(self.tr("Copy")))
