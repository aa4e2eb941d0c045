"""A line above the conversation that says what holds for it alone, and opens it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton

from deskchat.chat.persona import Terms
from deskchat.ui.conversation.transcript.visible import with_controls_shown
from deskchat.ui.parameters import words_of
from deskchat.ui.safe_text import ElidedLabel

MOST_LETTERS = 400    # of a system text that are laid out; all of it is in the dialog


class TermsBar(QFrame):
    """Accessible name “System prompt”; hidden while nothing is set."""

    edit_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("terms")
        self.setAccessibleName(self.tr("System prompt"))
        self._words = ElidedLabel(parent=self)
        self._words.setObjectName("quiet")
        self._edit = QToolButton(self)
        self._edit.setObjectName("quiet")
        self._edit.setText(self.tr("Edit"))
        self._edit.setAccessibleName(self.tr("Edit the system prompt and parameters"))
        self._edit.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._edit.clicked.connect(self.edit_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 2, 12, 2)
        row.addWidget(self._words, 1)
        row.addWidget(self._edit)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def show_terms(self, terms: Terms) -> None:
        """Name the assistant, then its words, then the parameters."""
        system = with_controls_shown((terms.system or "")[:MOST_LETTERS])
        words = [with_controls_shown(terms.persona), words_of(terms.sampling), system]
        said = " · ".join(filter(None, words))
        self._words.setText(said)
        self._words.setAccessibleDescription(said)
        self.setVisible(bool(said))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The whole line is the button."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.edit_asked.emit()
