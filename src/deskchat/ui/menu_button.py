"""A button that opens a menu, for the mouse, the keyboard and whoever reads the window.

In the accessibility tree a menu is found only below a button of Qt's mode “menu beside the button”
(``QAccessibleToolButton``, Qt 6.11). So it is one of these, without the part at its side: the style sheet takes it away.
"""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QMenu, QToolButton, QWidget


class MenuButton(QToolButton):
    """Its menu is filled before it opens or when it is about to; it closes when one of its entries was chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._by_us = False    # do we open it, and not Qt?
        self._menu = QMenu(self)
        self._menu.setAttribute(Qt.WidgetAttribute.WA_NoMouseReplay)    # a second click closes, and does not open again
        self._menu.triggered.connect(self._menu.hide)    # chosen in the tree it would stay open
        self._menu.aboutToShow.connect(self._note_opening)
        self.setMenu(self._menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.clicked.connect(self.open_menu)

    def setAccessibleName(self, name: str) -> None:
        """The menu is called as the button is."""
        super().setAccessibleName(name)
        self._menu.setAccessibleName(name)

    def open_menu(self) -> None:
        """Open the menu below the button, or above it where there is no room."""
        below = self.mapToGlobal(self.rect().bottomLeft())
        self._by_us = True
        self._menu.popup(below)
        self._by_us = False
        if self._menu.y() < below.y():    # Qt would lay it over the button, and a second click would choose from it
            self._menu.move(self._menu.x(), max(0, below.y() - self.height() - self._menu.height()))

    def _note_opening(self) -> None:
        """Qt's own opening, asked for in the tree, returns when the menu is closed; whoever asked would wait for that."""
        if not self._by_us:
            QTimer.singleShot(0, self, self._open_without_waiting)

    def _open_without_waiting(self) -> None:
        self._menu.hide()
        QTimer.singleShot(0, self, self.open_menu)
