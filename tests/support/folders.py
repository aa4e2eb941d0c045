"""What lies in a folder in which a program is at work."""

from pathlib import Path


def files_below(folder: Path) -> dict[Path, bytes]:
    """Each file, and what is in it. One that is put in another's place meanwhile lets the whole folder be read anew."""
    while True:
        try:
            return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        except FileNotFoundError:
            continue
