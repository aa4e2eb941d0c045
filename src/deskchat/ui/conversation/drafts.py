"""What is typed and not sent, kept for each conversation."""

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.ui.context import UiContext


class Drafts:
    """``new``: the text of the conversation that has not begun; the store keeps all others."""

    def __init__(self, context: UiContext, new: str) -> None:
        self.new = new
        self._context = context

    def keep(self, conversation_id: str | None, text: str) -> None:
        """Keep it, also past the end of the program where the conversation has begun."""
        if conversation_id is None:
            self.new = text
        else:
            relay = self._context.relay
            relay.run(relay, self._context.services.chats.keep_draft(conversation_id, text), None, self._not_kept)

    def _not_kept(self, error: ChatError) -> None:
        if error.kind is not ErrorKind.NOT_FOUND:    # a conversation deleted a moment ago needs no draft
            self._context.notices.tell_error(error)
