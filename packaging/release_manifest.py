r"""Writes the signed file that tells running programs of a release (docs/updates.md).

    DESKCHAT_RELEASE_KEY=<Base64 of the Ed25519 private key> python packaging/release_manifest.py \
        VERSION DATE NOTES_URL BASE_URL kind=FILE… > latest.json

Without arguments it makes a new pair of keys and prints both: the private one belongs into the secrets of whoever makes
releases, the public one into ``resources/updates.toml``.
"""

import base64
import hashlib
import json
import os
import sys
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SIGNED_AS = b"deskchat release manifest 1\n"    # as in src/deskchat/services/releases.py


def manifest(version: str, released: str, notes: str, base_url: str, files: dict[str, Path]) -> str:
    """What is signed: one entry a file, with the size and hash it has now."""
    entries = [
        {
            "kind": kind,
            "url": f"{base_url.rstrip('/')}/{path.name}",
            "size": path.stat().st_size,
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        }
        for kind, path in files.items()
    ]
    return json.dumps({"version": version, "released": released, "notes": notes, "files": entries}, sort_keys=True)


def signed(text: str, private_key: str) -> str:
    """The file that is published."""
    key = Ed25519PrivateKey.from_private_bytes(base64.b64decode(private_key, validate=True))
    signature = base64.b64encode(key.sign(SIGNED_AS + text.encode())).decode()
    return json.dumps({"manifest": text, "signature": signature})


def new_keys() -> tuple[str, str]:
    """A private and a public key, in Base64."""
    key = Ed25519PrivateKey.generate()
    private, public = key.private_bytes_raw(), key.public_key().public_bytes_raw()
    return base64.b64encode(private).decode(), base64.b64encode(public).decode()


def main(arguments: list[str]) -> None:
    """See above."""
    if not arguments:
        print("private {}\npublic  {}".format(*new_keys()))
        return
    version, released, notes, base_url, *named = arguments
    files = {kind: Path(name) for kind, _, name in (one.partition("=") for one in named)}
    print(signed(manifest(version, released, notes, base_url, files), os.environ["DESKCHAT_RELEASE_KEY"]))


if __name__ == "__main__":
    main(sys.argv[1:])
