"""A headline with ways to begin below it, in two columns or in one, for any size of the window."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from deskchat.ui.conversation.transcript.caption import Caption
from deskchat.ui.safe_text import PlainLabel

GAP = 10       # pixels between cards
WIDEST = 34    # of the line below the headline, in em: longer ones are read in two


class Greeting(QScrollArea):
    """``said``: the line below the headline; hidden while it is empty."""

    def __init__(self, headline: str, said: str = "") -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.said = Caption(said, quiet=True)
        self._cards: list[QPushButton] = []
        self._columns = 0
        inside = QWidget()
        self._grid = QGridLayout()
        self._grid.setSpacing(GAP)
        self._grid.setContentsMargins(0, GAP, 0, GAP)    # none at the sides, where the room is counted
        self._below = QVBoxLayout(inside)
        self._below.setSpacing(GAP)
        self._below.addStretch(2)
        greeting = PlainLabel(headline, wrap=True)
        greeting.setObjectName("greeting")
        for label in (greeting, self.said):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._below.addWidget(greeting)
        self._below.addWidget(self.said, 0, Qt.AlignmentFlag.AlignHCenter)
        self._below.addSpacing(16)
        cards = QWidget()
        cards.setLayout(self._grid)
        self._below.addWidget(cards, 0, Qt.AlignmentFlag.AlignHCenter)
        self._below.addStretch(3)
        self.setWidget(inside)
        for surface in (self.viewport(), inside):
            surface.setAutoFillBackground(False)

    def add_card(self, title: str, said: str = "", whole: str = "") -> QPushButton:
        """A way to begin; ``whole``: what is said of it to those who can't see that it was shortened."""
        card = QPushButton()
        card.setObjectName("example")
        card.setCursor(Qt.CursorShape.PointingHandCursor)
        name_card(card, title, said, whole)
        self._cards.append(card)
        self._columns = 0
        self._fit()
        return card

    def add_below(self, widget: QWidget) -> None:
        """Below the cards, in the middle."""
        self._below.insertWidget(self._below.count() - 1, widget, 0, Qt.AlignmentFlag.AlignHCenter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Other texts or another font take another width."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def _fit(self) -> None:
        widest = max((card.sizeHint().width() for card in self._cards), default=0)
        margins = self._below.contentsMargins()
        room = self.viewport().width() - margins.left() - margins.right()
        width = max(0, min(room, WIDEST * self.fontMetrics().height()))
        self.said.setFixedWidth(width)
        self.said.setMinimumHeight(max(0, self.said.heightForWidth(width)))    # a label in the middle gets what it asks for
        columns = 2 if 2 * widest + GAP <= room else 1
        if columns != self._columns:
            self._columns = columns
            for at, card in enumerate(self._cards):
                self._grid.addWidget(card, at // columns, at % columns)


def name_card(card: QPushButton, title: str, said: str, whole: str = "") -> None:
    """Its two lines, and its name."""
    card.setText(f"{title}\n{said}" if said else title)
    card.setAccessibleName(title)
    card.setAccessibleDescription(whole or said)
