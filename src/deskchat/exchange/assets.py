"""Pictures and files that lie beside the conversations in an export."""

import base64
import binascii
from collections.abc import Callable

from deskchat.chat.parts import ImagePart, Part, TextPart

Assets = Callable[[str], tuple[str, bytes] | None]    # name and bytes of the file whose name holds this, if there is one
MAGIC = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif", b"RIFF": "image/webp"}
LARGEST = 32 << 20
MISSING = "Pictures or files that are not in the export are named where they were."


def no_assets(_name: str) -> None:
    """Nothing lies beside it."""


def picture(name: str, data: bytes) -> ImagePart | None:
    """A picture of a kind that can be shown; its bytes say which, not its name."""
    kind = next((kind for magic, kind in MAGIC.items() if data.startswith(magic)), None)
    return None if kind is None or len(data) > LARGEST else ImagePart(name or "picture", kind, data)


def from_data_url(url: str) -> ImagePart | None:
    """A picture written into the file itself; addresses on the web are never asked."""
    head, comma, body = url.partition(",")
    if not (comma and head.startswith("data:image/") and head.endswith(";base64")):
        return None
    try:
        return picture("", base64.b64decode(body, validate=True))
    except (binascii.Error, ValueError):
        return None


def missing(name: str) -> Part:
    """What is shown instead of a file that is not there."""
    return TextPart(f"[{name or 'file'}]")
