"""What is typed and attached and not sent, kept for each conversation."""

from collections.abc import Coroutine
from typing import Any

from deskchat.chat.conversation import TEMPORARY
from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.parts import Part
from deskchat.services.drafts import Draft
from deskchat.ui.context import UiContext

NEW_TEMPORARY = TEMPORARY    # stands for the temporary conversation that has not begun; its draft is nowhere but here


class Drafts:
    """``new``: the text of the conversation that has not begun, ``typed`` before the store was open."""

    def __init__(self, context: UiContext, typed: str) -> None:
        self.new = typed
        self._context = context
        self._restored = False

    def restore(self, stored: Draft) -> Draft | None:
        """What was begun before the program ended the last time, once; ``None``: nothing, or it was restored already."""
        first, self._restored = not self._restored, True
        if not first or stored == Draft():
            return None
        self.new = f"{stored.text}{self.new}"
        return Draft(self.new, stored.parts)

    def keep(self, draft: str | None, text: str) -> None:
        """Keep the text of that draft, also past the end of the program."""
        if draft is None:
            self.new = text
        if self._is_stored(draft):
            self._run(self._context.services.drafts.keep_text(draft or "", text))

    def keep_parts(self, draft: str | None, parts: tuple[Part, ...]) -> None:
        """Keep what is attached to it."""
        if self._is_stored(draft):
            self._run(self._context.services.drafts.keep_parts(draft or "", parts))

    def begun(self) -> None:
        """The conversation that had not begun has: its draft is that of the conversation from now on."""
        self.keep(None, "")
        self.keep_parts(None, ())

    def _is_stored(self, draft: str | None) -> bool:
        """The one of the last time is not written over before it was read."""
        return draft != NEW_TEMPORARY and (draft is not None or self._restored)

    def _run(self, keeping: Coroutine[Any, Any, None]) -> None:
        relay = self._context.relay
        relay.run(relay, keeping, None, self._not_kept)

    def _not_kept(self, error: ChatError) -> None:
        if error.kind is not ErrorKind.NOT_FOUND:    # a conversation deleted a moment ago needs no draft
            self._context.notices.tell_error(error)
