"""Reading a prompt with as little work as possible: from the context, or from a state on the shelf."""

from collections.abc import Callable, Mapping
from collections.abc import Sequence as Tokens

from deskchat.engine.sequence import NOTHING_SEEN, Sequence
from deskchat.engine.shelf import WORTH_KEEPING, Shelf
from deskchat.engine.vision import Look


class Recall:
    """What the loaded model remembers. Without a ``shelf`` only what its context holds.

    ``largest``: bytes that a state may have, to be kept; asked each time, because it depends on the free memory.
    """

    def __init__(self, sequence: Sequence, shelf: Shelf | None, largest: Callable[[], int]) -> None:
        self.sequence = sequence
        self._shelf = shelf
        self._largest = largest
        self._kept_tokens: list[int] = []
        self._conversation = ""    # whose tokens are in memory
        self.owes = False          # is something of it to be kept, at leisure or before it gives way?

    def read(
        self,
        conversation: str,
        tokens: list[int],
        progress: Callable[[float], None],
        part_at: int | None = None,
        looks: Mapping[int, Look] = NOTHING_SEEN,
    ) -> int:
        """Read ``tokens``; returns how many need not be read. See ``Sequence.read``.

        What is read belongs to ``conversation``: it is to be kept under that name, and not at all without one.
        """
        if self._shelf is not None:
            if self.sequence.would_keep(tokens) + WORTH_KEEPING < len(self.sequence.tokens):
                self.keep()    # or it would be lost
            found = self._shelf.best(tokens, rolls_back=self.sequence.rolls_back)
            if found is not None and found[1] >= self.sequence.would_keep(tokens) + WORTH_KEEPING:
                snapshot = self._shelf.take(found[0])
                if snapshot is not None and self.sequence.restore(snapshot):
                    self._kept_tokens = list(snapshot.tokens)
        self._conversation, self.owes = conversation, bool(conversation) and self._shelf is not None
        return self.sequence.read(tokens, progress, part_at, looks)

    def keep(self) -> None:
        """Have what is owed on the disk, for the next time."""
        owes, self.owes = self.owes, False
        tokens: Tokens[int] = self.sequence.tokens
        if self._shelf is None or not owes or len(tokens) < WORTH_KEEPING or tokens == self._kept_tokens:
            return
        snapshot = self.sequence.snapshot(self._largest())
        if snapshot is not None:
            self._shelf.put(self._conversation, snapshot)
            self._kept_tokens = list(tokens)

    def forget(self, conversation: str) -> None:
        """Nothing of what was said in it stays in memory."""
        if self._conversation == conversation:
            self._kept_tokens, self._conversation, self.owes = [], "", False
            self.sequence.clear()

    def settle(self) -> None:
        """Wait until what is kept is on the disk."""
        if self._shelf is not None:
            self._shelf.settle()

    def close(self) -> None:
        """Keep what is owed, and wait for the disk."""
        self.keep()
        if self._shelf is not None:
            self._shelf.close()
