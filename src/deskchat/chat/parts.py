"""What a message consists of: a closed union of pure values.

Two parts with the same content are equal; ids, parents and rows are the store's concern.
"""

import msgspec


class TextPart(msgspec.Struct, frozen=True, gc=False, tag="text"):
    """Text as the person or the model wrote it (Markdown is not interpreted here)."""

    text: str


class ReasoningPart(msgspec.Struct, frozen=True, gc=False, tag="reasoning"):
    """What the model thought aloud. Shown folded, never sent to any model as text. ``seconds``: how long it took."""

    text: str
    seconds: float | None = None


class RefusalPart(msgspec.Struct, frozen=True, gc=False, tag="refusal"):
    """The model's own words of refusal, where a wire tells them apart from text."""

    text: str


class ImagePart(msgspec.Struct, frozen=True, gc=False, tag="image"):
    """A picture the person attached: file ``name`` without a folder, ``media_type`` as in ``image/png``, encoded bytes."""

    name: str
    media_type: str
    data: bytes


class FilePart(msgspec.Struct, frozen=True, gc=False, tag="file"):
    """A file the person attached. ``text``: what it says, decoded or extracted.

    ``data``: its bytes, where there are models that take it as it is (a PDF); ``b""`` for a text file.
    """

    name: str
    media_type: str
    text: str
    data: bytes = b""


class SourcePart(msgspec.Struct, frozen=True, gc=False, tag="source"):
    """A place on the web that a reply refers to. Shown below it, never sent."""

    url: str
    title: str = ""


class ToolPart(msgspec.Struct, frozen=True, gc=False, tag="tool"):
    """A tool that a model called, or that its maker ran for it: ``arguments`` and ``result`` as readable text.

    Ids and shapes of calls are private to a wire; to any model it is told as text.
    """

    name: str
    arguments: str = ""
    result: str = ""


class StatePart(msgspec.Struct, frozen=True, gc=False, tag="state"):
    """What the maker of a reply wants back with it: encrypted reasoning, signatures. JSON text that only its wire reads.

    It goes back to the very provider and model of its message, and to nobody else (``docs/switching.md``, rows 1 to 4).
    """

    wire: str
    items: str


Part = TextPart | ReasoningPart | RefusalPart | ImagePart | FilePart | SourcePart | ToolPart | StatePart
