"""Where a downloaded file may lie. Names come from a server: none leads out of the folder of models, on any system."""

import re
from pathlib import Path
from typing import Final

from deskchat.chat.errors import ChatError, ErrorKind

LONGEST: Final = 200    # of one name; Windows and most file systems take 255, and endings are added
_ODD: Final = re.compile(r'[\x00-\x1f\x7f\\/:*?"<>|]')
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)    # Windows, with any ending


def destination(models: Path, repository: str, path: str) -> Path:
    """The place of a repository's file: ``models``/OWNER/NAME/… as it lies there. Raises ``ChatError("bad_request")``."""
    names = [*repository.split("/"), *path.split("/")]
    if len(repository.split("/")) != 2 or not all(map(_is_harmless, names)):
        raise ChatError(
            ErrorKind.BAD_REQUEST,
            "The file has a name that can't be used on this computer, so it was not downloaded.",
            remedy="Choose another file.",
            detail=repr(f"{repository}/{path}"[:300]),
        )
    return models.joinpath(*names)


def _is_harmless(name: str) -> bool:
    plain = bool(name) and not name.startswith(".") and not name.endswith((".", " ")) and len(name) <= LONGEST
    return plain and not _ODD.search(name) and not _RESERVED.fullmatch(name)
