"""What the makers say of the newest release: a small signed file.

``{"manifest": "<JSON text>", "signature": "<Base64>"}``; the signature is Ed25519 (RFC 8032) over ``SIGNED_AS`` and the text
of the manifest. Made by ``packaging/release_manifest.py``. Nothing of it is believed before the signature was checked.
"""

import base64
import re

import msgspec

from deskchat.chat.errors import ChatError, ErrorKind

SIGNED_AS = b"deskchat release manifest 1\n"
MANIFEST_BYTES = 256 * 1024
VERSION = re.compile(r"\d{1,6}(\.\d{1,6}){1,3}")


class ReleaseFile(msgspec.Struct, frozen=True):
    """A file for one kind of installation (``installation.py``); ``size`` in bytes, ``sha256`` in hexadecimal."""

    kind: str
    url: str
    size: int
    sha256: str


class Release(msgspec.Struct, frozen=True):
    """The newest release. ``notes`` is the address of a page that tells what is new; ``released`` an ISO date."""

    version: str
    released: str
    notes: str
    files: tuple[ReleaseFile, ...] = ()

    def newer_than(self, version: str) -> bool:
        """Does it come after ``version``? Never true for something that is no version: nobody is led back."""
        return _numbers(self.version) > _numbers(version) > ()


class _Envelope(msgspec.Struct, frozen=True):
    manifest: str
    signature: str


def read_release(data: bytes, public_key: str) -> Release:
    """The release that ``data`` tells of. Raises ``ChatError``: it is not whole, or not signed with that key."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        envelope = msgspec.json.decode(data, type=_Envelope)
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key, validate=True))
        key.verify(base64.b64decode(envelope.signature, validate=True), SIGNED_AS + envelope.manifest.encode())
        release = msgspec.json.decode(envelope.manifest, type=Release)
    except (InvalidSignature, ValueError, RecursionError) as error:
        raise _not_believed(error) from None
    addresses = [release.notes, *(file.url for file in release.files)]
    if VERSION.fullmatch(release.version) is None or not all(a.startswith("https://") for a in addresses):
        raise _not_believed(ValueError("a version or an address is not one"))
    return release


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(n) for n in version.split(".")) if VERSION.fullmatch(version) else ()


def _not_believed(error: Exception) -> ChatError:
    return ChatError(
        ErrorKind.PROTOCOL,
        "What was found about updates is not signed by the makers of deskchat, so it was ignored.",
        remedy="Try again later; if it stays so, look for the newest release where you got deskchat from.",
        detail=f"{type(error).__name__}: {error}",
    )
