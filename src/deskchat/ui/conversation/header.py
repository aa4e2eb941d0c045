"""The top of a conversation: its title, what it cost so far, and the model that answers next."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from deskchat.chat.conversation import Conversation
from deskchat.chat.cost import Total, total_of
from deskchat.ui.conversation.transcript.caption import Caption
from deskchat.ui.conversation.transcript.cost_words import sum_words, total_words
from deskchat.ui.conversation.transcript.visible import with_controls_shown
from deskchat.ui.safe_text import PlainLabel, set_tooltip


class Header(QWidget):
    """Title on the left, ``lead`` before it, the cost in small letters and ``buttons`` on the right."""

    def __init__(self, *buttons: QWidget, lead: QWidget | None = None) -> None:
        super().__init__()
        self.setObjectName("header")
        self._whole = ""
        row = QHBoxLayout(self)
        row.setContentsMargins(20 if lead is None else 12, 8, 12, 8)
        if lead is not None:
            row.addWidget(lead)
        self._title = PlainLabel()
        self._title.setObjectName("title")
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setMinimumWidth(40)
        self._cost = Caption("", quiet=True)
        self._cost.setWordWrap(False)
        row.addWidget(self._title, 1)
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
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or less of the title fits."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Another font takes another width."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _show_total(self, total: Total) -> None:
        """What all replies cost; nothing while nothing is known to have been paid."""
        paid = sum_words(total)
        self._cost.show_text(f"{paid} + ?" if paid and total.unknown else paid)
        self._cost.setAccessibleName(self.tr("Cost of this conversation: %1").replace("%1", total_words(total)))
        set_tooltip(self._cost, self.tr("This conversation, all versions: %1").replace("%1", total_words(total)))

    def _fit(self) -> None:
        metrics = QFontMetrics(self._title.font())
        self._title.setText(metrics.elidedText(self._whole, Qt.TextElideMode.ElideRight, max(40, self._title.width())))
        self._title.setAccessibleName(self._whole)
