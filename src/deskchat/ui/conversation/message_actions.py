"""What a person does with one message of the conversation that is shown."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from deskchat.chat.conversation import Conversation
from deskchat.chat.model import ModelInfo
from deskchat.ui.context import UiContext
from deskchat.ui.conversation import opened as reading
from deskchat.ui.conversation.asking import Asking
from deskchat.ui.conversation.replies import Replies
from deskchat.ui.conversation.transcript.entry import revealed
from deskchat.ui.conversation.while_shown import WhileShown

if TYPE_CHECKING:
    from deskchat.ui.conversation.transcript.transcript import Transcript


class MessageActions(QObject):
    """Edits, rates, compares and picks; what ``asking`` and ``replies`` do they are told.

    ``conversation`` gives the one that is shown, ``None`` while there is none.
    """

    changed = Signal()              # it is to be read again
    version_shown = Signal(object)  # Whole: it was read again, another version is shown
    picked = Signal(object)         # ModelInfo of the reply that was picked
    settings_wanted = Signal(str)   # provider to look at

    def __init__(
        self,
        context: UiContext,
        shown: WhileShown,
        asking: Asking,
        replies: Replies,
        conversation: Callable[[], Conversation | None],
        page: QWidget,
    ) -> None:
        super().__init__(page)
        self._context, self._services, self._page = context, context.services, page
        self._run = shown.run
        self._asking, self._replies = asking, replies
        self._conversation = conversation
        self.compared: str | None = None    # the message whose replies stand side by side

    def serve(self, transcript: "Transcript") -> None:
        """Do what is asked for in its messages."""
        from deskchat.ui.conversation.following import Following

        transcript.copy_asked.connect(transcript.copy_message)
        transcript.edit_asked.connect(self._edit)
        transcript.regenerate_asked.connect(self._asking.regenerate)
        transcript.regenerate_with_asked.connect(self._asking.regenerate_with)
        transcript.continue_asked.connect(self._asking.continue_reply)
        transcript.continue_with_asked.connect(self._asking.continue_with)
        transcript.key_wanted.connect(self.settings_wanted)
        transcript.sibling_asked.connect(self._show_sibling)
        transcript.rate_asked.connect(self._rate)
        transcript.compare_asked.connect(self._compare)
        transcript.picked.connect(self._pick)
        transcript.stop_asked.connect(self._replies.stop)
        transcript.link_clicked.connect(Following(self._context, self._page).follow)

    def _edit(self, message_id: str) -> None:
        conversation = self._conversation()
        if conversation is not None and not self._replies.busy:
            self._asking.edit(conversation.node(message_id))

    def _rate(self, message_id: str, rating: int) -> None:
        conversation = self._conversation()
        if conversation is not None:
            rate = self._services.judging.rate(conversation.id, message_id, rating)
            self._run(rate, lambda _: self.changed.emit())

    def _show_sibling(self, message_id: str) -> None:
        conversation = self._conversation()
        if conversation is not None and not self._replies.busy:
            shown = reading.show_version(self._services, conversation, message_id, self.compared)
            self._run(shown, self.version_shown.emit)

    def _compare(self, message_id: str) -> None:
        conversation = self._conversation()
        if conversation is not None:
            self.compared = conversation.node(message_id).parent
            self.changed.emit()

    def _pick(self, message_id: str) -> None:
        conversation = self._conversation()
        if conversation is not None:
            if said := revealed(conversation, message_id):
                self._context.notices.tell(said)
            self._run(reading.pick_version(self._services, conversation, message_id), self._picked)

    def _picked(self, picked: tuple[reading.Whole, ModelInfo]) -> None:
        whole, model = picked
        self.compared = None
        self.picked.emit(model)
        self.version_shown.emit(whole)
