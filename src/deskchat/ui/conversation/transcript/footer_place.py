"""Where the line below a message is: as a picture, until somebody comes near who may want to press something there.

A button costs ten to fifty thousand bytes under a style sheet, and a millisecond goes by until a row of them is there.
So the row is made when the pointer comes or the Tab key leads there, and at once when someone reads the window through the
accessibility tree: there each message always has its actions.
"""

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QEnterEvent,
    QFocusEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextDocument,
)
from PySide6.QtWidgets import QAbstractButton, QStyle, QWidget

from deskchat.ui.conversation.transcript.entry import Entry
from deskchat.ui.conversation.transcript.footer import Footer, known_facts
from deskchat.ui.conversation.transcript.footer_pictures import FooterPicture
from deskchat.ui.conversation.transcript.ink import Ink


class FooterPlace(QWidget):
    """Has the signals of ``Footer``, and looks like it."""

    copy_asked = Signal(str)
    copy_as_asked = Signal(str, str)
    edit_asked = Signal(str)
    regenerate_asked = Signal(str)
    regenerate_with_asked = Signal(str)
    sibling_asked = Signal(str)
    compare_asked = Signal(str)
    rate_asked = Signal(str, int)
    link_clicked = Signal(str)

    def __init__(self, ink: Ink, entry: Entry) -> None:
        super().__init__()
        self._ink = ink
        self._entry = entry
        self._facts = ""
        self._text: QTextDocument | None = None    # where there are links in it
        self._row: Footer | None = None
        self._pressed = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    @property
    def facts(self) -> str:
        """Size, cost and speed, as shown."""
        return self._facts

    def row(self) -> Footer:
        """The buttons, made when first asked for."""
        if self._row is None:
            row = self._row = self._made()
            for name in ("copy", "copy_as", "edit", "regenerate", "regenerate_with", "sibling", "compare", "rate"):
                getattr(row, f"{name}_asked").connect(getattr(self, f"{name}_asked"))
            row.link_clicked.connect(self.link_clicked)
            row.setGeometry(self.rect())
            row.show()
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.update()
        return self._row

    def begin_anew(self) -> None:
        """Another message comes: a picture is enough for it, unless somebody is here."""
        if self._row is not None and not (QAccessible.isActive() or self.underMouse() or self._has_focus(self._row)):
            self._row.hide()
            self._row.deleteLater()
            self._row = None
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_entry(self, entry: Entry) -> None:
        """Show what can be done with this message now."""
        self._entry = entry
        self.setVisible(not entry.streaming)
        if entry.streaming:
            return
        self._facts = "" if entry.is_person else known_facts(entry)
        if self._row is not None:
            self._row.show_entry(entry)
        elif QAccessible.isActive():
            self.row()
        self.update()

    def offer_links(self, document: QTextDocument | None) -> None:
        """Offer the links of that text, ``None``: there are none."""
        if document is not self._text:
            self._text = document
            if self._row is not None:
                self._row.offer_links(document)
            self.update()

    # its look

    def sizeHint(self) -> QSize:
        """As tall as the buttons."""
        return QSize(0, self._picture().size.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """What the buttons look like while nobody is near."""
        if self._row is not None:
            return
        picture = self._picture()
        place = QRect(QPoint(self.width() - picture.size.width() if self._entry.is_person else 0, 0), picture.size)
        painter = QPainter(self)
        painter.drawPixmap(QStyle.visualRect(self.layoutDirection(), self.rect(), place).topLeft(), picture.buttons)
        if self._facts:
            rest = QRect(place.width(), 0, self.width() - place.width(), self.height())
            painter.setFont(picture.font)
            painter.setPen(picture.colour)
            line = painter.fontMetrics().elidedText(" ".join(self._facts.split()), Qt.TextElideMode.ElideRight, rest.width())
            place = QStyle.visualRect(self.layoutDirection(), self.rect(), rest)
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, line)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The buttons take all of it."""
        if self._row is not None:
            self._row.setGeometry(self.rect())

    def _picture(self) -> FooterPicture:
        entry = self._entry
        at = (entry.siblings.index(entry.id), len(entry.siblings)) if len(entry.siblings) > 1 else None
        look = (
            entry.is_person, at, entry.comparable, bool(entry.message.text), self._text is not None, bool(entry.mask),
            entry.message.rating, self.layoutDirection(), self.devicePixelRatioF(),
        )  # fmt: skip
        return self._ink.footers.get(look, self._taken)

    def _taken(self) -> FooterPicture:
        """A picture of the buttons, which are made for it and thrown away."""
        row = self._made()
        taken = row.picture()
        row.hide()
        row.deleteLater()
        return taken

    def _made(self) -> Footer:
        made = Footer(self._ink, self._entry, self)
        made.offer_links(self._text)
        return made

    # who comes

    def enterEvent(self, event: QEnterEvent) -> None:
        """The pointer is here."""
        self.row()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A finger comes without having pointed before."""
        self._pressed = event.button() is Qt.MouseButton.LeftButton

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """What was touched is the button that is there."""
        pressed, self._pressed = self._pressed, False
        button = self.row().childAt(event.position().toPoint())
        if pressed and isinstance(button, QAbstractButton) and button.isEnabled():
            button.click()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The Tab key leads to the first button, or back to the last."""
        buttons = self.row().buttons
        if buttons:
            backwards = event.reason() is Qt.FocusReason.BacktabFocusReason
            buttons[-1 if backwards else 0].setFocus(event.reason())

    def _has_focus(self, row: Footer) -> bool:
        focus = row.window().focusWidget()
        return focus is not None and row.isAncestorOf(focus)
