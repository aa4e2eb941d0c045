"""Says that a reply has ended which nobody was looking at."""

import asyncio
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from deskchat.chat.conversation import is_temporary
from deskchat.chat.message import Status
from deskchat.services.desktop_notice import notify
from deskchat.services.turns import Turn
from deskchat.settings import NOTIFY
from deskchat.ui.context import UiContext
from deskchat.ui.conversation.transcript.visible import with_controls_shown

LONG_S = 8.0    # a reply that took less is not waited for elsewhere
MOST_LETTERS = 60


class ReplyNotices(QObject):
    """``shown`` gives the id of the conversation on screen; ``tray`` the icon, where there is one.

    A notification shows the conversation's title, and nothing of the reply; of a temporary one not even that.
    """

    open_wanted = Signal(str)    # id of a conversation

    def __init__(
        self,
        context: UiContext,
        window: QWidget,
        shown: Callable[[], str | None],
        tray: Callable[[], QSystemTrayIcon | None],
    ) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._shown = shown
        self._tray = tray
        context.relay.listen(self, context.services.turns.endings(), self._ended)

    def _ended(self, turn: Turn) -> None:
        message = turn.latest.node.message
        if message.status is Status.STOPPED or turn.next is not None:    # the person was there, or another one goes on
            return
        away = QApplication.activeWindow() is None
        here = turn.conversation_id == self._shown()
        if here and not away:
            return
        if (message.timing.total_s or 0.0) < LONG_S or not self._context.services.settings.get(NOTIFY):
            return
        opening = self._context.services.chats.open(turn.conversation_id)
        failed = message.status is Status.FAILED
        self._context.relay.run(
            self,
            opening,
            lambda found: self._tell(found.id, found.title, failed=failed, away=away),
            lambda _: None,    # it was deleted meanwhile
        )

    def _tell(self, conversation_id: str, title: str, *, failed: bool, away: bool) -> None:
        named = self.tr("a temporary chat") if is_temporary(conversation_id) else f"“{_short(title)}”"
        said = (self.tr("The reply in %s failed.") if failed else self.tr("The reply in %s is there.")) % named
        open_it = (self.tr("Open"), lambda: self.open_wanted.emit(conversation_id))
        self._context.notices.tell(said, open_it)
        if not away:
            return
        QApplication.alert(self._window)
        tray = self._tray()
        if tray is not None and tray.isVisible() and QSystemTrayIcon.supportsMessages():
            tray.showMessage("deskchat", said)
        else:
            self._context.relay.run(self, asyncio.to_thread(notify, "deskchat", said))


def _short(title: str) -> str:
    shown = with_controls_shown(title)
    return shown if len(shown) <= MOST_LETTERS else shown[: MOST_LETTERS - 1] + "…"
