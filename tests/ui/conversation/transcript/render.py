"""Renders the Markdown on its standard input as a window would, in a process of its own; ends when all is shown."""

import os
import sys
import tempfile
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication

from deskchat.settings import Settings
from deskchat.ui.conversation.transcript.ink import Ink
from deskchat.ui.conversation.transcript.message_text import MessageText
from deskchat.ui.icons import Icons
from deskchat.ui.theme import Theme


def main() -> None:
    """Show the text as it streams, then at its end, then once more as after a restart."""
    text = sys.stdin.read()
    application = QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        theme = Theme(application, Settings.load(Path(folder) / "settings.toml"))
        ink = Ink.of(theme, Icons(theme))
        for pieces in ([text[: len(text) // 2], text], [text]):
            widget = MessageText(ink, markdown=True)
            widget.set_text_width(600)
            for piece in pieces:
                widget.show_text(piece, final=piece is pieces[-1])
                while not widget.settled:
                    application.processEvents()
                widget.grab(QRect(0, 0, 600, 800))


main()
