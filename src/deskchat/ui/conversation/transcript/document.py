"""Writes Markdown blocks into a text document: cursor operations only, so that no text means anything to Qt."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument, QTextTable

from deskchat.ui.conversation.transcript.blocks import Block, References
from deskchat.ui.conversation.transcript.code_block import CodeBlock, append_lines
from deskchat.ui.conversation.transcript.formats import Formats, mirror
from deskchat.ui.conversation.transcript.formulas import FormulaWriter
from deskchat.ui.conversation.transcript.ink import Ink
from deskchat.ui.conversation.transcript.inline import Look, Run, inline_parser, plain_runs, runs, task_mark
from deskchat.ui.conversation.transcript.links import MARK, NOTE, note_target
from deskchat.ui.conversation.transcript.place import Place, TableRows
from deskchat.ui.conversation.transcript.properties import CODE
from deskchat.ui.conversation.transcript.reach import insert
from deskchat.ui.conversation.transcript.table_format import alignment_of, table_anchor, table_format, tiny
from deskchat.ui.conversation.transcript.tex import formula_of
from deskchat.ui.conversation.transcript.unbroken import break_anywhere_if_unbroken
from deskchat.ui.conversation.transcript.visible import with_controls_shown, without_overrides

if TYPE_CHECKING:
    from markdown_it.token import Token


@dataclass(frozen=True, slots=True)
class Mark:
    """A place at the end of the document to come back to."""

    position: int
    fresh: bool
    block_format: QTextBlockFormat
    char_format: QTextCharFormat
    code_blocks: int


class DocumentWriter:
    """Appends blocks to ``document``; ``mark`` and ``back_to`` take the last ones away again."""

    def __init__(self, document: QTextDocument, ink: Ink) -> None:
        self.code_blocks: list[CodeBlock] = []
        self.linked = False         # something was written that leads out of the text
        self._document = document
        self._ink = ink
        self._formats = Formats(ink)
        self._cursor = QTextCursor(document)
        self._inline = inline_parser()
        self._formulas = FormulaWriter(document, ink.formulas, (ink.font, ink.mono), ink.colours.text)
        self._fresh = True          # the last paragraph of the document is empty and waits to be used
        self._place = Place()
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
        now = self._cursor.blockFormat()    # folded code has room below it for a button
        self._cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        if self._cursor.hasSelection():
            self._cursor.removeSelectedText()
        self._cursor.setBlockFormat(mark.block_format if mark.fresh else now)
        self._cursor.setBlockCharFormat(mark.char_format)
        self._fresh = mark.fresh
        del self.code_blocks[mark.code_blocks :]

    def write(self, block: Block) -> None:
        """Append a block."""
        self._references = block.references
        self._place = Place()
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
            self._start(QTextBlockFormat(), self._formats.words(Look()))
        break_anywhere_if_unbroken(self._document, text)
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        insert(self._cursor, without_overrides(text), self._formats.words(Look()))

    def write_code(self, code: str, language: str) -> None:
        """Append a code block."""
        self._start_code(language)
        self.append_code(code)

    def append_code(self, code: str) -> None:
        """Go on with the code block that was written last."""
        self.code_blocks[-1].text += code
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        append_lines(self._cursor, code, self._formats.code_words(), wrapped=self._ink.wraps_code)

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
                place.table = TableRows()
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
                place.marker = place.next_marker()
            case "tr_open" if place.table is not None:
                place.table.rows.append([])
            case "th_open" | "td_open" if place.table is not None:
                place.table.rows[-1].append((str(token.attrGet("style") or ""), ""))
            case _:
                pass    # the closing halves of what is handled above

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
        fmt, marker = self._formats.paragraph(self._place), self._place.marker
        heading = self._place.heading
        base = self._formats.heading_words(heading) if heading else self._formats.words(Look())
        self._start(fmt, base)
        if marker:
            back = note_target(MARK, self._place.note) if self._place.note else ""
            self._cursor.insertText(marker, self._formats.words(Look(href=back)) if back else base)
            self._cursor.insertText("\t", base)
            self._place.marker = self._place.note = ""
        for run in pieces:
            look = QTextCharFormat(base)
            look.merge(self._formats.words(run.look))
            self._insert(run, look)
        if fmt.leftMargin() and self._cursor.block().textDirection() is Qt.LayoutDirection.RightToLeft:
            mirror(fmt)
            self._cursor.setBlockFormat(fmt)

    def _insert(self, run: Run, look: QTextCharFormat, cursor: QTextCursor | None = None) -> None:
        cursor = cursor or self._cursor
        if run.look.latex:
            self._formulas.insert(cursor, (run.look.latex, run.look.display), run.text, look)
            return
        self.linked = self.linked or (bool(run.look.href) and not run.look.href.startswith(NOTE))
        break_anywhere_if_unbroken(self._document, run.text)
        insert(cursor, run.text, look)

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

    def _rule(self) -> None:
        self._start(self._formats.rule(), self._formats.words(Look()))

    def _start_code(self, language: str) -> None:
        self._start(self._formats.code(self._place, len(self.code_blocks)), self._formats.code_words())
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
            if self._cursor.blockFormat().hasProperty(CODE):
                fmt.setTopMargin(3.2 * self._ink.em)    # the box before ends farther down than its last line
        if self._fresh:
            self._cursor.setBlockFormat(fmt)
            self._cursor.setBlockCharFormat(look)
            self._fresh = False
        else:
            self._cursor.insertBlock(fmt, look)

    def _write_table(self) -> None:
        table, self._place.table = self._place.table, None
        columns = max((len(row) for row in table.rows), default=0) if table else 0
        if table is None or not columns:
            return
        self._flush_marker()
        self._start(self._formats.within(self._place, table_anchor()), self._formats.words(Look()))
        look = table_format(self._ink, self._place.quote, self._place.depth)
        grid = self._cursor.insertTable(len(table.rows), columns, look)
        for r, row in enumerate(table.rows):
            for c, (alignment, content) in enumerate(row):
                self._write_cell(grid, r, c, alignment, content)
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        self._cursor.setBlockFormat(self._formats.within(self._place, table_anchor()))
        self._cursor.setBlockCharFormat(tiny())
        self._fresh = True

    def _write_cell(self, grid: QTextTable, row: int, column: int, alignment: str, content: str) -> None:
        cell = grid.cellAt(row, column)
        cursor = cell.firstCursorPosition()
        block = self._formats.within(self._place, QTextBlockFormat())
        block.setAlignment(alignment_of(alignment))
        cursor.setBlockFormat(block)
        for run in runs(content, self._inline, self._references):
            look = self._formats.words(run.look)
            if row == 0:
                look.setFontWeight(QFont.Weight.DemiBold)
            self._insert(run, look, cursor)
