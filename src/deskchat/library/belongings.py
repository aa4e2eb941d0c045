"""What belongs to a model on the disk: its parts, what stands beside it, and how much room that takes."""

import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.local_model import LocalModel

_FIRST_PART: Final = re.compile(r"^(?P<stem>.+)-00001-of-(?P<count>\d{5})$")
_MOST_PARTS: Final = 1000


def parts(path: Path) -> tuple[Path, ...]:
    """The files that hold the weights: more than one where the model is split."""
    split = _FIRST_PART.match(path.stem)
    if split is None:
        return (path,)
    count = min(int(split["count"]), _MOST_PARTS)
    return tuple(path.with_name(f"{split['stem']}-{n:05}-of-{split['count']}{path.suffix}") for n in range(1, count + 1))


def belongings(model: LocalModel, all_models: Sequence[LocalModel]) -> tuple[Path, ...]:
    """All that is deleted with ``model``; an image part that another model uses is not among it."""
    path = Path(model.path)
    beside = [path.with_suffix(".toml")]
    shared = any(other.projector == model.projector and other.path != model.path for other in all_models)
    if model.projector is not None and not shared:
        beside.append(Path(model.projector))
    return tuple(file for file in (*parts(path), *beside) if file.is_file())


def delete(files: Sequence[Path], root: Path) -> None:
    """Delete ``files``, and the folders below ``root`` that are empty then. Raises ``ChatError``."""
    for file in files:
        try:
            file.unlink(missing_ok=True)
        except OSError as error:
            raise ChatError(
                ErrorKind.INTERNAL,
                f"“{file.name}” can't be deleted: {error.strerror or type(error).__name__}.",
                remedy="Another program may have it open; close it and try again.",
                detail=repr(error),
            ) from error
    for folder in {file.parent for file in files}:
        for above in (folder, *folder.parents):
            if above == root or not above.is_relative_to(root):
                break
            with suppress(OSError):    # not empty
                above.rmdir()


def size_below(folder: Path) -> int:
    """Bytes of all files below ``folder``, unfinished ones included."""
    total = 0
    for path in folder.glob("**/*") if folder.is_dir() else ():
        with suppress(OSError):
            total += path.stat().st_size if path.is_file() else 0
    return total
