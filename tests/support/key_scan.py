"""Every byte that the programs under test wrote, searched for the keys the tests gave them."""

import base64
import os
import stat
from collections.abc import Iterator
from pathlib import Path

# what the tests use as keys, as far as it can be told from ordinary text
KEYS = (
    b"sk-canary-0123456789",
    b"sk-Canary-AbCdEfGhIjKlMnOpQrStUvWx",
    b"proxy-canary-0123456789",
    b"sk-very-secret-0123456789",
    b"sk-not-to-be-read-aloud",
    b"sk-ant-secret",
    b"sk-ant-wrong",
    b"canary-4711",
    b"AIza-secret",
    b"hf_token-of-the-person-0123456789",
    b"hf_of-somebody-else-0123456789",
)
FORMS = tuple(form for key in KEYS for form in (key, base64.b64encode(key).rstrip(b"="), base64.b64encode(b"Bearer " + key)[:32]))
MOST_BYTES = 256 << 20          # a larger file is one that a test made itself
MADE_BY_TESTS = (".gguf",)
KEYRINGS = "keyrings"           # the folder in which the real Secret Service keeps its own


def files_with_keys(folder: Path) -> list[str]:
    """The files below ``folder`` in which a key is, with the key's beginning."""
    found = []
    for path in _files(folder):
        data = _bytes(path)
        found += [f"{path}: {form[:9].decode()}…" for form in FORMS if form in data]
    return found


def _files(folder: Path) -> Iterator[Path]:
    for at, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != KEYRINGS and not Path(at, name).is_symlink()]
        for name in names:
            path = Path(at, name)
            if path.suffix in MADE_BY_TESTS:
                continue
            try:
                found = path.lstat()
            except OSError:
                continue
            if stat.S_ISREG(found.st_mode) and found.st_size <= MOST_BYTES:
                yield path


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
