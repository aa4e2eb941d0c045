"""How a row of the list is drawn and renamed."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from deskchat.ui.icons import Icons
from deskchat.ui.sidebar.conversation_model import HEADING, PINNED, RUNNING, SNIPPET
from deskchat.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex


class RowDelegate(QStyledItemDelegate):
    """Draws title, heading above, snippet below, pin and running mark; plain text only."""

    def __init__(self, theme: Theme, icons: Icons, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons

    def heading_height(self, index: Index) -> int:
        """Pixels that the heading above this row takes, 0 without one."""
        return round(self._theme.em * 1.9) if index.data(HEADING) else 0

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        lines = 1.75 + (0.95 if index.data(SNIPPET) else 0)
        return QSize(100, self.heading_height(index) + round(self._theme.em * lines))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        em, colours = self._theme.em, self._theme.colours
        whole = self._rect(option)
        box = whole.adjusted(0, self.heading_height(index), 0, 0)
        if index.data(HEADING):
            self._paint_heading(painter, whole, index.data(HEADING))
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
        self._paint_words(painter, box.adjusted(round(em), 0, -round(em * 0.8), 0), index)
        painter.restore()

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(self._rect(option).adjusted(6, self.heading_height(index), -6, 0))
        editor.setAccessibleName(self.tr("Title"))

    def _paint_heading(self, painter: QPainter, whole: QRect, text: str) -> None:
        font = QFont(self._theme.font)
        font.setPointSizeF(font.pointSizeF() * 0.85)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(self._theme.colours.quiet)
        em = self._theme.em
        place = QRectF(whole.left() + em, whole.top() + 0.6 * em, whole.width() - 2 * em, 1.3 * em)
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_words(self, painter: QPainter, box: QRect, index: Index) -> None:
        em, colours = self._theme.em, self._theme.colours
        snippet = index.data(SNIPPET)
        line = QRect(box.left(), box.top() + round(0.15 * em if snippet else 0), box.width(), round(1.75 * em))
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
        self._paint_line(painter, line, index.data(Qt.ItemDataRole.DisplayRole), self._theme.font, colours.text)
        if snippet:
            small = QFont(self._theme.font)
            small.setPointSizeF(small.pointSizeF() * 0.87)
            below = QRect(box.left(), line.top() + round(1.4 * em), box.width(), round(1.1 * em))
            self._paint_line(painter, below, snippet, small, colours.quiet)

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
