"""Which conversations have replies being written: one each, or several to one message; any number side by side."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.services.turn import Turn


class Running:
    """The turns under way in this process."""

    def __init__(self) -> None:
        self._preparing: set[str] = set()    # conversations
        self._turns: dict[str, list[Turn]] = {}

    @property
    def busy(self) -> bool:
        """Is any reply being prepared or written?"""
        return bool(self._preparing or self._turns)

    @contextmanager
    def claimed(self, conversation_id: str) -> Iterator[None]:
        """Keep the conversation for turns that are being prepared; afterwards those that were ``put`` keep it.

        Raises ``ChatError`` when it has one already.
        """
        if conversation_id in self._preparing or conversation_id in self._turns:
            raise ChatError(
                ErrorKind.BAD_REQUEST,
                "A reply is still being written in this conversation.",
                remedy="Wait for its end, or stop it.",
            )
        self._preparing.add(conversation_id)
        try:
            yield
        finally:
            self._preparing.discard(conversation_id)

    def put(self, turn: Turn) -> None:
        """The turn has begun."""
        self._turns.setdefault(turn.conversation_id, []).append(turn)

    def remove(self, turn: Turn) -> None:
        """The turn has ended; with the last one the conversation is free."""
        turns = self._turns.get(turn.conversation_id, [])
        if turn in turns:
            turns.remove(turn)
        if not turns:
            self._turns.pop(turn.conversation_id, None)

    def all(self, conversation_id: str) -> tuple[Turn, ...]:
        """The conversation's turns that are under way, in the order they began."""
        return tuple(turn for turn in self._turns.get(conversation_id, ()) if not turn.latest.done)

    def get(self, conversation_id: str) -> Turn | None:
        """The first of them."""
        return next(iter(self.all(conversation_id)), None)

    async def stop(self, conversation_id: str) -> None:
        """Stop the conversation's turns, if there are any; returns when what arrived is stored."""
        while turns := self.all(conversation_id):    # one that failed just now may have let another go on
            await asyncio.gather(*(turn.stop() for turn in turns))

    async def cut_off_all(self) -> None:
        """End all turns because the program ends; returns when what arrived is stored."""
        while turns := [turn for conversation_id in list(self._turns) for turn in self.all(conversation_id)]:
            await asyncio.gather(*(turn.cut_off() for turn in turns))
