"""The replies that are being written in the conversation that is shown."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from deskchat.services.turns import Turn, Turns, TurnUpdate
from deskchat.ui.relay import Job, Relay


class Replies(QObject):
    """Follows them until they end or another conversation is shown; they themselves go on either way.

    A screen reader is told that one begins and that it has ended, never its single words.
    """

    updated = Signal(object)        # TurnUpdate
    ended = Signal()                # one of them is whole and stored, or given up
    busy_changed = Signal(bool)     # is any reply being written here?

    def __init__(self, relay: Relay, turns: Turns, parent: QObject) -> None:
        super().__init__(parent)
        self._relay = relay
        self._turns = turns
        self._followed: dict[str, tuple[Turn, Job]] = {}    # by the id of the reply
        self.ended.connect(lambda: self._announce(self.tr("The reply has ended.")))

    @property
    def busy(self) -> bool:
        """Is any reply being written here?"""
        return bool(self._followed)

    def follow(self, turns: Iterable[Turn]) -> None:
        """Follow these, too. One that has ended meanwhile gives its last state, and ends."""
        for turn in turns:
            if turn.reply.id not in self._followed:
                self._follow(turn)

    def follows_all(self, conversation_id: str) -> bool:
        """Is none under way there that is not followed?"""
        return all(turn.reply.id in self._followed for turn in self._turns.all_running(conversation_id))

    def stop(self, reply_id: str) -> None:
        """Stop one of them."""
        if reply_id in self._followed:
            self._relay.run(self, self._followed[reply_id][0].stop())

    def leave(self) -> None:
        """Listen to none any more."""
        for _, job in self._followed.values():
            job.cancel()
        self._set({})

    def _follow(self, turn: Turn) -> None:
        reply_id = turn.reply.id

        def end() -> None:
            if reply_id in self._followed:
                self._set({key: pair for key, pair in self._followed.items() if key != reply_id})
                self.ended.emit()

        def update(state: TurnUpdate) -> None:
            self.updated.emit(state)
            if state.done:
                end()

        job = self._relay.listen(self, turn.updates(), update, end)
        self._set({**self._followed, reply_id: (turn, job)})

    def _set(self, followed: dict[str, tuple[Turn, Job]]) -> None:
        before, self._followed = self.busy, followed
        if self.busy != before:
            self.busy_changed.emit(self.busy)
            if self.busy:
                self._announce(self.tr("A reply is being written."))

    def _announce(self, words: str) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.parent() or self, words))
