"""What the process that sets formulas is asked and says: one JSON object a line."""

import msgspec

INK = "currentColor"    # what a drawing names as its colour; whoever shows it puts the real one in its place


class Asked(msgspec.Struct, frozen=True):
    """A formula; ``display``: it stands in a line of its own."""

    latex: str
    display: bool


class Drawing(msgspec.Struct, frozen=True):
    """A formula as an SVG of paths alone. Lengths in em; ``depth``: how far it reaches below the line."""

    svg: str
    width: float
    height: float
    depth: float


class Answer(msgspec.Struct, frozen=True):
    """Its drawing; ``None``: it can't be set."""

    drawing: Drawing | None = None


encode = msgspec.json.Encoder().encode
_asked: msgspec.json.Decoder[Asked] = msgspec.json.Decoder(Asked)
_answer: msgspec.json.Decoder[Answer] = msgspec.json.Decoder(Answer)


def decode_asked(line: bytes) -> Asked:
    """What is asked. Raises ``msgspec.MsgspecError``."""
    return _asked.decode(line)


def decode_answer(line: bytes) -> Answer:
    """What is answered. Raises ``msgspec.MsgspecError``."""
    return _answer.decode(line)
