"""Which conversations have a reply being written: one each, any number side by side."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.services.turn import Turn


class Running:
    """The turns under way in this process."""

    def __init__(self) -> None:
        self._claimed: set[str] = set()
        self._turns: dict[str, Turn] = {}

    @contextmanager
    def claimed(self, conversation_id: str) -> Iterator[None]:
        """Keep the conversation for a turn that is being prepared; it stays kept when ``put`` was called inside.

        Raises ``ChatError`` when it has one already.
        """
        if conversation_id in self._claimed:
            raise ChatError(
                ErrorKind.BAD_REQUEST,
                "A reply is still being written in this conversation.",
                remedy="Wait for its end, or stop it.",
            )
        self._claimed.add(conversation_id)
        try:
            yield
        finally:
            if conversation_id not in self._turns:
                self._claimed.discard(conversation_id)

    def put(self, turn: Turn) -> None:
        """The turn has begun."""
        self._turns[turn.conversation_id] = turn

    def remove(self, turn: Turn) -> None:
        """The turn has ended."""
        self._turns.pop(turn.conversation_id, None)
        self._claimed.discard(turn.conversation_id)

    def get(self, conversation_id: str) -> Turn | None:
        """The conversation's turn, if one is under way."""
        return self._turns.get(conversation_id)

    async def stop(self, conversation_id: str) -> None:
        """Stop the conversation's turn, if there is one; returns when what arrived is stored."""
        turn = self.get(conversation_id)
        if turn is not None:
            await turn.stop()

    async def cut_off_all(self) -> None:
        """End all turns because the program ends; returns when what arrived is stored."""
        await asyncio.gather(*(turn.cut_off() for turn in list(self._turns.values())))
