"""A frame around a message for a moment: this is the one."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QWidget

from deskchat.ui.conversation.transcript.ink import Ink

SHOWN_MS = 1_600


def flash(view: QWidget, ink: Ink) -> QFrame:
    """Show it around ``view``; it goes by itself. It does not move or blink."""
    frame = QFrame(view)
    frame.setObjectName("flash")
    frame.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    frame.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    accent = ink.colours.accent
    frame.setStyleSheet(
        f"#flash {{ border: 2px solid {accent.name()}; border-radius: {0.6 * ink.em:.0f}px;"
        f" background: rgba({accent.red()}, {accent.green()}, {accent.blue()}, 22); }}"
    )
    frame.setGeometry(view.rect())
    frame.show()
    frame.raise_()
    QTimer.singleShot(SHOWN_MS, frame, frame.deleteLater)
    return frame
