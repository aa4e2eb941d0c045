"""How a row of the picker is drawn."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from deskchat.ui.icons import Icons
from deskchat.ui.picker.row_model import ROW
from deskchat.ui.picker.rows import Kind, Row
from deskchat.ui.sentences import translated
from deskchat.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
LINES = {Kind.HEADING: 1.9, Kind.MODEL: 2.7, Kind.REASON: 1.7}    # heights in lines of text


class RowDelegate(QStyledItemDelegate):
    """Plain text only; what can't be asked is grey."""

    def __init__(self, theme: Theme, icons: Icons, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row: Row = index.data(ROW)
        lines = LINES[row.kind]
        if row.info is not None and not (row.facts or row.info.unavailable):
            lines = 1.8
        return QSize(100, round(self._theme.em * lines))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(ROW)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        em, colours = self._theme.em, self._theme.colours
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if row.kind is not Kind.HEADING and (chosen or state & QStyle.StateFlag.State_MouseOver):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.selected if chosen else colours.hover)
            painter.drawRoundedRect(QRectF(rect).adjusted(4, 1, -4, -1), 0.4 * em, 0.4 * em)
        box = rect.adjusted(round(em), 0, -round(em), 0)
        match row.kind:
            case Kind.HEADING:
                below = box.adjusted(0, round(0.5 * em), 0, 0)
                self._line(painter, below, row.text, colours.quiet, 0.87, bold=True)
            case Kind.REASON:
                self._line(painter, box, row.text, colours.quiet, 0.92)
            case Kind.MODEL:
                self._paint_model(painter, self._checked(painter, box, index), row)
        painter.restore()

    def _checked(self, painter: QPainter, box: QRect, index: Index) -> QRect:
        """Draw the check box, where there is one; the rest of the place."""
        state = index.data(Qt.ItemDataRole.CheckStateRole)
        if state is None:
            return box
        em, colours = self._theme.em, self._theme.colours
        side = round(0.9 * em)
        place = QRect(box.left(), box.center().y() - side // 2, side, side)
        checked = state == Qt.CheckState.Checked
        painter.setPen(colours.accent if checked else colours.quiet)
        painter.setBrush(colours.accent if checked else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(place), 0.2 * em, 0.2 * em)
        if checked:
            self._icons.icon("check", colours.on_accent).paint(painter, place.adjusted(2, 2, -1, -1))
        return box.adjusted(side + round(0.6 * em), 0, 0, 0)

    def _paint_model(self, painter: QPainter, box: QRect, row: Row) -> None:
        assert row.info is not None
        em, colours = self._theme.em, self._theme.colours
        second = translated(row.info.unavailable) or row.facts
        first = QRect(box.left(), box.top() + round(0.2 * em if second else 0), box.width(), round(1.35 * em))
        if not second:
            first.setHeight(box.height())
        side = round(0.95 * em)
        marks = ["local" if row.provider.local else "cloud"] + (["eye"] if row.info.vision else [])
        for mark in marks:
            first.setRight(first.right() - side)
            place = QRect(first.right(), first.center().y() - side // 2, side, side)
            self._icons.icon(mark, colours.quiet).paint(painter, place)
            first.setRight(first.right() - round(0.4 * em))
        self._line(painter, first, row.text, colours.quiet if row.info.unavailable else colours.text, 1.0)
        if second:
            below = QRect(box.left(), box.top() + round(1.45 * em), box.width(), round(1.05 * em))
            self._line(painter, below, second, colours.quiet, 0.87)

    def _line(
        self, painter: QPainter, place: QRect, text: str, colour: QColor, scale: float, *, bold: bool = False
    ) -> None:
        font = QFont(self._theme.font)
        font.setPointSizeF(font.pointSizeF() * scale)
        if bold:
            font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(colour)
        shown = QFontMetrics(font).elidedText(" ".join(text.split()), Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
