"""Writes Markdown blocks into a text document: cursor operations only, so that no text means anything to Qt."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QFont,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextOption,
    QTextTable,
)

from deskchat.ui.conversation.transcript.blocks import Block, References
from deskchat.ui.conversation.transcript.formulas import FormulaWriter
from deskchat.ui.conversation.transcript.ink import Ink
from deskchat.ui.conversation.transcript.inline import Look, Run, inline_parser, plain_runs, runs, task_mark
from deskchat.ui.conversation.transcript.links import MARK, note_target
from deskchat.ui.conversation.transcript.table_format import alignment_of, table_anchor, table_format, tiny
from deskchat.ui.conversation.transcript.tex import formula_of
from deskchat.ui.conversation.transcript.visible import with_controls_shown, without_overrides

if TYPE_CHECKING:
    from markdown_it.token import Token

CODE = QTextFormat.Property.UserProperty.value + 1      # index of the code block a line belongs to
QUOTE = QTextFormat.Property.UserProperty.value + 2     # depth of the quote a block belongs to
RULE = QTextFormat.Property.UserProperty.value + 3      # a line across the page
ITEM = QTextFormat.Property.UserProperty.value + 4      # depth of the list a block belongs to
INLINE_CODE = QTextFormat.Property.UserProperty.value + 5
DEEPEST_INDENT = 8
UNBROKEN = 1_000           # a longer run without a space makes the document break anywhere: Qt's search is quadratic
HEADING_SIZES = {1: 1.45, 2: 1.25, 3: 1.12, 4: 1.0, 5: 1.0, 6: 1.0}
BULLETS = ("•", "◦", "▪")


@dataclass(slots=True, eq=False)
class CodeBlock:
    """A code block in the document: language, text as the model wrote it, and the number of its first line's block.

    ``coloured``: how many characters of it have been given colours.
    """

    language: str
    text: str
    first_block: int
    coloured: int = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """A place at the end of the document to come back to."""

    position: int
    fresh: bool
    block_format: QTextBlockFormat
    char_format: QTextCharFormat
    code_blocks: int


@dataclass(slots=True)
class _Place:
    """Where the writer stands while it walks through the tokens."""

    quote: int = 0
    lists: list[int | None] = field(default_factory=list)    # the next number; None for bullets
    marker: str = ""                                           # of the item that begins
    note: str = ""                                             # label of the footnote that begins
    table: "_Table | None" = None
    heading: int = 0


@dataclass(slots=True)
class _Table:
    rows: list[list[tuple[str, str]]] = field(default_factory=list)    # (alignment, Markdown) of each cell


class DocumentWriter:
    """Appends blocks to ``document``; ``mark`` and ``back_to`` take the last ones away again."""

    def __init__(self, document: QTextDocument, ink: Ink) -> None:
        self.code_blocks: list[CodeBlock] = []
        self._document = document
        self._ink = ink
        self._cursor = QTextCursor(document)
        self._inline = inline_parser()
        self._formulas = FormulaWriter(document, ink.formulas, (ink.font, ink.mono), ink.colours.text)
        self._fresh = True          # the last paragraph of the document is empty and waits to be used
        self._place = _Place()
        self._references: References = {}

    def begin(self) -> None:
        """Changes up to ``end`` are laid out together."""
        self._cursor.beginEditBlock()

    def end(self) -> None:
        """See ``begin``."""
        self._cursor.endEditBlock()

    def mark(self) -> Mark:
        """The end of what is written now."""
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        at = self._cursor
        return Mark(at.position(), self._fresh, at.blockFormat(), at.blockCharFormat(), len(self.code_blocks))

    def back_to(self, mark: Mark) -> None:
        """Take away everything that was written after ``mark``."""
        self._cursor.setPosition(mark.position)
        self._cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        if self._cursor.hasSelection():
            self._cursor.removeSelectedText()
        self._cursor.setBlockFormat(mark.block_format)
        self._cursor.setBlockCharFormat(mark.char_format)
        self._fresh = mark.fresh
        del self.code_blocks[mark.code_blocks :]

    def write(self, block: Block) -> None:
        """Append a block."""
        self._references = block.references
        self._place = _Place()
        if block.tokens is None:
            self._paragraph(plain_runs(block.source.rstrip("\n")))
            return
        if block.tokens[0].type == "list_item_open":
            self._place.lists.append(block.ordinal)
        for index, token in enumerate(block.tokens):
            if index == 0 and token.type == "ordered_list_open":
                self._place.lists.append(block.ordinal)
            else:
                self._walk(token)

    def write_plain(self, text: str) -> None:
        """Go on with a text that is shown as it was written."""
        if self._fresh:
            self._start(QTextBlockFormat(), self._look(Look()))
        self._break_anywhere_if_unbroken(text)
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        self._cursor.insertText(without_overrides(text))

    def write_code(self, code: str, language: str) -> None:
        """Append a code block."""
        self._start_code(language, len(self._place.lists), self._place.quote)
        self.append_code(code)

    def append_code(self, code: str) -> None:
        """Go on with the code block that was written last."""
        region = self.code_blocks[-1]
        region.text += code
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        self._break_anywhere_if_unbroken(self._cursor.block().text()[-UNBROKEN:] + code)
        first, newline, rest = with_controls_shown(code).partition("\n")
        self._cursor.insertText(first, self._code_look())
        if not newline:
            return
        fmt = self._cursor.blockFormat()
        bottom = fmt.bottomMargin()
        fmt.setBottomMargin(0)
        self._cursor.setBlockFormat(fmt)
        fmt.setTopMargin(0)
        self._cursor.insertBlock(fmt, self._code_look())
        self._cursor.insertText(rest, self._code_look())    # its line breaks make blocks of the same format
        fmt.setBottomMargin(bottom)
        self._cursor.setBlockFormat(fmt)

    def _walk(self, token: "Token") -> None:
        place = self._place
        match token.type:
            case "inline":
                self._inline_text(token.content)
            case "fence" | "code_block" | "math_block":
                self._lines(token)
            case "hr":
                self._rule()
            case "heading_open":
                place.heading = int(token.tag[1])
            case "heading_close":
                place.heading = 0
            case "blockquote_open":
                place.quote += 1
            case "blockquote_close":
                place.quote -= 1
            case "table_open":
                place.table = _Table()
            case "table_close":
                self._write_table()
            case _:
                self._walk_list(token)

    def _walk_list(self, token: "Token") -> None:
        place = self._place
        match token.type:
            case "bullet_list_open":
                place.lists.append(None)
            case "ordered_list_open":
                start = token.attrGet("start")
                place.lists.append(1 if start is None else int(start))
            case "footnote_reference_open":
                place.lists.append(None)
                place.note = str(token.meta["label"])[:30]
                place.marker = f"{with_controls_shown(place.note)}."
            case "bullet_list_close" | "ordered_list_close" | "footnote_reference_close":
                self._flush_marker()
                if place.lists:
                    place.lists.pop()
            case "list_item_open":
                self._flush_marker()
                place.marker = self._next_marker()
            case "tr_open" if place.table is not None:
                place.table.rows.append([])
            case "th_open" | "td_open" if place.table is not None:
                place.table.rows[-1].append((str(token.attrGet("style") or ""), ""))
            case _:
                pass    # the closing halves of what is handled above

    def _next_marker(self) -> str:
        number = self._place.lists[-1] if self._place.lists else None
        if number is None:
            return BULLETS[min(len(self._place.lists) - 1, len(BULLETS) - 1)]
        self._place.lists[-1] = number + 1
        return f"{number}."

    def _flush_marker(self) -> None:
        """An item without any text still shows its marker."""
        if self._place.marker:
            self._paragraph([])

    def _inline_text(self, content: str) -> None:
        place = self._place
        if place.table is not None:
            alignment, _ = place.table.rows[-1][-1]
            place.table.rows[-1][-1] = (alignment, content)
            return
        if place.marker and place.lists[-1:] != [] and place.lists[-1] is None:
            box, content = task_mark(content)
            place.marker = box or place.marker
        self._paragraph(runs(content, self._inline, self._references))

    def _lines(self, token: "Token") -> None:
        if token.type == "math_block":
            self._formula_lines(token.content)
            return
        self._flush_marker()
        info = token.info.split()
        self.write_code(token.content.removesuffix("\n"), info[0].lower()[:30] if info else "")

    def _paragraph(self, pieces: list[Run]) -> None:
        fmt, marker = self._block_format(), self._place.marker
        base = self._look(Look())
        if self._place.heading:
            base = self._heading_look(fmt)
        self._start(fmt, base)
        if marker:
            back = note_target(MARK, self._place.note) if self._place.note else ""
            self._cursor.insertText(marker, self._look(Look(href=back)) if back else base)
            self._cursor.insertText("\t", base)
            self._place.marker = self._place.note = ""
        for run in pieces:
            look = QTextCharFormat(base)
            look.merge(self._look(run.look))
            self._insert(run, look)
        self._mirror(fmt)

    def _mirror(self, fmt: QTextBlockFormat) -> None:
        """A paragraph that is read from right to left has its marks and its distance on the right."""
        if fmt.leftMargin() and self._cursor.block().textDirection() is Qt.LayoutDirection.RightToLeft:
            fmt.setRightMargin(fmt.leftMargin())
            fmt.setLeftMargin(0)
            if fmt.textIndent() < 0:    # Qt takes the other side's tab in such a line
                fmt.setTabPositions([QTextOption.Tab(-fmt.textIndent(), QTextOption.TabType.RightTab)])
            self._cursor.setBlockFormat(fmt)

    def _insert(self, run: Run, look: QTextCharFormat, cursor: QTextCursor | None = None) -> None:
        cursor = cursor or self._cursor
        if run.look.latex:
            self._formulas.insert(cursor, (run.look.latex, run.look.display), run.text, look)
            return
        self._break_anywhere_if_unbroken(run.text)
        cursor.insertText(run.text, look)

    def _formula_lines(self, lines: str) -> None:
        """Lines that hold a formula and nothing else; others are a paragraph."""
        if (found := formula_of(lines)) is None:
            self._inline_text(lines.rstrip("\n"))
            return
        latex, mark = found
        written = Look(latex=latex, display=True)
        self._paragraph([Run(lines.strip(), written), Run(mark, Look())])
        fmt = self._cursor.blockFormat()
        fmt.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._cursor.setBlockFormat(fmt)

    def _block_format(self) -> QTextBlockFormat:
        """Distances of a paragraph where the writer stands; Qt uses the larger one of two neighbours' margins."""
        em, place = self._ink.em, self._place
        fmt = QTextBlockFormat()
        depth = min(len(place.lists), DEEPEST_INDENT)
        gap = 0.22 * em if depth else 0.5 * em
        fmt.setTopMargin(gap)
        fmt.setBottomMargin(gap)
        fmt.setLeftMargin(1.0 * em * min(place.quote, DEEPEST_INDENT) + 1.5 * em * depth)
        if depth:
            fmt.setProperty(ITEM, depth)
        if place.marker:
            fmt.setTextIndent(-1.3 * em)
            fmt.setTabPositions([QTextOption.Tab(1.3 * em, QTextOption.TabType.LeftTab)])
        if place.quote:
            fmt.setProperty(QUOTE, min(place.quote, DEEPEST_INDENT))
        fmt.setLineHeight(118, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        return fmt

    def _heading_look(self, fmt: QTextBlockFormat) -> QTextCharFormat:
        level, em = self._place.heading, self._ink.em
        fmt.setTopMargin((1.0 if level < 3 else 0.8) * em)
        fmt.setBottomMargin(0.35 * em)
        fmt.setHeadingLevel(level)
        look = self._look(Look(bold=True))
        look.setFontPointSize(self._ink.font.pointSizeF() * HEADING_SIZES[level])
        return look

    def _rule(self) -> None:
        fmt = QTextBlockFormat()
        fmt.setProperty(RULE, True)
        fmt.setTopMargin(0.3 * self._ink.em)
        fmt.setBottomMargin(0.3 * self._ink.em)
        self._start(fmt, self._look(Look()))

    def _start_code(self, language: str, depth: int, quote: int) -> None:
        em = self._ink.em
        fmt = QTextBlockFormat()
        fmt.setLeftMargin(0.8 * em + 1.0 * em * min(quote, DEEPEST_INDENT) + 1.5 * em * min(depth, DEEPEST_INDENT))
        fmt.setRightMargin(0.8 * em)
        fmt.setTopMargin(2.5 * em)       # the gap, the line with the language and the button, and some air
        fmt.setBottomMargin(1.2 * em)    # air, and the gap
        fmt.setLineHeight(112, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        fmt.setProperty(CODE, len(self.code_blocks))
        self._start(fmt, self._code_look())
        self.code_blocks.append(CodeBlock(language, "", self._cursor.blockNumber()))

    def _start(self, fmt: QTextBlockFormat, look: QTextCharFormat) -> None:
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        code = fmt.hasProperty(CODE)
        if self._document.isEmpty() and self._fresh:
            fmt.setTopMargin(1.9 * self._ink.em if code else 0)
            if code:    # Qt leaves out the top margin of a document's first paragraph, and code has its head there
                self._cursor.setBlockFormat(table_anchor())
                self._cursor.setBlockCharFormat(tiny())
                self._fresh = False
        elif code:
            self._fresh = False    # Qt ignores the top margin of the paragraph behind a table, and code needs its own
        if self._fresh:
            self._cursor.setBlockFormat(fmt)
            self._cursor.setBlockCharFormat(look)
            self._fresh = False
        else:
            self._cursor.insertBlock(fmt, look)

    def _look(self, look: Look) -> QTextCharFormat:
        fmt = QTextCharFormat()
        ink = self._ink
        if look.code:
            fmt.setProperty(INLINE_CODE, True)
            fmt.setFont(ink.mono)
            fmt.setBackground(ink.colours.code_background)
        if look.bold:
            fmt.setFontWeight(QFont.Weight.DemiBold)
        if look.italic:
            fmt.setFontItalic(True)
        if look.struck:
            fmt.setFontStrikeOut(True)
        if look.raised:
            fmt.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignSuperScript)
            fmt.setForeground(ink.colours.quiet)
        if look.quiet:
            fmt.setForeground(ink.colours.quiet)
        if look.href:
            fmt.setAnchor(True)
            fmt.setAnchorHref(look.href)
            fmt.setForeground(ink.colours.link)
            fmt.setFontUnderline(True)
        return fmt

    def _code_look(self) -> QTextCharFormat:
        fmt = QTextCharFormat()
        fmt.setFont(self._ink.mono)
        fmt.setForeground(self._ink.colours.code_text)
        return fmt

    def _write_table(self) -> None:
        table, self._place.table = self._place.table, None
        columns = max((len(row) for row in table.rows), default=0) if table else 0
        if table is None or not columns:
            return
        self._flush_marker()
        self._start(table_anchor(), self._look(Look()))
        look = table_format(self._ink, self._place.quote, min(len(self._place.lists), DEEPEST_INDENT))
        grid = self._cursor.insertTable(len(table.rows), columns, look)
        for r, row in enumerate(table.rows):
            for c, (alignment, content) in enumerate(row):
                self._write_cell(grid, r, c, alignment, content)
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        self._cursor.setBlockFormat(table_anchor())
        self._cursor.setBlockCharFormat(tiny())
        self._fresh = True

    def _write_cell(self, grid: QTextTable, row: int, column: int, alignment: str, content: str) -> None:
        cell = grid.cellAt(row, column)
        cursor = cell.firstCursorPosition()
        block = QTextBlockFormat()
        block.setAlignment(alignment_of(alignment))
        cursor.setBlockFormat(block)
        for run in runs(content, self._inline, self._references):
            look = self._look(run.look)
            if row == 0:
                look.setFontWeight(QFont.Weight.DemiBold)
            self._insert(run, look, cursor)

    def _break_anywhere_if_unbroken(self, text: str) -> None:
        if len(text) <= UNBROKEN or max(map(len, text.split()), default=0) <= UNBROKEN:
            return
        option = self._document.defaultTextOption()
        if option.wrapMode() is not QTextOption.WrapMode.WrapAnywhere:    # or all of it is laid out again
            option.setWrapMode(QTextOption.WrapMode.WrapAnywhere)
            self._document.setDefaultTextOption(option)
