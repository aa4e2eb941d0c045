"""What stands around the blocks of code in a text: their boxes, the buttons in them, and bars to move them sideways."""

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPen, QTextBlock, QTextDocument, QWheelEvent
from PySide6.QtWidgets import QWidget

from deskchat.ui.conversation.transcript.code_block import CodeBlock
from deskchat.ui.conversation.transcript.code_buttons import CodeButtons
from deskchat.ui.conversation.transcript.folding import Folding
from deskchat.ui.conversation.transcript.ink import Ink
from deskchat.ui.conversation.transcript.sideways import AROUND, Sideways

BESIDE = 6    # room for the button beside the language, in em
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter    # never mirrored


class CodeFrames(QObject):
    """Of the blocks that ``codes`` gives, in ``document``, which is shown in ``viewport``."""

    changed = Signal()    # the height may be another one

    def __init__(
        self, document: QTextDocument, viewport: QWidget, ink: Ink, codes: Callable[[], Sequence[CodeBlock]]
    ) -> None:
        super().__init__(viewport)
        self._document, self._viewport, self._ink, self._codes = document, viewport, ink, codes
        self._buttons = CodeButtons(viewport, ink.em)
        self._folding = Folding(document, viewport, ink.em)
        self._folding.changed.connect(self._refold)
        self._sideways = Sideways(document, viewport, ink.mono, ink.em)
        self._last, self._top = 0, -1.0    # the last block that was placed, and where it began
        self._sideways.moved.connect(lambda index: viewport.update(self.rect(index).toAlignedRect()))

    # what is there

    def forget(self) -> None:
        """Another text comes."""
        self.moved()
        self._folding.forget()
        self._sideways.forget()

    def written_anew(self) -> None:
        """The same text stands in the document once more."""
        self.moved()
        self._folding.forget()

    def moved(self) -> None:
        """The text is laid out anew: nothing is where it belongs."""
        self._buttons.moved()
        self._sideways.moved_about()

    def fold(self, *, seen_growing: bool) -> None:
        """Fold what is long; ``seen_growing``: it was read while it was written, and only gets its buttons."""
        self._folding.look_at(self._codes(), seen_growing=seen_growing)
        self._sideways.moved_about()

    def place(self) -> None:
        """Put everything where it belongs."""
        codes = self._codes()
        if self._last < len(codes) and self._top_of(self._last) != self._top:
            self.moved()    # what is above has another height: a formula got its drawing
        if codes:
            self._last = len(codes) - 1
            self._top = self._top_of(self._last)
        self._buttons.place(codes, self.rect)
        self._folding.place(self.rect)
        if not self._ink.wraps_code:
            self._sideways.place(codes, self.rect, self._folding.foot)

    def _top_of(self, index: int) -> float:
        first = self._document.findBlockByNumber(self._codes()[index].first_block)
        return self._document.documentLayout().blockBoundingRect(first).top()

    def _refold(self) -> None:
        self._buttons.moved()
        self._sideways.moved_about(other_lines=True)
        self.changed.emit()
        self._viewport.update()

    # places

    def rect(self, index: int) -> QRectF:
        """The box of a code block, in the document's pixels."""
        layout, em, code = self._document.documentLayout(), self._ink.em, self._codes()[index]
        first = self._document.findBlockByNumber(code.first_block)
        top = layout.blockBoundingRect(first)
        bottom = layout.blockBoundingRect(self._folding.last_shown(index, code))
        left = first.blockFormat().leftMargin() - 0.8 * em
        height = bottom.bottom() - top.top() + 2.7 * em + self._folding.foot(index)
        return QRectF(left, top.top() - 2.0 * em, self._document.textWidth() - left, height)

    def show_place(self, position: int, around: float = AROUND) -> None:
        """Unfold and move the code at a place of the document, so that the place is seen, and so many em beside it."""
        self._folding.unfold_at(position, self._codes())
        self._sideways.show_place(position, around)

    def wheel(self, event: QWheelEvent) -> bool:
        """Move the code below the pointer as the wheel says, if that says sideways; does it?"""
        wide = (index for index in range(len(self._codes())) if self._sideways.is_wide(index))
        index = next((index for index in wide if self.rect(index).contains(event.position())), -1)
        return index >= 0 and self._sideways.wheel(event, index)

    # painting

    def paint(self, painter: QPainter, index: int, font: QFont, below: int) -> None:
        """The box, and in its head the language; what is above the height ``below`` need not be painted."""
        em, colours = self._ink.em, self._ink.colours
        rect = self.rect(index).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(colours.border, 1))
        painter.setBrush(colours.code_background)
        painter.drawRoundedRect(rect, 0.5 * em, 0.5 * em)
        label = QRectF(rect.left() + 0.8 * em, rect.top(), rect.width() - BESIDE * em, 1.9 * em)
        if label.bottom() < below:
            return
        painter.setPen(colours.quiet)
        small = QFont(font)
        small.setPointSizeF(font.pointSizeF() * 0.86)
        painter.setFont(small)
        language = self._codes()[index].language or "text"
        shown = painter.fontMetrics().elidedText(language, Qt.TextElideMode.ElideRight, int(label.width()))
        painter.drawText(label, LEFT, shown)

    def moves(self, index: int) -> bool:
        """Are the lines of that code block moved, or were they?"""
        return self._sideways.moves(index)

    def put_line(self, index: int, line: QTextBlock) -> None:
        """Move a line of such a block, which is about to be painted, to where it belongs."""
        self._sideways.put(index, line)

    def pieces(self, rect: QRect, painted: Sequence[int]) -> Iterator[QRect]:
        """What is painted of a text one after the other: code that goes beyond its box, and what is between it.

        ``painted``: the code blocks in ``rect``.
        """
        top = rect.top()
        for index in painted:
            if self._sideways.is_wide(index):
                box = self.rect(index).adjusted(1, 0, -1, 0).toRect()
                yield QRect(rect.left(), top, rect.width(), box.top() - top) & rect
                yield box & rect
                top = box.bottom() + 1
        yield QRect(rect.left(), top, rect.width(), rect.bottom() + 1 - top) & rect
