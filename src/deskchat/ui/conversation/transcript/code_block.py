"""A block of code in a document, and how its lines are written there: each is a paragraph that is not wrapped."""

from dataclasses import dataclass

from PySide6.QtGui import QTextBlock, QTextCharFormat, QTextCursor

from deskchat.ui.conversation.transcript.reach import insert
from deskchat.ui.conversation.transcript.unbroken import UNBROKEN, break_anywhere_if_unbroken
from deskchat.ui.conversation.transcript.visible import with_controls_shown

LONGEST_UNWRAPPED = 2_000    # characters of a line: Qt lays a line out as a whole, at each letter that comes


@dataclass(slots=True, eq=False)
class CodeBlock:
    """A code block in the document: language, text as the model wrote it, and the number of its first line's block.

    ``coloured``: how many characters of it have been given colours.
    """

    language: str
    text: str
    first_block: int
    coloured: int = 0


def append_lines(cursor: QTextCursor, code: str, look: QTextCharFormat, *, wrapped: bool) -> None:
    """Go on with the code at ``cursor``, which stands in its last line. Where it is not ``wrapped``, very long lines are."""
    first, newline, rest = code.partition("\n")
    insert(cursor, with_controls_shown(first), look)
    _wrap_if_long(cursor.block(), len(first))
    if not newline:
        return
    fmt = cursor.blockFormat()
    bottom = fmt.bottomMargin()
    fmt.setBottomMargin(0)
    cursor.setBlockFormat(fmt)
    fmt.setTopMargin(0)
    fmt.setNonBreakableLines(not wrapped)
    cursor.insertBlock(fmt, look)
    line = cursor.block()
    insert(cursor, with_controls_shown(rest), look)    # its line breaks make blocks of the same format
    fmt.setBottomMargin(bottom)
    cursor.setBlockFormat(fmt)
    if len(rest) > UNBROKEN:
        while line.isValid():
            _wrap_if_long(line, line.length())
            line = line.next()


def _wrap_if_long(line: QTextBlock, grown: int) -> None:
    """``grown``: by so many characters at its end."""
    fmt = line.blockFormat()
    if fmt.nonBreakableLines():
        if line.length() <= LONGEST_UNWRAPPED:
            return
        fmt.setNonBreakableLines(False)
        QTextCursor(line).setBlockFormat(fmt)
        grown = line.length()
    if line.length() > UNBROKEN:
        break_anywhere_if_unbroken(line.document(), line.text()[-UNBROKEN - grown :])
