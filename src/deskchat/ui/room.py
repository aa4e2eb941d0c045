"""How much room the head of a conversation has, and what its buttons make of it."""

from enum import IntEnum
from typing import Protocol, runtime_checkable


class Room(IntEnum):
    """From little to much."""

    TIGHT = 0     # a short name of the model, and no cost
    NARROW = 1    # icons in place of words
    WIDE = 2      # everything in words


@runtime_checkable
class Fitting(Protocol):
    """A button that can do with less room. What it is called and what it tells stay the same."""

    def set_room(self, room: Room) -> None:
        """Take no more than that."""
