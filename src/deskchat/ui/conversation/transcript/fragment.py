"""What stands between two places of a message's document, as paragraphs that need it no longer."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from PySide6.QtGui import QFont, QTextBlock, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument, QTextFragment

from deskchat.ui.conversation.transcript.code_block import CodeBlock
from deskchat.ui.conversation.transcript.formulas import KIND, SOURCE
from deskchat.ui.conversation.transcript.inline import LINE_BREAK
from deskchat.ui.conversation.transcript.links import is_allowed
from deskchat.ui.conversation.transcript.properties import CODE, INLINE_CODE, ITEM, QUOTE, RULE


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of one look; ``href`` is an allowed target or ``""``. ``verbatim``: a formula as it was written."""

    text: str
    bold: bool = False
    italic: bool = False
    struck: bool = False
    code: bool = False
    raised: bool = False
    verbatim: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``depth``: of the list it stands in; ``marker``: of the item it begins. ``language``: of code, ``None`` for words.

    ``cell``: the place in a table: where the table begins in its document, row and column.
    """

    pieces: tuple[Piece, ...]
    heading: int = 0
    quote: int = 0
    depth: int = 0
    marker: str = ""
    language: str | None = None
    rule: bool = False
    cell: tuple[int, int, int] | None = None
    note: bool = False    # a footnote; the marker is its label

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(piece.text for piece in self.pieces)


def paragraphs(document: QTextDocument, start: int, end: int, codes: list[CodeBlock]) -> Iterator[Paragraph]:
    """Those from position ``start`` to ``end``; ``codes``: the code blocks in it. Empty ones are left out."""
    block = document.findBlock(start)
    code: list[str] = []
    while block.isValid() and block.position() <= end:
        fmt, following = block.blockFormat(), block.next()
        pieces = tuple(_pieces(block, start, end))
        if fmt.hasProperty(CODE):
            at = fmt.intProperty(CODE)
            code.append("".join(piece.text for piece in pieces))
            goes_on = following.isValid() and following.position() <= end and following.blockFormat().hasProperty(CODE)
            if not goes_on or following.blockFormat().intProperty(CODE) != at:
                language = codes[at].language if at < len(codes) else ""
                text = (Piece("\n".join(code)),)
                yield Paragraph(text, language=language, quote=_quote(fmt), depth=fmt.intProperty(ITEM))
                code = []
        elif fmt.hasProperty(RULE):
            yield Paragraph((), rule=True)
        else:
            found = _words(block, fmt, pieces)
            if found.text or found.marker or found.cell is not None:
                yield found
        block = following


def _words(block: QTextBlock, fmt: QTextBlockFormat, pieces: tuple[Piece, ...]) -> Paragraph:
    table = QTextCursor(block).currentTable()
    if table is not None:
        cell = table.cellAt(block.position())
        if not cell.row():    # the head's letters are bold by themselves
            pieces = tuple(replace(piece, bold=False) for piece in pieces)
        where = (table.firstPosition(), cell.row(), cell.column())
        return Paragraph(_joined(pieces), quote=_quote(fmt), depth=fmt.intProperty(ITEM), cell=where)
    marker, note = "", False
    at = next((place for place, piece in enumerate(pieces[:2]) if "\t" in piece.text), None)
    if fmt.textIndent() < 0 and at is not None:    # a footnote's marker is a piece of its own
        before, _, rest = pieces[at].text.partition("\t")
        marker = "".join(piece.text for piece in pieces[:at]) + before
        note = at > 0
        pieces = (*((replace(pieces[at], text=rest),) if rest else ()), *pieces[at + 1 :])
    return Paragraph(_joined(pieces), fmt.headingLevel(), _quote(fmt), fmt.intProperty(ITEM), marker, note=note)


def _quote(fmt: QTextBlockFormat) -> int:
    return fmt.intProperty(QUOTE) if fmt.hasProperty(QUOTE) else 0


def _pieces(block: QTextBlock, start: int, end: int) -> Iterator[Piece]:
    heading = block.blockFormat().headingLevel() > 0
    at = block.begin()
    while not at.atEnd():
        fragment = at.fragment()
        first, last = max(start - fragment.position(), 0), min(end - fragment.position(), fragment.length())
        if first < last:
            yield _piece(fragment, first, last, heading=heading)
        at += 1


def _joined(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Neighbours of one look as one: letters that no font has stand in fragments of their own."""
    found: list[Piece] = []
    for piece in pieces:
        if found and not piece.raised and piece == replace(found[-1], text=piece.text):
            found[-1] = replace(piece, text=found[-1].text + piece.text)
        else:
            found.append(piece)
    return tuple(found)


def _piece(fragment: QTextFragment, first: int, last: int, *, heading: bool) -> Piece:
    fmt: QTextCharFormat = fragment.charFormat()
    if fmt.objectType() == KIND:
        return Piece(str(fmt.property(SOURCE) or "") * (last - first), verbatim=True)
    text = fragment.text()
    if last - first < fragment.length():    # Qt counts in halves of an emoji
        text = text.encode("utf-16-le", "surrogatepass")[2 * first : 2 * last].decode("utf-16-le", "replace")
    href = fmt.anchorHref() if fmt.isAnchor() else ""
    return Piece(
        text.replace(LINE_BREAK, "\n"),
        bold=not heading and fmt.fontWeight() > QFont.Weight.Normal,
        italic=fmt.fontItalic(),
        struck=fmt.fontStrikeOut(),
        code=fmt.hasProperty(INLINE_CODE),
        raised=fmt.verticalAlignment() is QTextCharFormat.VerticalAlignment.AlignSuperScript,
        href=href if is_allowed(href) else "",
    )
