"""Widgets of messages that are out of sight, waiting to show other messages."""

from deskchat.ui.conversation.transcript.entry import Entry
from deskchat.ui.conversation.transcript.ink import Ink
from deskchat.ui.conversation.transcript.message_view import MessageView

SPARE = 4             # widgets of each side: to make one takes three times as long as to let it show another message
LONGEST = 20_000      # characters of what such a one showed last


class Spares:
    """A few of the person's messages, and a few of models'."""

    def __init__(self) -> None:
        self._waiting: dict[bool, list[MessageView]] = {True: [], False: []}

    def take(self, entry: Entry) -> MessageView | None:
        """One that shows ``entry`` from now on."""
        waiting = self._waiting[entry.is_person]
        if not waiting or entry.beside:
            return None
        view = waiting.pop()
        view.take(entry)
        return view

    def keep(self, view: MessageView, ink: Ink) -> bool:
        """Let it wait; ``False``: it is of no more use."""
        waiting = self._waiting[view.entry.is_person]
        short = view.entry.extent[0] <= LONGEST and not view.entry.streaming and view.settled
        kept = short and view.ink is ink and len(waiting) < SPARE
        if kept:
            waiting.append(view)
        return kept

    def hide(self) -> None:
        """Show none of them."""
        for waiting in self._waiting.values():
            for view in waiting:
                if not view.isHidden():
                    view.hide()

    def clear(self) -> None:
        """Let all go."""
        for waiting in self._waiting.values():
            while waiting:
                waiting.pop().deleteLater()
