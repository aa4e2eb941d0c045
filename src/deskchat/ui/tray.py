"""deskchat's icon in the tray, for who wants it: off until it is turned on, and nothing depends on it."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QMenu, QSystemTrayIcon, QWidget

from deskchat.settings import TRAY
from deskchat.ui.context import UiContext
from deskchat.ui.icons import application_icon


class Tray(QObject):
    """Follows its setting. ``doing``: what its menu does, by words in the language of the window."""

    def __init__(self, context: UiContext, window: QWidget, doing: dict[str, Callable[[], object]]) -> None:
        super().__init__(window)
        self._settings = context.services.settings
        self._notices = context.notices
        self._window = window
        self.icon: QSystemTrayIcon | None = None
        self._menu = QMenu(window)
        for words, do in doing.items():
            self._menu.addAction(words).triggered.connect(lambda _=False, do=do: do())
        self.destroyed.connect(self._settings.subscribe(self._follow))
        self._set()

    @property
    def keeps_running(self) -> bool:
        """Can the window be closed without an end of the program?"""
        return self.icon is not None and self.icon.isVisible() and QSystemTrayIcon.isSystemTrayAvailable()

    def show_window(self) -> None:
        """Bring the window to the front."""
        self._window.setWindowState(self._window.windowState() & ~Qt.WindowState.WindowMinimized)
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()

    def _follow(self, key: str) -> None:
        if key == TRAY.key:
            QTimer.singleShot(0, self, self._set)

    def _set(self) -> None:
        wanted = self._settings.get(TRAY)
        if wanted and not QSystemTrayIcon.isSystemTrayAvailable():
            self._notices.tell(self.tr("This desktop has no tray: closing the window ends deskchat."))
        elif wanted and self.icon is None:
            self.icon = QSystemTrayIcon(application_icon(), self)
            self.icon.setContextMenu(self._menu)
            self.icon.activated.connect(self._activated)
            self.icon.show()
        elif not wanted and self.icon is not None:
            self.icon.hide()
            self.icon.deleteLater()
            self.icon = None

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason == QSystemTrayIcon.ActivationReason.Trigger:
            self.show_window()
