"""Every byte that the programs under test wrote, searched for the keys the tests gave them."""

import base64
import io
import lzma
import os
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

# what the tests use as keys, as far as it can be told from ordinary text; tests/house sees to it that none is forgotten
KEYS = (
    b"sk-canary-0123456789",
    b"sk-canary-4711-do-not-leak",
    b"sk-Canary-AbCdEfGhIjKlMnOpQrStUvWx",
    b"proxy-canary-0123456789",
    b"sk-very-secret-0123456789",
    b"sk-not-to-be-read-aloud",
    b"sk-ant-secret",
    b"sk-ant-wrong",
    b"sk-mistral",
    b"sk-secret",
    b"sk-strict",
    b"sk-wrong",
    b"xai-secret",
    b"hf_secret",
    b"canary-4711",
    b"AIza-secret",
    b"AIza-wrong",
    b"hf_token-of-the-person-0123456789",
    b"hf_of-somebody-else-0123456789",
)
MOST_BYTES = 256 << 20          # a larger file is one that a test made itself
MOST_UNPACKED = 16 << 20        # of one packed file; a bomb has more
MADE_BY_TESTS = (".gguf",)


def forms(key: bytes) -> Iterator[bytes]:
    """How ``key`` may stand in a file: as it is, as Qt and Windows write texts, or inside something in base64."""
    yield key
    yield key.decode().encode("utf-16-le")
    for before in range(3):     # of a group of three bytes belong to something else
        whole = base64.b64encode(b"\0" * before + key + b"\0" * (-(before + len(key)) % 3))
        yield whole[4 if before else 0 : -4 if (before + len(key)) % 3 else None]


FORMS = tuple((form, key) for key in KEYS for form in forms(key))


def files_with_keys(folder: Path, since: float = 0.0) -> list[str]:
    """The files below ``folder`` in which a key is, with the key's beginning. ``since``: what was written, moved or
    renamed from then on, in seconds since 1970.
    """
    found = []
    for path in _files(folder, since):
        data = _bytes(path)
        layers = [data, *_unpacked(data)]
        found += [f"{path}: {key[:9].decode()}…" for form, key in FORMS if any(form in layer for layer in layers)]
    return found


def _unpacked(data: bytes) -> Iterator[bytes]:
    """What is packed in ``data``, as far as it is sound."""
    try:
        if data.startswith(b"PK\x03\x04"):
            left = MOST_UNPACKED
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for member in archive.infolist():
                    with archive.open(member) as file:
                        yield (found := file.read(left))
                    left -= len(found)
        elif data.startswith(b"\x1f\x8b"):
            yield zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(data, MOST_UNPACKED)
        elif data.startswith(b"\xfd7zXZ\0"):
            yield lzma.LZMADecompressor().decompress(data, MOST_UNPACKED)
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, RuntimeError, EOFError, ValueError, OSError):
        return    # a test damaged it; as far as it could be read it was looked at


def _files(folder: Path, since: float) -> Iterator[Path]:
    for at, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not Path(at, name).is_symlink()]
        for name in names:
            path = Path(at, name)
            if path.suffix in MADE_BY_TESTS:
                continue
            try:
                found = path.lstat()
            except OSError:
                continue
            if stat.S_ISREG(found.st_mode) and found.st_size <= MOST_BYTES and found.st_ctime >= since:
                yield path


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
