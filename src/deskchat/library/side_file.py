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


def write(model_file: Path, name: str, licence: str) -> None:
    """Note beside a model that has no side file yet what it is called and its licence; a loss if not, but a small one."""
    path = model_file.with_suffix(".toml")
    said = [(key, json.dumps(text, ensure_ascii=False)) for key, text in (("name", name), ("licence", licence)) if text]
    if said and not path.exists():
        with contextlib.suppress(OSError):    # a text of JSON is one of TOML, too
            replace_file(path, "".join(f"{key} = {text}\n" for key, text in said).encode())


def read(model_file: Path) -> SideFile:
    """The side file of a model, or an empty one when there is none or it can't be understood."""
    path = model_file.with_suffix(".toml")
    try:
        if path.stat().st_size > SIZE_LIMIT:
            return SideFile()
        return msgspec.convert(tomllib.loads(path.read_text("utf-8")), SideFile)
    except (OSError, ValueError, RecursionError):
        return SideFile()    # what TOML, UTF-8 and msgspec refuse are ValueErrors; the model itself is still good
