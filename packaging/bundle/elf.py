"""What a shared library is called and what it needs, as ``readelf -d`` tells."""

import functools
import re
import subprocess
from pathlib import Path

MAGIC = b"\x7fELF"


def is_elf(path: Path) -> bool:
    """Is it a program or a library? Links are not."""
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4) == MAGIC


def needed(path: Path) -> frozenset[str]:
    """The libraries it is linked with, by SONAME."""
    return frozenset(re.findall(r"\(NEEDED\).*\[(.+?)\]", _dynamic(path)))


def soname(path: Path) -> str:
    """The name under which others are linked with it; its file name when it has none."""
    found = re.search(r"\(SONAME\).*\[(.+?)\]", _dynamic(path))
    return found[1] if found else path.name


@functools.cache
def _dynamic(path: Path) -> str:
    return subprocess.run(["readelf", "-dW", path], capture_output=True, text=True, check=False).stdout
