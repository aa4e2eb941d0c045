"""The look of tables in a document."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextFrameFormat, QTextLength, QTextTableFormat

from deskchat.ui.conversation.transcript.ink import Ink


def table_anchor() -> QTextBlockFormat:
    """Qt keeps a paragraph before and behind a table: as small as they can be."""
    fmt = QTextBlockFormat()
    fmt.setLineHeight(1, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
    return fmt


def tiny() -> QTextCharFormat:
    """The letters of such a paragraph, which has none."""
    fmt = QTextCharFormat()
    fmt.setFontPointSize(1)
    return fmt


def table_format(ink: Ink, quote: int, depth: int) -> QTextTableFormat:
    """Borders and distances; ``quote`` and ``depth``: of the quote and the list it stands in."""
    em = ink.em
    fmt = QTextTableFormat()
    fmt.setBorder(1)
    fmt.setBorderCollapse(True)
    fmt.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    fmt.setBorderBrush(ink.colours.border)
    fmt.setCellPadding(0.35 * em)
    fmt.setCellSpacing(0)
    fmt.setHeaderRowCount(1)
    fmt.setLeftMargin(1.5 * em * depth + em * quote)
    fmt.setTopMargin(0.3 * em)
    fmt.setBottomMargin(0.6 * em)
    fmt.setWidth(QTextLength())
    return fmt


def alignment_of(style: str) -> Qt.AlignmentFlag:
    """What a cell's style says."""
    if style.endswith("right"):
        return Qt.AlignmentFlag.AlignRight
    return Qt.AlignmentFlag.AlignHCenter if style.endswith("center") else Qt.AlignmentFlag.AlignLeft
