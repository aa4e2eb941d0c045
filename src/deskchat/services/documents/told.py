"""What the process that reads a document says: one JSON object a line."""

from typing import Literal

import msgspec

Kind = Literal["pdf", "zip", "html", "rtf"]    # as far as the first bytes tell; a zip may be one of several formats

# locked: there is a password; broken: it can't be read; foreign: not a format that is known; cut: there was more
Fault = Literal["", "locked", "broken", "foreign", "cut"]


class Page(msgspec.Struct, frozen=True, tag="page"):
    """Text of page ``number`` (from 1) of ``of``; formats without pages tell one."""

    number: int
    of: int
    text: str


class End(msgspec.Struct, frozen=True, tag="end"):
    """Nothing follows. ``media_type``: what the document turned out to be."""

    fault: Fault = ""
    media_type: str = ""


Told = Page | End

encode = msgspec.json.Encoder().encode
_decoder: msgspec.json.Decoder[Told] = msgspec.json.Decoder(Told)


def decode(line: bytes) -> Told:
    """What a line says. Raises ``msgspec.MsgspecError``."""
    return _decoder.decode(line)
