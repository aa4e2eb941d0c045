"""How a row of the list is drawn and renamed."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from deskchat.chat.conversation import Snippet
from deskchat.ui.colours import readable
from deskchat.ui.icons import Icons
from deskchat.ui.sidebar.conversation_model import HEADING, PINNED, RUNNING, SNIPPET, TAGS
from deskchat.ui.sidebar.tag_colours import TagColours
from deskchat.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex


LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
MOST_DOTS = 3
IN_SIGHT, BEFORE = 0.7, 0.25    # of a line: the first word ends there at the latest, or begins there


def pieces(snippet: Snippet, letters: float) -> list[tuple[str, bool]]:
    """The text cut where the words that were found begin and end, each with whether it was found.

    Of a line that holds so many ``letters`` the beginning is left out where the first word would not be well in sight,
    and not more of it than the rest leaves room for.
    """
    text, at = snippet.text, 0
    cut: list[tuple[str, bool]] = []
    if snippet.marks and snippet.marks[0][1] > IN_SIGHT * letters:
        first = snippet.marks[0][0]
        at = max(0, min(round(first - letters * BEFORE), round(len(text) - letters + 1)))
    if at:
        at = text.find(" ", at, first) + 1 or at    # not within a word
        cut.append(("…", False))
    for start, end in snippet.marks:
        cut += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [piece for piece in (*cut, (text[at:], False)) if piece[0]]


class RowDelegate(QStyledItemDelegate):
    """Draws headings, titles, a snippet below, tags, pin and running mark; plain text only."""

    def __init__(self, theme: Theme, icons: Icons, tags: TagColours, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons
        self._tags = tags

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The same for all rows of a list."""
        return QSize(100, round(self._theme.em * (2.8 if index.data(SNIPPET) is not None else 1.75)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        em, colours = self._theme.em, self._theme.colours
        box = self._rect(option)
        if index.data(HEADING):
            self._paint_heading(painter, box, index.data(HEADING))
            painter.restore()
            return
        state = self._state(option)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if selected or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.selected if selected else colours.hover)
            painter.drawRoundedRect(QRectF(box).adjusted(6, 1, -6, -1), 0.4 * em, 0.4 * em)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(colours.accent)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(box).adjusted(6.5, 1.5, -6.5, -1.5), 0.4 * em, 0.4 * em)
        ground = colours.selected if selected else colours.window
        self._paint_words(painter, box.adjusted(round(em), 0, -round(em * 0.8), 0), index, ground)
        painter.restore()

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(self._rect(option).adjusted(6, 0, -6, 0))
        editor.setAccessibleName(self.tr("Title"))

    def _paint_heading(self, painter: QPainter, whole: QRect, text: str) -> None:
        font = QFont(self._theme.font)
        font.setPointSizeF(font.pointSizeF() * 0.85)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(self._theme.colours.quiet)
        em = self._theme.em
        place = QRectF(whole.left() + em, whole.top() + 0.4 * em, whole.width() - 2 * em, 1.3 * em)
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_words(self, painter: QPainter, box: QRect, index: Index, ground: QColor) -> None:
        em, colours = self._theme.em, self._theme.colours
        snippet = index.data(SNIPPET)
        line = QRect(box.left(), box.top() + round(0.05 * em if snippet else 0), box.width(), round(1.75 * em))
        if index.data(RUNNING):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.accent)
            painter.drawEllipse(QPointF(line.right() - 0.3 * em, line.center().y() + 1), 0.22 * em, 0.22 * em)
            line.setRight(line.right() - round(em))
        elif index.data(PINNED):
            side = round(0.85 * em)
            icon = self._icons.icon("pin", colours.quiet)
            icon.paint(painter, QRect(line.right() - side, line.center().y() - side // 2, side, side))
            line.setRight(line.right() - round(1.2 * em))
        tags = (index.data(TAGS) or ())[:MOST_DOTS]
        for tag in reversed(tags):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(readable(self._tags.of(tag), colours, ground))
            painter.drawEllipse(QPointF(line.right() - 0.3 * em, line.center().y() + 1), 0.2 * em, 0.2 * em)
            line.setRight(line.right() - round(0.6 * em))
        line.setRight(line.right() - (round(0.2 * em) if tags else 0))
        self._paint_line(painter, line, index.data(Qt.ItemDataRole.DisplayRole), self._theme.font, colours.text)
        if snippet is not None:
            small = QFont(self._theme.font)
            small.setPointSizeF(small.pointSizeF() * 0.87)
            below = QRect(box.left(), line.top() + round(1.4 * em), box.width(), round(1.1 * em))
            self._paint_snippet(painter, below, snippet, small)

    def _paint_snippet(self, painter: QPainter, place: QRect, snippet: Snippet, font: QFont) -> None:
        """Piece by piece, so that nothing of it is ever taken for markup; it begins shortly before the first word found."""
        bold = QFont(font)
        bold.setWeight(QFont.Weight.Bold)
        x, end = place.left(), place.right()
        letters = place.width() * len(snippet.text) / max(1, QFontMetrics(font).horizontalAdvance(snippet.text))
        for text, found in pieces(snippet, letters):
            shown = bold if found else font
            metrics = QFontMetrics(shown)
            room = end - x
            if room <= 0:
                return
            line = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.setFont(shown)
            painter.setPen(self._theme.colours.text if found else self._theme.colours.quiet)
            painter.drawText(QRect(x, place.top(), room, place.height()), LEFT, line)
            if line != text:
                return
            x += metrics.horizontalAdvance(text)

    @staticmethod
    def _paint_line(painter: QPainter, place: QRect, text: str, font: QFont, colour: QColor) -> None:
        painter.setFont(font)
        painter.setPen(colour)
        line = " ".join(text.split())
        shown = QFontMetrics(font).elidedText(line, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)

    @staticmethod
    def _rect(option: QStyleOptionViewItem) -> QRect:
        rect: QRect = option.rect
        return rect

    @staticmethod
    def _state(option: QStyleOptionViewItem) -> QStyle.StateFlag:
        state: QStyle.StateFlag = option.state
        return state
