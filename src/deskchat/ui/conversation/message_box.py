"""The box a message is typed in."""

from collections.abc import Callable

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit

MOST_LINES = 8
LONGEST_PASTE = 20_000       # characters that are pasted as text; more becomes an attachment
LONGEST_TEXT = 2_000_000     # characters of a paste that are taken at all
KEPT_HISTORY = 50


class MessageBox(QPlainTextEdit):
    """Grows with its text; plain text only."""

    submitted = Signal()             # the send key was pressed
    stop_asked = Signal()            # Esc
    files_dropped = Signal(list)     # local file names, dropped or pasted
    image_pasted = Signal(QImage)
    long_text_pasted = Signal(str)

    def __init__(self, sends_with_ctrl: Callable[[], bool]) -> None:
        """``sends_with_ctrl``: is Ctrl+Enter the key that sends, and Enter the one that breaks the line?"""
        super().__init__()
        self._sends_with_ctrl = sends_with_ctrl
        self._history: list[str] = []
        self._at = 0                 # place in the history; its length means: the person's own text
        self.setAccessibleName(self.tr("Message"))
        self.setPlaceholderText(self.tr("Write a message"))
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self.document().setDocumentMargin(2)
        self._fit()

    def remember(self, text: str) -> None:
        """Keep a text that was sent, to be brought back with Up."""
        if text.strip() and self._history[-1:] != [text]:
            self._history = [*self._history, text][-KEPT_HISTORY:]
        self._at = len(self._history)

    def set_history(self, texts: list[str]) -> None:
        """The texts sent earlier in this conversation, oldest first."""
        self._history = texts[-KEPT_HISTORY:]
        self._at = len(self._history)

    def set_text(self, text: str) -> None:
        """Replace what is there, and go to its end."""
        self.setPlainText(text)
        cursor = self.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        self.setTextCursor(cursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Send, stop and history; everything else is editing."""
        key, modifiers = event.key(), event.modifiers()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter(event)
        elif key == Qt.Key.Key_Escape:
            self.stop_asked.emit()
        elif modifiers & ~Qt.KeyboardModifier.KeypadModifier or not self._walk_history(key):
            super().keyPressEvent(event)

    def _enter(self, event: QKeyEvent) -> None:
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if ctrl or not (shift or self._sends_with_ctrl()):
            self.submitted.emit()
        else:
            self.textCursor().insertText("\n")
            self.ensureCursorVisible()

    def _walk_history(self, key: int) -> bool:
        if key == Qt.Key.Key_Up:
            return self._back()
        return key == Qt.Key.Key_Down and self._forth()

    def _back(self) -> bool:
        """Bring back the text sent before; only from an empty box, or while walking."""
        walking = self._at < len(self._history) and self.toPlainText() == self._history[self._at]
        if self._at == 0 or (self.toPlainText() and not walking):
            return False
        self._at -= 1
        self.set_text(self._history[self._at])
        return True

    def _forth(self) -> bool:
        if self._at >= len(self._history) or self.toPlainText() != self._history[self._at]:
            return False
        self._at += 1
        self.set_text(self._history[self._at] if self._at < len(self._history) else "")
        return True

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Text, pictures and local files are taken."""
        return source.hasText() or source.hasImage() or source.hasUrls()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Plain text only; pictures and files become attachments, and so does a very long text."""
        files = [url.toLocalFile() for url in source.urls() if url.isLocalFile()]
        if files:
            self.files_dropped.emit(files)
        elif source.hasImage():
            image = source.imageData()
            if isinstance(image, QImage) and not image.isNull():
                self.image_pasted.emit(image)
        elif source.hasText():
            self._insert(source.text())

    def _insert(self, text: str) -> None:
        text = text[:LONGEST_TEXT].replace("\0", "")
        if len(text) > LONGEST_PASTE:
            self.long_text_pasted.emit(text)
        else:
            self.textCursor().insertText(text)
            self.ensureCursorVisible()

    def _fit(self) -> None:
        lines = max(1, min(MOST_LINES, int(self.document().size().height())))
        margins = self.contentsMargins()
        height = lines * self.fontMetrics().lineSpacing() + 2 * int(self.document().documentMargin())
        self.setFixedHeight(height + margins.top() + margins.bottom() + 2)
        scrolls = int(self.document().size().height()) > MOST_LINES
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if scrolls else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(policy)
