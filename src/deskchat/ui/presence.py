"""What deskchat is outside its window: the quick question, the key for it, the tray, and word of replies that ended."""

import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow

from deskchat.paths import opens_window
from deskchat.services.portal_shortcut import PortalShortcut
from deskchat.services.second_start import Order
from deskchat.settings import QUICK_KEYS
from deskchat.ui import handed_file
from deskchat.ui.context import UiContext
from deskchat.ui.quick_ask import QuickAsk
from deskchat.ui.reply_notices import ReplyNotices
from deskchat.ui.tray import Tray
from deskchat.ui.windows_hotkey import WindowsHotkey
from deskchat.ui.x11_hotkey import X11Hotkey


class Presence(QObject):
    """Made once the window idles. ``shown``: the id of the conversation on screen."""

    open_wanted = Signal(str)      # id of a conversation, in the window
    new_chat_wanted = Signal()
    quit_wanted = Signal()
    _pressed = Signal()            # on the thread of the key
    _refused = Signal(str)         # on that thread, too: why there is none

    def __init__(self, context: UiContext, window: QMainWindow, shown: Callable[[], str | None]) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._quick: QuickAsk | None = None
        self._hotkey: X11Hotkey | WindowsHotkey | PortalShortcut | None = None
        self._settings = context.services.settings
        self.tray = Tray(
            context,
            window,
            {
                self.tr("Show the window"): self.show_window,
                self.tr("New chat"): self._new_chat,
                self.tr("Quick question"): self.ask,
                self.tr("Quit"): self.quit_wanted.emit,
            },
        )
        notices = ReplyNotices(context, window, shown, lambda: self.tray.icon)
        notices.open_wanted.connect(self._open)
        self._pressed.connect(self.ask)
        self._refused.connect(self._tell_refusal)
        self.destroyed.connect(self._settings.subscribe(self._follow))
        summons = context.services.summons
        context.relay.run(context.relay, summons.open())
        context.relay.listen(self, summons.calls(), self._obey)
        self._set_key()

    def ask(self) -> None:
        """Show the small box."""
        if self._quick is None:
            self._quick = QuickAsk(self._context, self._window)
            self._quick.open_wanted.connect(self._open)
        self._quick.call()

    def show_window(self) -> None:
        """Bring the window to the front."""
        self.tray.show_window()

    def end(self) -> None:
        """Give the key back."""
        if self._hotkey is not None:
            self._hotkey.end()
            self._hotkey = None

    def _open(self, conversation_id: str) -> None:
        self.show_window()
        self.open_wanted.emit(conversation_id)

    def _obey(self, order: Order) -> None:
        """Do what a second start wants; what a file was opened for is asked."""
        if order.word == "quick":
            self.ask()
            return
        self.show_window()
        file = Path(os.fsdecode(order.file)) if order.file else None
        if file is not None and opens_window(file.name):
            handed_file.ask(self._context, file, self._window)

    def _new_chat(self) -> None:
        self.show_window()
        self.new_chat_wanted.emit()

    def _follow(self, key: str) -> None:
        if key == QUICK_KEYS.key:
            self._set_key()

    def _set_key(self) -> None:
        self.end()
        keys = self._settings.get(QUICK_KEYS)
        if not keys:
            return
        if QGuiApplication.platformName() == "xcb" and os.environ.get("DISPLAY"):
            self._grab(X11Hotkey(keys, self._pressed.emit), keys)
        elif sys.platform == "win32":
            self._grab(WindowsHotkey(keys, self._pressed.emit), keys)
        elif sys.platform.startswith("linux"):
            self._ask_portal(keys)
        else:
            said = self.tr("On this system deskchat can't hear a key: give “deskchat quick” one in its settings.")
            self._context.notices.tell(said)

    def _grab(self, hotkey: X11Hotkey | WindowsHotkey, keys: str) -> None:
        self._hotkey = None if hotkey.problem else hotkey
        if hotkey.problem:
            self._context.notices.tell(self.tr("The key %s can't be had.") % keys, detail=hotkey.problem)

    def _ask_portal(self, keys: str) -> None:
        """The desktop may ask the person; the thread waits for that, and then for the key."""
        try:
            shortcut = PortalShortcut(keys, self.tr("Quick question of deskchat"), self._pressed.emit)
        except ValueError as error:
            self._context.notices.tell(self.tr("The key %s can't be had.") % keys, detail=str(error))
            return

        def listen() -> None:
            problem = shortcut.listen()
            if problem:
                self._refused.emit(problem)

        self._hotkey = shortcut
        threading.Thread(target=listen, name="deskchat-hotkey", daemon=True).start()

    def _tell_refusal(self, problem: str) -> None:
        said = self.tr("The desktop gives deskchat no key: give the command “deskchat quick” one in its settings.")
        self._context.notices.tell(said, detail=problem)
