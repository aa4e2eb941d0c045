"""What stands beside a model file: its makers' sampling values and an honest note, in ``<stem>.toml``."""

import contextlib
import json
import tomllib
from pathlib import Path

import msgspec

from deskchat.chat.model import Sampling
from deskchat.paths import replace_file

SIZE_LIMIT = 64 << 10


class SideFile(msgspec.Struct, frozen=True):
    """``name`` and ``note`` replace what the model file says; ``sampling`` are the makers' values."""

    name: str = ""
    note: str = ""
    licence: str = ""
    sampling: Sampling = Sampling()


def write_licence(model_file: Path, licence: str) -> None:
    """Note the licence beside a model that has no side file yet; one that can't be written is no loss."""
    path = model_file.with_suffix(".toml")
    text = json.dumps(licence, ensure_ascii=False)    # a text of JSON is one of TOML, too
    if licence and not path.exists():
        with contextlib.suppress(OSError):
            replace_file(path, f"licence = {text}\n".encode())


def read(model_file: Path) -> SideFile:
    """The side file of a model, or an empty one when there is none or it can't be understood."""
    path = model_file.with_suffix(".toml")
    try:
        if path.stat().st_size > SIZE_LIMIT:
            return SideFile()
        return msgspec.convert(tomllib.loads(path.read_text("utf-8")), SideFile)
    except (OSError, ValueError, msgspec.ValidationError):
        return SideFile()    # TOMLDecodeError and UnicodeDecodeError are ValueErrors; the model itself is still good
