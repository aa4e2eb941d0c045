"""The top of a conversation: its title, what it cost so far, and the model that answers next."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskchat.chat.conversation import Conversation
from deskchat.chat.cost import Total, total_of
from deskchat.ui.conversation.transcript.caption import Caption
from deskchat.ui.conversation.transcript.cost_words import sum_words, total_words
from deskchat.ui.conversation.transcript.visible import with_controls_shown
from deskchat.ui.room import Fitting, Room
from deskchat.ui.safe_text import PlainLabel, set_tooltip

LEAST_EMS = 20.0          # of the whole: narrower no one uses it
TITLE_EMS = (3.5, 7.0, 11.0)    # of the title, in each room: less of it tells nothing


class Header(QWidget):
    """Title on the left, ``lead`` before it, the cost in small letters and ``buttons`` on the right.

    Where there is little room the buttons that can do with less (``Fitting``) do, so that the title can be read; where that
    is not enough it stands above them.
    """

    def __init__(self, *buttons: QWidget, lead: QWidget | None = None) -> None:
        super().__init__()
        self.setObjectName("header")
        self._whole = ""
        self._fitted: object = None    # for what the room was chosen
        self._buttons = buttons
        self._above = False            # is the title in a line of its own?
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(20 if lead is None else 12, 8, 12, 8)
        self._column.setSpacing(0)
        self._line, row = QHBoxLayout(), QHBoxLayout()
        self._row = row
        self._column.addLayout(self._line)
        self._column.addLayout(row)
        if lead is not None:
            row.addWidget(lead)
        self._title = PlainLabel()
        self._title.setObjectName("title")
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setMinimumWidth(40)
        self._cost = Caption("", quiet=True)
        self._cost.setWordWrap(False)
        self._beginning = [self._title] if lead is None else [lead, self._title]
        row.addWidget(self._title, 1)
        row.addStretch(0)    # keeps the buttons on the right where the title is not between
        row.addWidget(self._cost)
        row.addSpacing(8)
        for button in buttons:
            row.addWidget(button)

    def show_conversation(self, conversation: Conversation | None) -> None:
        """Show the title and the cost; ``None``: one that has not begun."""
        self.show_title(conversation.title if conversation is not None else "")
        self._show_total(total_of(node.message for node in conversation.nodes) if conversation is not None else Total())

    def show_title(self, title: str) -> None:
        """Show the title, shortened to the room there is."""
        self._whole = with_controls_shown(title) or self.tr("New chat")
        self._title.setAccessibleName(self._whole)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """What is left when everything is as short as it can be."""
        return QSize(round(LEAST_EMS * self._em), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or less of the title fits."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """A button has another text, or the font another width."""
        done = super().event(event)
        if event.type() is QEvent.Type.FontChange:
            self.updateGeometry()    # the least width grows with the letters
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.FontChange):
            self._fit()
        return done

    def _show_total(self, total: Total) -> None:
        """What all replies cost; nothing while nothing is known to have been paid."""
        paid = sum_words(total)
        self._cost.show_text(f"{paid} + ?" if paid and total.unknown else paid)
        self._cost.setAccessibleName(self.tr("Cost of this conversation: %1").replace("%1", total_words(total)))
        set_tooltip(self._cost, self.tr("This conversation, all versions: %1").replace("%1", total_words(total)))

    @property
    def _em(self) -> float:
        return float(self.fontMetrics().height())

    def _fit(self) -> None:
        """As much as fits; the buttons are asked again only when something else is to be fitted in."""
        told = tuple((button.isHidden(), button.accessibleDescription()) for button in self._buttons)
        asked = (self.width(), self._em, self._whole, self._cost.text(), told)
        if asked != self._fitted:
            self._fitted = asked
            self._put_title(above=False)
            for room in sorted(Room, reverse=True):
                self._take(room)
                if self._left_beside(self._row) >= self._wanted(room):
                    break
            self._put_title(above=self._left_beside(self._row) < self._wanted(Room.TIGHT))
        room_px = max(40, self._left_beside(self._line if self._above else self._row))
        metrics = QFontMetrics(self._title.font())
        self._title.setText(metrics.elidedText(self._whole, Qt.TextElideMode.ElideRight, room_px))

    def _put_title(self, *, above: bool) -> None:
        if above == self._above:
            return
        self._above = above
        before, after = (self._row, self._line) if above else (self._line, self._row)
        for place, widget in enumerate(self._beginning):
            before.removeWidget(widget)
            after.insertWidget(place, widget, int(widget is self._title))

    def _take(self, room: Room) -> None:
        self._cost.setVisible(room > Room.TIGHT and bool(self._cost.text()))
        for button in self._buttons:
            if isinstance(button, Fitting):
                button.set_room(room)

    def _wanted(self, room: Room) -> float:
        """Pixels for as much of the title as has to be read."""
        return min(TITLE_EMS[room] * self._em, QFontMetrics(self._title.font()).horizontalAdvance(self._whole) + 2)

    def _left_beside(self, row: QHBoxLayout) -> int:
        """Pixels for the title beside everything else in ``row``."""
        taken = shown = 0
        margins = self._column.contentsMargins()
        for at in range(row.count()):
            item = row.itemAt(at)
            if item is None or item.widget() is self._title:
                continue
            if item.spacerItem() is not None or not item.isEmpty():
                taken += item.sizeHint().width()
                shown += item.widget() is not None
        return self.width() - margins.left() - margins.right() - taken - shown * row.spacing()
