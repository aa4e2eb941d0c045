"""Where the history lies: whether it is still there while it is open, and whether that is a place where it is safe."""

import os
import sys
from pathlib import Path

from deskchat.chat.errors import ChatError, ErrorKind

# file systems of other machines: SQLite's locks and its shared memory don't reach across
NETWORKED = ("nfs", "cifs", "smb", "9p", "afs", "ceph", "fuse.sshfs", "fuse.rclone", "fuse.davfs", "ncpfs", "gfs")
# folders that programs copy elsewhere file by file, in the middle of a write
COPIED = ("Dropbox", "OneDrive", "Google Drive", "Nextcloud", "ownCloud", "Mobile Documents", "pCloudDrive", "MEGA")


class Place:
    """The file that was opened at ``path``; what is written to one that was removed would be lost with the program."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._opened = _identity(path)

    def check(self) -> None:
        """Raises ``ChatError`` when another file lies there now, or none."""
        if self._opened == _identity(self._path):
            return
        what = "replaced by another file" if self._path.exists() else "moved or removed"
        raise ChatError(
            ErrorKind.INTERNAL,
            f"The history file was {what} while deskchat was open, so nothing can be stored any more.",
            remedy=f"Put it back to “{self._path}”, or copy what you still need and start deskchat again.",
        )


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def doubt(path: Path, *, new: bool) -> str:
    """What the person should know of the place of the history at ``path``, or ``""``.

    ``new``: it was only just made; a place that was chosen long ago is not spoken of at every start.
    """
    if path.stat().st_nlink > 1 and sys.platform != "win32":
        return (
            f"The history file “{path.name}” has a second name somewhere (a hard link). Never open it by both at once: "
            "that can damage it."
        )
    if not new:
        return ""
    kind = _file_system(path)
    if kind.startswith(NETWORKED):
        return f"Your conversations lie on a network drive ({kind}). Open them on one computer at a time."
    copied = next((name for part in path.parts for name in COPIED if part == name or part.startswith(f"{name} - ")), "")
    if copied:
        return (
            f"Your conversations lie in a folder that is copied elsewhere ({copied}). Open them on one computer at a time, "
            "and let the copying end before: half a copy can not be read."
        )
    return ""


def _file_system(path: Path) -> str:
    """The kind of the file system that ``path`` lies on; ``""`` where that can't be told."""
    try:
        mounts = Path("/proc/self/mountinfo").read_text("utf-8", "replace").splitlines()
        device = path.stat().st_dev
    except OSError:
        return ""
    wanted = f"{os.major(device)}:{os.minor(device)}"
    for mount in mounts:
        fields, _, rest = mount.partition(" - ")
        if fields.split()[2:3] == [wanted]:
            return rest.split()[0]
    return ""
