"""The text of one message: rendered Markdown that can be selected, copied and read by a screen reader.

It grows with its text instead of scrolling; the transcript scrolls. Nothing is ever loaded for it, and no link is
followed by itself.
"""

from time import perf_counter
from typing import Any

from PySide6.QtCore import QLineF, QMimeData, QRectF, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QTextBlock,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QWidget

from deskchat.ui.conversation.transcript.code_frames import CodeFrames
from deskchat.ui.conversation.transcript.copied import Kind, html, markdown, plain
from deskchat.ui.conversation.transcript.flow import MarkdownFlow
from deskchat.ui.conversation.transcript.fragment import Paragraph, paragraphs
from deskchat.ui.conversation.transcript.highlight import Highlighter
from deskchat.ui.conversation.transcript.ink import Ink
from deskchat.ui.conversation.transcript.laid_out_once import LaidOutOnce
from deskchat.ui.conversation.transcript.links import MARK, NOTE, PICTURE, anchors
from deskchat.ui.conversation.transcript.properties import CODE, QUOTE, RULE
from deskchat.ui.conversation.transcript.text_menu import text_menu

FIRST_MS, SLICE_MS = 30, 10    # of work when a message is opened, and at a time for the rest
PIECE = 2_000            # characters at a time, until that time is over; twice as many while no block ends
LARGEST_PIECE = 16_000
PARAGRAPH = "\n\n"      # a piece goes on to the next of these, if it gets no longer than so many times as long
WHOLE = 5
FOREIGN = 4              # other scripts and emoji take so much longer to lay out
CUT_AT = 200_000         # characters shown before “Show all”
REST = 3                 # after an update of n ms the next one waits 3 n ms: the window stays usable whatever comes
FRAME_MS = 16
CODE_FOOT = 0.9          # em below the last line of code that ends a text: Qt leaves the last margin out
SCROLL_KEYS = (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Up, Qt.Key.Key_Down)


class MessageText(LaidOutOnce):
    """Shows Markdown (``markdown=True``) or text as it was typed."""

    height_changed = Signal()
    link_clicked = Signal(str)       # the target; not opened yet
    place_wanted = Signal(int)       # so many pixels below its top, to be brought into sight
    all_wanted = Signal()            # the whole conversation is to be selected
    shortened = Signal(int)                # only the beginning is shown of a text of that many characters

    def __init__(self, ink: Ink, *, markdown: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ink = ink
        self._markdown = markdown
        self._text = ""
        self._given = 0              # how much of it the document has
        self._piece = PIECE
        self._rest = ""              # the last piece, which is written when the text is finished
        self._final = False
        self._grows = False          # it was seen being written: long code in it stays open
        self._finished = False
        self._whole = False          # the person asked for all of a very long text
        self._text_width = 0
        self._writing = False        # the height is fitted when all of it is written
        self._set_up()
        self._flow = MarkdownFlow(self.document(), ink)
        self._frames = CodeFrames(self.document(), self.viewport(), ink, lambda: self._flow.code_blocks)
        self._frames.changed.connect(self._fit_height)
        self._highlighter = Highlighter(self.document(), ink.colours, self)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._go_on)
        self.document().documentLayout().documentSizeChanged.connect(self._fit_height)

    def _set_up(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        bar = self.horizontalScrollBar()
        bar.rangeChanged.connect(lambda: bar.setRange(0, 0))    # code is moved by itself, the text never is
        self.viewport().setAutoFillBackground(False)
        for grows in (self, self.viewport()):
            grows.setAttribute(Qt.WidgetAttribute.WA_StaticContents)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Text, self._ink.colours.text)
        palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        palette.setColor(QPalette.ColorRole.Highlight, self._ink.colours.selection)
        palette.setColor(QPalette.ColorRole.HighlightedText, self._ink.colours.text)
        self.setPalette(palette)
        self.setFont(self._ink.font)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextBrowserInteraction | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.document().setDefaultFont(self._ink.font)
        self.document().setDocumentMargin(0)
        self.document().setUndoRedoEnabled(False)
        self.anchorClicked.connect(self._clicked)
        self.ensurePolished()    # the style sets the font once more, and Qt lays out all there is by then

    def _clicked(self, url: QUrl) -> None:
        if url.scheme() + ":" in (NOTE, MARK):
            self._jump(url.toString())
            return
        self.link_clicked.emit(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))

    def _jump(self, target: str) -> None:
        """From the mark of a footnote to the note, or back to the first mark; it is selected there, to be seen."""
        other = (MARK if target.startswith(NOTE) else NOTE) + target.partition(":")[2]
        found = next((one for one in anchors(self.document()) if one.charFormat().anchorHref() == other), None)
        if found is not None:
            cursor = QTextCursor(self.document())
            cursor.setPosition(found.position())
            cursor.setPosition(found.position() + found.length(), QTextCursor.MoveMode.KeepAnchor)
            self.setTextCursor(cursor)
            self.place_wanted.emit(self.cursorRect().center().y())

    # what is shown

    def show_text(self, text: str, *, final: bool) -> None:
        """Show ``text``; what is on screen already is kept when ``text`` goes on from it."""
        if text == self._text and final == self._final:
            return
        if not text.startswith(self._text) or (self._final and text != self._text):
            self._start_again()
        self._text, self._final = text, final
        self._grows = self._grows or not final
        if len(text) > CUT_AT and not self._whole:
            self.shortened.emit(len(text))
        if not self._timer.isActive():
            self._go_on()

    def show_all(self) -> None:
        """Show a very long text to its end."""
        self._whole = True
        self._start_again()
        self._go_on()

    def begin_anew(self) -> None:
        """Forget the text: another one comes."""
        self._timer.stop()
        self._text, self._final, self._whole, self._grows = "", False, False, False
        self._start_again()

    @property
    def blocks_written(self) -> int:
        """How often a Markdown block was written."""
        return self._flow.blocks_written

    @property
    def has_links(self) -> bool:
        """Is there anything that leads out of it?"""
        return self._flow.linked

    @property
    def settled(self) -> bool:
        """Is everything shown that there is to show?"""
        return self._given >= self._end() and self._finished == self._final

    def _start_again(self) -> None:
        self._given, self._piece = 0, PIECE
        self._finished = False
        self._highlighter.forget()
        self._frames.forget()
        self._flow = MarkdownFlow(self.document(), self._ink)

    def _end(self) -> int:
        return len(self._text) if self._whole else min(len(self._text), CUT_AT)

    def _go_on(self) -> None:
        """Give the document its next piece, then rest in proportion to what that took."""
        if self.settled:
            return
        began = perf_counter()
        given = self._given
        self._writing = True
        budget_ms = SLICE_MS if given else FIRST_MS
        # without a width Qt lays out later, all at once: one piece
        ends = began + budget_ms / 1000 if self._text_width else began
        while self._given < self._end() and (self._given == given or perf_counter() < ends):
            self._give()
        finishes = self._final and self._given >= self._end() and not self._finished
        if finishes:
            self._finish()
        grows = self._flow.code_grows and not self._finished
        self._highlighter.look_at(self._flow.steady_code_blocks, grows=grows, at_once=self._finished)
        if self._finished or not self._grows:
            self._frames.fold(seen_growing=self._grows)
        self._writing = False
        self._fit_height()
        if finishes:
            self.height_changed.emit()    # how wide all of it would like to be is known only now
        took_ms = (perf_counter() - began) * 1000
        if not self.settled:
            self._timer.start(0)
        elif self._given > given and not self._final:
            self._timer.start(max(FRAME_MS, int(took_ms * REST)))

    def _give(self) -> None:
        """One piece, laid out. The last one of a text that is final waits for ``_finish``: it is parsed once."""
        size, blocks = self._piece, self._flow.blocks_written
        if not self._text.isascii() and not self._text[self._given : self._given + size].isascii():
            size //= FOREIGN
        end = self._given + size
        if self._final:    # what is open at its end is parsed again with the next one
            after = self._text.find(PARAGRAPH, end, self._given + WHOLE * size)
            end = after + len(PARAGRAPH) if after >= 0 else end
            end = self._end() if self._end() <= self._given + WHOLE * size and after < 0 else end
        piece = self._text[self._given : min(self._end(), end)]
        self._given += len(piece)
        more = self._given < self._end()
        if self._final and not more and self._markdown:
            self._rest = piece
            return
        self._append(piece, show_open=not more)
        if more:
            self._piece = PIECE if self._flow.blocks_written > blocks else min(LARGEST_PIECE, 2 * self._piece)
            self.document().documentLayout().documentSize()    # or Qt does it later, all at once

    def _finish(self) -> None:
        self._finished = True
        if self._markdown:
            beginnings = self._flow.beginnings
            rest, self._rest = self._rest, ""
            self._flow.finish(rest)
            if self._flow.beginnings != beginnings:
                self._highlighter.forget()
                self._frames.written_anew()

    def _append(self, piece: str, *, show_open: bool) -> None:
        if self._markdown:
            self._flow.append(piece, show_open=show_open)
        else:
            self._flow.append_plain(piece)

    # size

    def set_text_width(self, width: int) -> None:
        """Lay the text out for that many pixels."""
        if width == self._text_width:
            return    # Qt would lay out the whole document again
        is_first, self._text_width = not self._text_width, width
        self.setFixedWidth(width)
        if self.document().textWidth() != width:    # it has it already where the widget is shown
            self.document().setTextWidth(width)
        self._frames.moved()
        self._fit_height()
        if is_first and not self.settled:
            self._go_on()

    def ideal_width(self) -> int:
        """The width at which nothing would have to be wrapped."""
        return int(self.document().idealWidth()) + 2

    def sizeHint(self) -> QSize:
        """As tall as the text."""
        return QSize(self.width(), self.height())

    def _fit_height(self, *_: Any) -> None:
        if self._writing:
            return
        height = max(1, int(self.document().documentLayout().documentSize().height() + 0.99))
        if self.document().lastBlock().blockFormat().hasProperty(CODE) and self._flow.code_blocks:
            height += int(CODE_FOOT * self._ink.em)
            height = max(height, int(self._frames.rect(len(self._flow.code_blocks) - 1).bottom() + 1))
        if height != self.height():
            self.setFixedHeight(height)
            self.height_changed.emit()
        self._frames.place()

    def show_place(self, position: int) -> None:
        """Show a place that is folded away in code, or stands beside what is seen of it."""
        self._frames.show_place(position)

    # safety

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Nothing a text names is ever loaded, neither from the network nor from a disk."""
        return None

    def createMimeDataFromSelection(self) -> QMimeData:
        """Plain text without control characters a terminal would obey, and tags that load nothing."""
        return self._mime(Kind.USUAL)

    def copy_as(self, kind: Kind) -> None:
        """Put what is selected on the clipboard."""
        QGuiApplication.clipboard().setMimeData(self._mime(kind))

    def paragraphs(self, start: int, end: int | None) -> tuple[Paragraph, ...]:
        """What stands between two places; ``end`` ``None``: to where it ends."""
        last = self.document().characterCount() - 1
        return tuple(
            paragraphs(self.document(), start, last if end is None else min(end, last), self._flow.code_blocks)
        )

    def _mime(self, kind: Kind) -> QMimeData:
        cursor = self.textCursor()
        found = self.paragraphs(cursor.selectionStart(), cursor.selectionEnd()) if cursor.hasSelection() else ()
        data = QMimeData()
        data.setText(markdown(found) if kind is Kind.MARKDOWN else plain(found))
        if kind in (Kind.USUAL, Kind.RICH):
            data.setHtml(html(found))
        return data

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Backgrounds of code, bars of quotes and rules, then the text."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        codes: list[int] = []
        moves = False
        block = self._first_block_at(event.rect().top())
        layout = self.document().documentLayout()
        while block.isValid():
            fmt = block.blockFormat()
            if layout.blockBoundingRect(block).top() > event.rect().bottom() + 4 * self._ink.em:
                break
            if fmt.hasProperty(CODE) and (index := fmt.intProperty(CODE)) < len(self._flow.code_blocks):
                if codes[-1:] != [index]:
                    codes.append(index)
                    moves = self._frames.moves(index)
                    self._frames.paint(painter, index, self.font(), event.rect().top())
                    first = self.document().findBlockByNumber(self._flow.code_blocks[index].first_block)
                    self._paint_quote(painter, first, self._frames.rect(index))
                if moves:
                    self._frames.put_line(index, block)
            elif fmt.hasProperty(QUOTE):
                self._paint_quote(painter, block, layout.blockBoundingRect(block))
            if fmt.hasProperty(RULE):
                self._paint_rule(painter, layout.blockBoundingRect(block))
            block = block.next()
        painter.end()
        for piece in self._frames.pieces(event.rect(), codes):
            if not piece.isEmpty():
                super().paintEvent(QPaintEvent(piece))

    def _first_block_at(self, y: int) -> QTextBlock:
        position = self.document().documentLayout().hitTest(QRectF(0, y, 1, 1).topLeft(), Qt.HitTestAccuracy.FuzzyHit)
        block = self.document().findBlock(max(0, position))
        before = block.previous()
        return before if before.isValid() else block

    def _paint_quote(self, painter: QPainter, block: QTextBlock, rect: QRectF) -> None:
        """The bars beside ``block``, which takes up ``rect``, and up to what is quoted before it."""
        em, depth = self._ink.em, block.blockFormat().intProperty(QUOTE)
        if not depth:
            return
        layout = self.document().documentLayout()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._ink.colours.border)
        before = block.previous()
        joined = before.blockFormat().intProperty(QUOTE) if before.isValid() else 0
        for level in range(depth):
            top = rect.top() - 1
            if level < joined:    # in a table the one before may stand beside it
                top = min(top, layout.blockBoundingRect(before).bottom())
            from_left = level * em
            if block.textDirection() is Qt.LayoutDirection.RightToLeft:
                from_left = self.viewport().width() - from_left - 0.18 * em
            painter.drawRect(QRectF(from_left, top, 0.18 * em, rect.bottom() + 1 - top))

    def _paint_rule(self, painter: QPainter, rect: QRectF) -> None:
        painter.setPen(QPen(self._ink.colours.border, 1))
        y = int(rect.center().y()) + 0.5
        painter.drawLine(QLineF(0, y, self.viewport().width(), y))

    # input that belongs to others

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The transcript scrolls, and code sideways."""
        event.setAccepted(self._frames.wheel(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A selection drawn beyond the edge of code takes the code along; Qt calls this while the pointer rests, too."""
        super().mouseMoveEvent(event)
        if event.buttons() & Qt.MouseButton.LeftButton and self.textCursor().hasSelection():
            self._frames.show_place(self.textCursor().position(), around=0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scrolling keys are the transcript's, unless they extend a selection."""
        scrolls = event.key() in SCROLL_KEYS and event.modifiers() == Qt.KeyboardModifier.NoModifier
        if scrolls or event.key() == Qt.Key.Key_Space:
            event.ignore()
            return
        before = self.textCursor().position()
        super().keyPressEvent(event)
        if self.textCursor().position() != before:
            self._frames.show_place(self.textCursor().position())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Copy and select; for a link, copy its address."""
        menu = text_menu(self, self.copy_as, self.all_wanted.emit, some=self.textCursor().hasSelection())
        menu.addAction(self.tr("Select this message"), self.selectAll)
        target = self.anchorAt(event.pos())
        if target and not target.startswith((NOTE, MARK)):
            menu.addSeparator()
            menu.addAction(self.tr("Open link…"), lambda: self.link_clicked.emit(target))
            menu.addAction(self.tr("Copy link"), lambda: QGuiApplication.clipboard().setText(target.removeprefix(PICTURE)))
        menu.popup(event.globalPos())
