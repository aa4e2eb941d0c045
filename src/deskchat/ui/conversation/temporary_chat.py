"""What a temporary conversation does differently: it can be kept or erased, and does not stay where it was."""

from PySide6.QtCore import QObject, Signal

from deskchat.chat.conversation import is_temporary
from deskchat.ui.context import UiContext
from deskchat.ui.conversation.temporary_bar import TemporaryBar


class TemporaryChat(QObject):
    """Knows whether the conversation that is shown is one; ``bar`` says so."""

    kept = Signal(str)      # the id it has from now on
    erased = Signal()
    left = Signal(str)      # another conversation is shown; it is still in memory

    def __init__(self, context: UiContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._id: str | None = None
        self._replying = False
        self.is_on = False
        self.bar = TemporaryBar()
        self.bar.keep_asked.connect(self.keep)
        self.bar.erase_asked.connect(self.erase)

    def show_conversation(self, conversation_id: str | None, *, temporary: bool) -> None:
        """Another one is shown; ``temporary``: what one that has not begun will be."""
        before, self._id = self._id, conversation_id
        self.is_on = temporary if conversation_id is None else is_temporary(conversation_id)
        self._refresh()
        if before is not None and is_temporary(before) and before != conversation_id:
            self.left.emit(before)

    def begun(self, conversation_id: str) -> None:
        """The one that is shown has its first message."""
        self._id = conversation_id
        self._refresh()

    def set_replying(self, replying: bool) -> None:
        """Is a reply being written in it?"""
        self._replying = replying
        self._refresh()

    def keep(self) -> None:
        """Make it one like any other."""
        if self._id is not None and self.is_on and not self._replying:
            self._context.relay.run(self, self._context.services.chats.keep(self._id), self._kept)

    def erase(self) -> None:
        """Forget it."""
        if self._id is not None and self.is_on:
            erasing, self._id = self._context.services.chats.erase(self._id), None
            self._context.relay.run(self, erasing, lambda _: self.erased.emit())

    def _kept(self, conversation_id: str) -> None:
        self._id = None    # it is not left behind
        self.kept.emit(conversation_id)

    def _refresh(self) -> None:
        self.bar.show_state(temporary=self.is_on, begun=self._id is not None, replying=self._replying)
