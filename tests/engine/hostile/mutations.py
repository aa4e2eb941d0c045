"""Model files with something wrong in them: made from the header of a sound one, the same ones in every run."""

import math
import os
import random
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

FORMS: Final = {0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "<?", 10: "<Q", 11: "<q", 12: "<d"}
STRING, ARRAY, ITEMS_LISTED = 8, 9, 40
KINDS: Final = ("bytes", "count", "length", "type", "number", "number", "tensor", "cut", "huge")


class Place(NamedTuple):
    """Where a number stands in a header, and what it is for."""

    kind: str
    offset: int
    form: str


class Mutated(NamedTuple):
    """What is wrong, and the file: its beginning, and the size up to which nothing but zeros follows."""

    name: str
    header: bytes
    size: int

    def write(self, path: Path) -> None:
        """The zeros take no room on the disk."""
        path.write_bytes(self.header[: self.size])
        os.truncate(path, self.size)


class Sound:
    """A sound file's header, and the places of its numbers."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._bytes = file.read(16 << 20)
        self.size = path.stat().st_size
        self.places = list(self._walk())
        self.header = self._bytes[: self._at]

    def mutated(self, number: int) -> Mutated:
        """The same for the same number."""
        dice, kind = random.Random(number), KINDS[number % len(KINDS)]
        header, size = bytearray(self.header), self.size
        if kind == "bytes":
            for _ in range(dice.choice((1, 3, 20, 300))):
                header[dice.randrange(dice.choice((64, 2_000, len(header))))] = dice.randrange(256)
        elif kind == "cut":
            size = dice.choice((dice.randrange(64), dice.randrange(len(header)), size - dice.randrange(1, size // 2)))
        elif kind == "huge" and number % 2:
            size = dice.randrange(1 << 28, 1 << 40)
        else:
            kind = "length" if kind == "huge" else kind
            for place in dice.sample([place for place in self.places if place.kind == kind], dice.choice((1, 1, 2))):
                value = _strange(dice, place.form, struct.unpack_from(place.form, header, place.offset)[0], kind)
                struct.pack_into(place.form, header, place.offset, value)
        return Mutated(f"{number}-{kind}", bytes(header), size)

    def with_template(self, source: str) -> Mutated:
        """The same file with another chat template."""
        at, length = self._template
        text = source.encode()
        header = self.header[: at - 8] + struct.pack("<Q", len(text)) + text + self.header[at + length :]
        return Mutated("template", header, self.size + len(text) + 64)

    def _walk(self) -> Iterator[Place]:
        yield from (Place("count", 8, "<Q"), Place("count", 16, "<Q"))
        tensors, keys = struct.unpack_from("<QQ", self._bytes, 8)
        self._at = 24
        for _ in range(keys):
            yield Place("length", self._at, "<Q")
            key = self._string()
            yield Place("type", self._at, "<I")
            kind = self._take("<I")
            if key == b"tokenizer.chat_template":
                (length,) = struct.unpack_from("<Q", self._bytes, self._at)
                self._template = (self._at + 8, length)
            yield from self._value(kind)
        for _ in range(tensors):
            self._string()
            for form in ("<I", *["<Q"] * self._peek(), "<I", "<Q"):
                yield Place("tensor", self._at, form)
                self._take(form)

    def _value(self, kind: int) -> Iterator[Place]:
        if kind == STRING:
            yield Place("length", self._at, "<Q")
            self._string()
        elif kind == ARRAY:
            yield Place("type", self._at, "<I")
            items = self._take("<I")
            yield Place("length", self._at, "<Q")
            for place in range(self._take("<Q")):
                found = list(self._value(items))
                yield from found if place < ITEMS_LISTED else ()
        else:
            yield Place("number", self._at, FORMS[kind])
            self._take(FORMS[kind])

    def _peek(self) -> int:
        return int(struct.unpack_from("<I", self._bytes, self._at)[0])

    def _take(self, form: str) -> int:
        (value,) = struct.unpack_from(form, self._bytes, self._at)
        self._at += struct.calcsize(form)
        return int(value)

    def _string(self) -> bytes:
        length = self._take("<Q")
        self._at += length
        return self._bytes[self._at - length : self._at]


def _strange(dice: random.Random, form: str, value: float, kind: str) -> float:
    """Another value than ``value``."""
    while (strange := _any(dice, form, value, kind)) == value:
        pass
    return strange


def _any(dice: random.Random, form: str, value: float, kind: str) -> float:
    if form in ("<f", "<d"):
        return dice.choice((0.0, -1.0, math.nan, math.inf, -math.inf, 1e-38, 1e38))
    if form == "<?":
        return not value
    bits = 8 * struct.calcsize(form)
    low, high = (0, (1 << bits) - 1) if form[1].isupper() else (-(1 << bits - 1), (1 << bits - 1) - 1)
    if kind == "count":
        return dice.getrandbits(dice.randrange(5, 64))
    if kind == "type":
        return dice.choice((0, 4, 6, 7, 8, 9, 10, 12, 13, 99, high))
    whole = int(value)
    near = (whole + 1, whole - 1, whole * 2, whole // 2, whole ^ 1 << dice.randrange(min(bits, 20)))
    far = (0, 1, high, high // 2, 1 << bits // 2, dice.getrandbits(bits), dice.getrandbits(bits // 2))
    return min(max(dice.choice((*far, *near)), low), high)
