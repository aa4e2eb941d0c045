"""Long code shows its first lines, and a button that brings the others. Its text stays in the document as a whole."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument
from PySide6.QtWidgets import QToolButton, QWidget

from deskchat.ui.conversation.transcript.code_block import CodeBlock
from deskchat.ui.figures import counted

FOLDED_FROM = 61     # lines
SHOWN = 40           # of a folded block
FOOT = 1.7           # em below the code, for the button


class Folding(QObject):
    """Folds the code blocks of ``document``; those that were seen growing stay open until the person folds them."""

    changed = Signal()

    def __init__(self, document: QTextDocument, parent: QWidget, em: float) -> None:
        super().__init__(parent)
        self._document, self._on, self._em = document, parent, em
        self._hidden: dict[int, int] = {}     # folded code blocks, and the last document block that is hidden in each
        self._open: set[int] = set()
        self._buttons: dict[int, QToolButton] = {}

    def forget(self) -> None:
        """The document begins anew."""
        self._hidden, self._open = {}, set()
        for button in self._buttons.values():
            button.hide()
            button.deleteLater()
        self._buttons = {}

    def look_at(self, codes: Sequence[CodeBlock], *, seen_growing: bool) -> None:
        """Fold what is long. ``seen_growing``: it was read while it was written, and only gets its buttons."""
        for index in range(max(0, len(self._buttons) and max(self._buttons)), len(codes)):
            lines = codes[index].text.count("\n") + 1
            if lines < FOLDED_FROM:
                continue
            if seen_growing:
                self._open.add(index)
            if index not in self._open:
                self._hide(index, codes[index].first_block, lines)
            self._name(index, codes[index], lines)

    def foot(self, index: int) -> float:
        """Pixels below the lines of a code block that its button needs."""
        return FOOT * self._em if index in self._buttons else 0.0

    def last_shown(self, index: int, code: CodeBlock) -> QTextBlock:
        """The last line that is to be seen."""
        lines = SHOWN - 1 if index in self._hidden else code.text.count("\n")
        return self._document.findBlockByNumber(code.first_block + lines)

    def place(self, rect_of: Callable[[int], QRectF]) -> None:
        """Put the buttons where they belong."""
        for index, button in self._buttons.items():
            rect = rect_of(index)
            button.adjustSize()
            x = rect.center().x() - button.width() / 2
            button.move(int(x), int(rect.bottom() - button.height() - 0.25 * self._em))
            button.show()

    def unfold_at(self, position: int, codes: Sequence[CodeBlock]) -> None:
        """Show what is hidden at a place."""
        block = self._document.findBlock(position)
        if block.isValid() and not block.isVisible():
            number = block.blockNumber()
            folded = [index for index in self._hidden if codes[index].first_block <= number]
            if folded:
                self._toggle(max(folded), codes[max(folded)])

    def _hide(self, index: int, first: int, lines: int) -> None:
        begin = max(first + SHOWN, self._hidden.get(index, 0) + 1)
        if index not in self._hidden:
            self._space_below(first + SHOWN - 1, more=True)
        self._hidden[index] = first + lines - 1
        self._show_lines(begin, first + lines - 1, visible=False)

    def _show_lines(self, first: int, last: int, *, visible: bool) -> None:
        start = block = self._document.findBlockByNumber(first)
        length = 0
        while block.isValid() and block.blockNumber() <= last:
            block.setVisible(visible)
            length += block.length()
            block = block.next()
        if length:
            self._document.markContentsDirty(start.position(), length)

    def _space_below(self, number: int, *, more: bool) -> None:
        cursor = QTextCursor(self._document.findBlockByNumber(number))
        fmt = cursor.blockFormat()
        fmt.setBottomMargin((1.2 + FOOT) * self._em if more else 0)
        cursor.setBlockFormat(fmt)

    def _toggle(self, index: int, code: CodeBlock) -> None:
        lines = code.text.count("\n") + 1
        first, last = code.first_block, code.first_block + lines - 1
        if index in self._hidden:
            del self._hidden[index]
            self._open.add(index)
            self._show_lines(first + SHOWN, last, visible=True)
            self._space_below(first + SHOWN - 1, more=False)
            self._space_below(last, more=True)
        else:
            self._open.discard(index)
            self._hide(index, first, lines)
        self._name(index, code, lines)
        self.changed.emit()

    def _name(self, index: int, code: CodeBlock, lines: int) -> None:
        button = self._buttons.get(index)
        if button is None:
            button = self._buttons[index] = QToolButton(self._on)
            button.setAutoRaise(True)
            button.setObjectName("quiet")
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.clicked.connect(lambda: self._toggle(index, code))
            self._space_below(code.first_block + lines - 1, more=True)
        hidden = index in self._hidden
        name = self.tr("Show all %1 lines", "", lines) if hidden else self.tr("Show the first %1 lines", "", SHOWN)
        name = counted(name, lines if hidden else SHOWN, name)
        button.setText(name)
        button.setAccessibleName(name)
