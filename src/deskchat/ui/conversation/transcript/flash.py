"""A frame around a message for a moment: this is the one."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QWidget

from deskchat.ui.conversation.transcript.ink import Ink

SHOWN_MS = 1_600


class Flash(QFrame):
    """Stands around ``view`` as it grows and goes by itself, also with it. It does not move or blink."""

    def __init__(self, view: QWidget, ink: Ink) -> None:
        super().__init__(view)
        self._view = view
        self.setObjectName("flash")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        accent = ink.colours.accent
        self.setStyleSheet(
            f"#flash {{ border: 2px solid {accent.name()}; border-radius: {0.6 * ink.em:.0f}px;"
            f" background: rgba({accent.red()}, {accent.green()}, {accent.blue()}, 22); }}"
        )
        self.setGeometry(view.rect())
        self.show()
        self.raise_()
        view.installEventFilter(self)
        QTimer.singleShot(SHOWN_MS, self, self.deleteLater)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A widget that is put away shows another message next."""
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._view.rect())
        elif event.type() == QEvent.Type.Hide:
            self.hide()
            self.deleteLater()
        return False
