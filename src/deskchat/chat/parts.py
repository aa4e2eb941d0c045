"""What a message consists of: a closed union of pure values.

Two parts with the same content are equal; ids, parents and rows are the store's concern.
"""

import msgspec


class TextPart(msgspec.Struct, frozen=True, tag="text"):
    """Text as the person or the model wrote it (Markdown is not interpreted here)."""

    text: str


class ReasoningPart(msgspec.Struct, frozen=True, tag="reasoning"):
    """What the model thought aloud. Shown folded, never sent to any model as text. ``seconds``: how long it took."""

    text: str
    seconds: float | None = None


class RefusalPart(msgspec.Struct, frozen=True, tag="refusal"):
    """The model's own words of refusal, where a wire tells them apart from text."""

    text: str


class ImagePart(msgspec.Struct, frozen=True, tag="image"):
    """A picture the person attached: file ``name`` without a folder, ``media_type`` as in ``image/png``, encoded bytes."""

    name: str
    media_type: str
    data: bytes


class FilePart(msgspec.Struct, frozen=True, tag="file"):
    """A text file the person attached; ``text`` is its decoded content."""

    name: str
    media_type: str
    text: str


Part = TextPart | ReasoningPart | RefusalPart | ImagePart | FilePart
