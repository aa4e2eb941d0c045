"""The switch under which nothing is connected to, where everybody sees it."""

import asyncio

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QToolButton

from deskchat.settings import OFFLINE
from deskchat.ui.context import UiContext
from deskchat.ui.room import Room
from deskchat.ui.safe_text import set_tooltip


class OfflineSwitch(QToolButton):
    """Accessible name “Offline”. ``only_while_offline``: a sign that also ends it, and takes no room otherwise."""

    _changed = Signal()    # the setting, on whatever thread

    def __init__(self, context: UiContext, *, only_while_offline: bool = False) -> None:
        super().__init__()
        self._context = context
        self._settings = context.services.settings
        self._hides = only_while_offline
        self._room = Room.WIDE
        self.setObjectName("offlineSwitch")
        self.setText(self.tr("Offline"))
        self.setAccessibleName(self.tr("Offline"))
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.clicked.connect(lambda: self._set(self.isChecked()))
        self._changed.connect(self._show_state, Qt.ConnectionType.QueuedConnection)
        unsubscribe = self._settings.subscribe(lambda key: self._changed.emit() if key == OFFLINE.key else None)
        self.destroyed.connect(lambda: unsubscribe())
        context.theme.changed.connect(self._show_state)
        self._show_state()

    def set_room(self, room: Room) -> None:
        """An icon, where there is no room for the word."""
        if room != self._room:
            self._room = room
            self._show_state()

    def _set(self, offline: bool) -> None:
        set_offline(self._context, offline)

    def _show_state(self) -> None:
        offline = self._settings.get(OFFLINE)
        self.setChecked(offline)
        colours = self._context.theme.colours
        self.setIcon(self._context.icons.icon("offline" if offline else "cloud", None if offline else colours.quiet))
        self.setIconSize(self._context.icons.size)
        beside, alone = Qt.ToolButtonStyle.ToolButtonTextBesideIcon, Qt.ToolButtonStyle.ToolButtonIconOnly
        self.setToolButtonStyle(beside if offline and self._room is Room.WIDE else alone)
        said = (
            self.tr("Offline: nothing is connected to. Press to allow connections again.")
            if offline
            else self.tr("Connections are allowed. Press to go offline: nothing is connected to any more.")
        )
        self.setAccessibleDescription(said)
        set_tooltip(self, said)
        if self._hides:
            self.setVisible(offline)


def set_offline(context: UiContext, offline: bool) -> None:
    """Turn the switch; it holds at once, and is written in the background."""
    settings = context.services.settings
    settings.set(OFFLINE, offline)
    context.relay.run(context.relay, asyncio.to_thread(settings.save))
