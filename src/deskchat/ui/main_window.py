"""The window: a place to type from its first moment, and everything else once the services are open."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from deskchat.settings import SEND_WITH, SIDEBAR_VISIBLE, WINDOW_GEOMETRY, Settings
from deskchat.ui.conversation.message_box import MessageBox
from deskchat.ui.resting_cursor import RestingCursor
from deskchat.ui.sidebar_width import SidebarWidth
from deskchat.ui.theme import Theme
from deskchat.ui.within_screen import keep_at_least, resize_within

if TYPE_CHECKING:
    from deskchat.ui.context import UiContext
    from deskchat.ui.workspace import Workspace


class MainWindow(QMainWindow):
    """Shows first only the box a message is typed in, where it will stay; ``begin`` puts the workspace around it."""

    def __init__(self, theme: Theme, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self._theme = theme
        self._box = MessageBox(lambda: settings.get(SEND_WITH) == "ctrl+enter")
        self._cursor = RestingCursor(self._box)
        self._workspace: Workspace | None = None
        self._quitting = False
        self.setWindowTitle("deskchat")
        self.setAccessibleName("deskchat")
        keep_at_least(self, 32 * theme.em, 24 * theme.em)
        resize_within(self, 62 * theme.em, 44 * theme.em)
        geometry = settings.get(WINDOW_GEOMETRY)
        if geometry:
            self.restoreGeometry(QByteArray.fromBase64(geometry.encode()))
        self.setCentralWidget(self._outline(theme))

    def begin(self, context: "UiContext") -> None:
        """Everything is open: put the workspace in place. What was typed so far stays as it is."""
        from deskchat.ui.motion import Motion
        from deskchat.ui.workspace import Workspace

        Motion(context, self._cursor, self)
        self._workspace = Workspace(context, self._box, self)    # takes the box out of the outline
        self._workspace.quit_wanted.connect(self.quit)
        self.setCentralWidget(self._workspace)    # the outline goes
        self._box.setFocus()

    def quit(self) -> None:
        """End the program, also when it stays in the tray without a window."""
        self._quitting = True
        self.close()
        QApplication.quit()

    def open_settings(self, page: str) -> None:
        """Open the settings at that page, once there is something to set."""
        if self._workspace is not None:
            self._workspace.open_settings(page)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ThemeChange:    # of the desktop
            self._theme.follow_system()
        return super().event(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """The Tab key was pressed, with or without Shift."""
        from deskchat.ui.tab_order import step

        return step(self, forward=forward)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._box.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        geometry = self.saveGeometry().toBase64().toStdString()
        self._settings.set(WINDOW_GEOMETRY, geometry)
        if self._workspace is not None and self._workspace.keeps_running and not self._quitting:
            event.ignore()
            self.hide()
            return
        super().closeEvent(event)

    def _outline(self, theme: Theme) -> QWidget:
        """The window's surfaces, and the box where it belongs."""
        outline, sidebar, composer = QWidget(), QWidget(), QFrame()
        sidebar.setObjectName("sidebar")
        sidebar.setFixedWidth(SidebarWidth(self._settings).within(self.width(), theme.em) + 1)
        sidebar.setVisible(self._settings.get(SIDEBAR_VISIBLE))
        composer.setObjectName("composer")
        composer.setMaximumWidth(round(47 * theme.em))
        inside = QHBoxLayout(composer)
        inside.setContentsMargins(round(2.9 * theme.em), 11, round(4.4 * theme.em), 11)
        inside.addWidget(self._box)
        page = QVBoxLayout()
        page.addStretch(1)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 4, 16, round(1.7 * theme.em))
        foot.addStretch(1)
        foot.addWidget(composer, 1000)
        foot.addStretch(1)
        page.addLayout(foot)
        row = QHBoxLayout(outline)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(sidebar)
        row.addLayout(page, 1)
        colours = theme.colours
        outline.setObjectName("outline")
        outline.setStyleSheet(
            f"#outline {{ background: {colours.surface.name()}; }} #sidebar {{ background: {colours.window.name()}; }}"
            f"#composer {{ background: {colours.raised.name()}; border: 1px solid {colours.border.name()};"
            f" border-radius: {0.8 * theme.em:.0f}px; }} #composer QPlainTextEdit {{ background: transparent; }}"
        )
        return outline
