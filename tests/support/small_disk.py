"""A disk of its own for a test: a few megabytes of memory, mounted at a folder. Needs Linux and the right to mount."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

FILLER = ".filler"


@cache
def missing() -> str:
    """Why there can be none here, or ``""``."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "only root can mount a disk"
    with TemporaryDirectory() as folder:
        made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], capture_output=True, check=False)
        if made.returncode:
            return "nothing can be mounted here"
        subprocess.run(["umount", folder], check=True)
    return ""


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A disk of so many megabytes at ``folder``, which is made."""
    folder.mkdir(parents=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=700", "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(folder: Path, leave_bytes: int = 0) -> None:
    """Write until nothing fits any more but ``leave_bytes``."""
    filler = folder / FILLER
    with contextlib.suppress(OSError), filler.open("ab", buffering=0) as file:
        while True:
            file.write(bytes(65_536))
    with contextlib.suppress(OSError), filler.open("ab", buffering=0) as file:
        while file.write(bytes(512)):
            pass
    os.truncate(filler, max(0, filler.stat().st_size - leave_bytes))


def make_room(folder: Path) -> None:
    """Take away what ``fill`` wrote."""
    (folder / FILLER).unlink()
