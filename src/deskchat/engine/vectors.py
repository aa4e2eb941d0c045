"""What comes of turning texts into vectors."""

import sys
from array import array
from collections.abc import Sequence

import msgspec


class Vectors(msgspec.Struct, frozen=True):
    """One vector for each text, in their order; all are of one width and of length 1.

    ``vectors``: 32-bit floats, little-endian, as they can be stored. ``tokens``: how many were read. ``cut``: which texts
    were longer than the model reads at once, so that their ends count for nothing.
    """

    vectors: tuple[bytes, ...] = ()
    tokens: int = 0
    cut: tuple[bool, ...] = ()

    def and_then(self, more: "Vectors") -> "Vectors":
        """These, and those of the texts that follow."""
        return Vectors(self.vectors + more.vectors, self.tokens + more.tokens, self.cut + more.cut)

    def __len__(self) -> int:
        return len(self.vectors)

    def __getitem__(self, index: int) -> "array[float]":
        """The numbers of one."""
        return numbers(self.vectors[index])


def numbers(vector: bytes) -> "array[float]":
    """A stored vector's numbers."""
    found = array("f")
    found.frombytes(vector)
    if sys.byteorder == "big":
        found.byteswap()
    return found


def alike(one: Sequence[float], other: Sequence[float]) -> float:
    """How close two vectors of length 1 are: 1 for the same direction, 0 for nothing in common."""
    return sum(a * b for a, b in zip(one, other, strict=True))
