"""The look of what is written into a document: of letters, and of paragraphs with their distances."""

from PySide6.QtGui import QFont, QTextBlockFormat, QTextCharFormat, QTextOption

from deskchat.ui.conversation.transcript.ink import Ink
from deskchat.ui.conversation.transcript.inline import Look
from deskchat.ui.conversation.transcript.place import Place
from deskchat.ui.conversation.transcript.properties import CODE, INLINE_CODE, ITEM, QUOTE, RULE

HEADING_SIZES = {1: 1.45, 2: 1.25, 3: 1.12, 4: 1.0, 5: 1.0, 6: 1.0}


class Formats:
    """Formats in the fonts and colours of ``ink``."""

    def __init__(self, ink: Ink) -> None:
        self._ink = ink

    # letters

    def words(self, look: Look) -> QTextCharFormat:
        """Of text."""
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

    def heading_words(self, level: int) -> QTextCharFormat:
        """Of a heading's text."""
        fmt = self.words(Look(bold=True))
        fmt.setFontPointSize(self._ink.font.pointSizeF() * HEADING_SIZES[level])
        return fmt

    def code_words(self) -> QTextCharFormat:
        """Of code."""
        fmt = QTextCharFormat()
        fmt.setFont(self._ink.mono)
        fmt.setForeground(self._ink.colours.code_text)
        return fmt

    # paragraphs

    def paragraph(self, place: Place) -> QTextBlockFormat:
        """Of one at ``place``; Qt uses the larger one of two neighbours' margins."""
        em, depth = self._ink.em, place.depth
        fmt = QTextBlockFormat()
        gap = 0.22 * em if depth else 0.5 * em
        fmt.setTopMargin(gap)
        fmt.setBottomMargin(gap)
        fmt.setLeftMargin(1.0 * em * place.quoted + 1.5 * em * depth)
        if place.marker:
            fmt.setTextIndent(-1.3 * em)
            fmt.setTabPositions([QTextOption.Tab(1.3 * em, QTextOption.TabType.LeftTab)])
        fmt.setLineHeight(118, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        if place.heading:
            fmt.setTopMargin((1.0 if place.heading < 3 else 0.8) * em)
            fmt.setBottomMargin(0.35 * em)
            fmt.setHeadingLevel(place.heading)
        return self.within(place, fmt)

    def rule(self) -> QTextBlockFormat:
        """Of a line across the page."""
        fmt = QTextBlockFormat()
        fmt.setProperty(RULE, True)
        fmt.setTopMargin(0.3 * self._ink.em)
        fmt.setBottomMargin(0.3 * self._ink.em)
        return fmt

    def code(self, place: Place, index: int) -> QTextBlockFormat:
        """Of the first line of a document's code block number ``index``."""
        em = self._ink.em
        fmt = QTextBlockFormat()
        fmt.setLeftMargin(0.8 * em + 1.0 * em * place.quoted + 1.5 * em * place.depth)
        fmt.setRightMargin(0.8 * em)
        fmt.setTopMargin(2.5 * em)       # the gap, the line with the language and the button, and some air
        fmt.setBottomMargin(1.2 * em)    # air, and the gap
        fmt.setLineHeight(112, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        fmt.setProperty(CODE, index)
        fmt.setNonBreakableLines(not self._ink.wraps_code)
        return self.within(place, fmt)

    def within(self, place: Place, fmt: QTextBlockFormat) -> QTextBlockFormat:
        """``fmt``, which says then in which quote and list it is."""
        if place.quote:
            fmt.setProperty(QUOTE, place.quoted)
        if place.depth:
            fmt.setProperty(ITEM, place.depth)
        return fmt


def mirror(fmt: QTextBlockFormat) -> None:
    """Make ``fmt`` that of a paragraph read from right to left: its marks and its distance are on the right."""
    fmt.setRightMargin(fmt.leftMargin())
    fmt.setLeftMargin(0)
    if fmt.textIndent() < 0:    # Qt takes the other side's tab in such a line
        fmt.setTabPositions([QTextOption.Tab(-fmt.textIndent(), QTextOption.TabType.RightTab)])
