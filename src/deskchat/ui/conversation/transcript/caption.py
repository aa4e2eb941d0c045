"""A line of plain text that is only there when it says something."""

from PySide6.QtWidgets import QWidget

from deskchat.ui.safe_text import PlainLabel


class Caption(PlainLabel):
    """Wraps; hidden while it is empty. ``quiet``: drawn in the theme's muted colour."""

    def __init__(self, text: str = "", *, quiet: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(text, parent, wrap=True, selectable=True)
        self.setObjectName("quiet" if quiet else "")
        self.setVisible(bool(text))

    def show_text(self, text: str) -> None:
        """Show ``text``, or nothing at all when it is empty."""
        if text != self.text():
            self.setText(text)
        if self.isHidden() != (not text):
            self.setVisible(bool(text))
