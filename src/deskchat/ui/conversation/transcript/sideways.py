"""Lines of code are as long as they are: a block of code that is wider than the page is moved sideways by itself.

A document has one offset for all of its text, so it is the lines that are moved, as they come into sight. What is drawn,
pointed at and selected goes by where a line is.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QFontInfo, QFontMetricsF, QTextBlock, QTextDocument, QWheelEvent
from PySide6.QtWidgets import QScrollBar, QWidget

from deskchat.ui.conversation.transcript.code_block import CodeBlock
from deskchat.ui.conversation.transcript.properties import CODE

THICKNESS = 0.5      # of the bar, in em
AROUND = 3.0         # em that are kept in sight beside a place that is shown


class _Bar(QScrollBar):
    """Its value is how far the code is moved; the wheel turned down is the transcript's."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setObjectName("code")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setAccessibleName(self.tr("Scroll the code sideways"))
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setInvertedControls(False)    # or the right arrow key goes to the left
        self.hide()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


@dataclass(slots=True)
class _Extent:
    """How wide the widest line of a code block is, of those read from left to right, and of those from right to left.

    The last one is told apart: it may grow, and is wrapped when it gets too long.
    """

    code: CodeBlock
    bar: _Bar | None = None    # made when it is needed
    seen: int = -1             # characters of it there were when it was measured; -1: measure and place it
    read: int = 0              # up to the line that may still grow
    lines: int = 0             # before that
    rightwards: float = 0.0
    leftwards: float = 0.0
    last: tuple[float, float] = (0.0, 0.0)

    def begin_again(self, code: CodeBlock) -> None:
        self.code, self.seen, self.read, self.lines = code, -1, 0, 0
        self.rightwards = self.leftwards = 0.0
        self.last = (0.0, 0.0)


class Sideways(QObject):
    """Moves the code blocks of ``document``, which is shown in ``viewport`` with code in the font ``mono``."""

    moved = Signal(int)    # index of the code block

    def __init__(self, document: QTextDocument, viewport: QWidget, mono: QFont, em: float) -> None:
        super().__init__(viewport)
        self._document, self._viewport, self._em = document, viewport, em
        metrics = QFontMetricsF(mono)
        self._letter = metrics.horizontalAdvance("M") if QFontInfo(mono).fixedPitch() else metrics.maxWidth()
        self._extents: list[_Extent] = []
        self._placed = 0     # those before it are measured and placed for good

    def forget(self) -> None:
        """Another text comes."""
        for bar in self._bars():
            bar.hide()
            bar.deleteLater()
        self._extents, self._placed = [], 0

    def moved_about(self, *, other_lines: bool = False) -> None:
        """The code is in another place, or in another room; ``other_lines``: others are to be seen than before."""
        for extent in self._extents:
            extent.seen = -1
            if other_lines:
                extent.begin_again(extent.code)
        self._placed = 0

    def place(self, codes: Sequence[CodeBlock], rect_of: Callable[[int], QRectF], foot_of: Callable[[int], float]) -> None:
        """Measure what is new, and put a bar where it is needed. ``foot_of``: pixels at the bottom that others need."""
        for bar in self._bars(len(codes)):
            bar.hide()    # its code is written anew, and goes on where it was
        last = max(0, len(codes) - 1)
        first, self._placed = min(self._placed, last), last
        for index, code in enumerate(codes[first:], first):
            if index == len(self._extents):
                self._extents.append(_Extent(code))
            extent = self._extents[index]
            if extent.code is not code:
                extent.begin_again(code)
            if extent.seen != len(code.text):
                extent.seen = len(code.text)
                rect = rect_of(index)    # what is asked for is laid out
                self._measure(extent)
                self._put_bar(index, rect, foot_of(index))

    def put(self, index: int, line: QTextBlock) -> None:
        """Move a line of a code block to where it belongs: it is laid out anew when it changes."""
        bar = self._bar_of(index)
        laid_out = line.layout().lineAt(0)
        if bar is not None and laid_out.isValid() and line.blockFormat().nonBreakableLines():
            x = line.blockFormat().leftMargin() + _beginning(line, bar) - bar.value()
            if laid_out.x() != x:
                laid_out.setPosition(QPointF(x, laid_out.y()))

    def moves(self, index: int) -> bool:
        """Are the lines of that code block moved, or were they?"""
        return self._bar_of(index) is not None

    def is_wide(self, index: int) -> bool:
        """Is there more of that code block than can be seen?"""
        bar = self._bar_of(index)
        return bar is not None and not bar.isHidden()

    def show_place(self, position: int, around: float = AROUND) -> None:
        """Move the code at a place of the document, so that the place is seen, and so many em beside it."""
        block = self._document.findBlock(position)
        fmt = block.blockFormat()
        bar = self._bar_of(fmt.intProperty(CODE)) if fmt.hasProperty(CODE) and fmt.nonBreakableLines() else None
        line = block.layout().lineAt(0)
        if bar is None or bar.isHidden() or not line.isValid():
            return
        gap = around * self._em
        line.setPosition(QPointF(0, line.y()))    # Qt tells no places that are left of the page
        found = line.cursorToX(position - block.position())    # and the position, of which its stubs don't know
        x = (found[0] if isinstance(found, tuple) else 0.0) + _beginning(block, bar)
        bar.setValue(round(min(max(bar.value(), x + gap - bar.pageStep()), x - gap)))
        self.put(fmt.intProperty(CODE), block)

    def wheel(self, event: QWheelEvent, index: int) -> bool:
        """Move a code block as the wheel or the touchpad says, if that says sideways; does it?"""
        turned = event.pixelDelta() if not event.pixelDelta().isNull() else event.angleDelta()
        by = turned.x()
        if not by and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            by = turned.y()
        elif abs(by) <= abs(turned.y()):
            return False
        bar = self._bar_of(index)
        if bar is None or bar.isHidden():
            return False
        bar.setValue(bar.value() - (by if not event.pixelDelta().isNull() else round(by / 120 * 3 * bar.singleStep())))
        return True

    def _bars(self, first: int = 0) -> Iterator[_Bar]:
        return (extent.bar for extent in self._extents[first:] if extent.bar is not None)

    def _bar_of(self, index: int) -> _Bar | None:
        return self._extents[index].bar if index < len(self._extents) else None

    def _measure(self, extent: _Extent) -> None:
        """Ask Qt only for lines that may go farther than those before: most are shorter."""
        rest = extent.code.text[extent.read :].split("\n")
        block, extent.last = None, (0.0, 0.0)
        for n, line in enumerate(rest):
            plain = line.isascii() and line.isprintable()    # as wide as it is long, from left to right
            if plain and len(line) * self._letter <= extent.rightwards:
                continue
            number = extent.code.first_block + extent.lines + n
            block = block.next() if block is not None and block.blockNumber() == number - 1 else None
            block = block or self._document.findBlockByNumber(number)
            laid_out = block.layout().lineAt(0) if block.isValid() and block.isVisible() else None
            if laid_out is not None and laid_out.isValid() and block.blockFormat().nonBreakableLines():
                width = laid_out.naturalTextWidth()
                leftwards = block.textDirection() is Qt.LayoutDirection.RightToLeft
                if n == len(rest) - 1:
                    extent.last = (0.0, width) if leftwards else (width, 0.0)
                elif leftwards:
                    extent.leftwards = max(extent.leftwards, width)
                else:
                    extent.rightwards = max(extent.rightwards, width)
        extent.lines += len(rest) - 1
        extent.read = len(extent.code.text) - len(rest[-1])

    def _put_bar(self, index: int, rect: QRectF, foot: float) -> None:
        extent, em = self._extents[index], self._em
        inner = rect.adjusted(0.8 * em, 0, -0.8 * em, 0)
        page = int(inner.width())
        rightwards, leftwards = max(extent.rightwards, extent.last[0]), max(extent.leftwards, extent.last[1])
        low, high = min(0, floor(page - leftwards)), max(0, ceil(rightwards - page))
        if extent.bar is None and low < high:
            extent.bar = _Bar(self._viewport)
            extent.bar.setSingleStep(round(1.5 * em))
            extent.bar.valueChanged.connect(lambda _: self.moved.emit(index))
        if extent.bar is not None:
            height = round(THICKNESS * em)
            extent.bar.setPageStep(max(1, page))
            extent.bar.setRange(low, high)
            extent.bar.setGeometry(QRect(int(inner.left()), int(rect.bottom() - foot - height - 1), page, height))
            extent.bar.setVisible(low < high)


def _beginning(line: QTextBlock, bar: QScrollBar) -> float:
    """Where the left end of a line is when nothing is moved: one that is read from right to left begins at the right."""
    if line.textDirection() is Qt.LayoutDirection.RightToLeft:
        return min(0.0, bar.pageStep() - line.layout().lineAt(0).naturalTextWidth())
    return 0.0
