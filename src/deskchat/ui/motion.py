"""Nothing blinks, fades or slides for who wants it so, by the setting or by what the desktop says."""

import asyncio

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from deskchat.services.desktop_motion import wants_less_motion
from deskchat.settings import MOTION
from deskchat.ui.context import UiContext
from deskchat.ui.resting_cursor import RestingCursor

EFFECTS = Qt.UIEffect.UI_General    # all of Qt's own; deskchat has none
ASK_AFTER_MS = 1_000    # the window takes keys first


class Motion(QObject):
    """Follows its setting, and asks the desktop when the window starts and each time it is come back to."""

    def __init__(self, context: UiContext, cursor: RestingCursor, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._settings = context.services.settings
        self._cursor = cursor
        self._effects = QApplication.isEffectEnabled(EFFECTS)    # as the system has them
        self.destroyed.connect(self._settings.subscribe(self._follow))
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.applicationStateChanged.connect(self._come_back)
        if self._settings.get(MOTION) == "system":
            QTimer.singleShot(ASK_AFTER_MS, self, self._set)
        else:
            self._set()

    def _come_back(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationActive:
            self._set()

    def _follow(self, key: str) -> None:
        """On the window's thread, as the look."""
        if key == MOTION.key:
            self._set()

    def _set(self) -> None:
        wanted = self._settings.get(MOTION)
        if wanted == "system":
            self._context.relay.run(self, asyncio.to_thread(wants_less_motion), self._take)
        else:
            self._show(reduced=wanted == "reduced")

    def _take(self, reduced: bool) -> None:
        if self._settings.get(MOTION) == "system":    # still
            self._show(reduced=reduced)

    def _show(self, *, reduced: bool) -> None:
        self._cursor.set_blinking(not reduced)
        QApplication.setEffectEnabled(EFFECTS, self._effects and not reduced)
