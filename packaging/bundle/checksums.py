"""``SHA256SUMS`` of a folder: ``python packaging/bundle/checksums.py dist``. Standard library only."""

import hashlib
import sys
from pathlib import Path

NAME = "SHA256SUMS"


def write(folder: Path) -> None:
    """Sum up all files in ``folder``, in the order of their names."""
    files = sorted(file for file in folder.iterdir() if file.is_file() and file.name != NAME)
    lines = []
    for file in files:
        with file.open("rb") as content:
            lines.append(f"{hashlib.file_digest(content, 'sha256').hexdigest()}  {file.name}\n")
    (folder / NAME).write_text("".join(lines), "utf-8", newline="\n")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
