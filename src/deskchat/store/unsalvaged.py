"""A note beside the history: which damaged one was not read yet, when the program ended in the middle of that."""

from pathlib import Path

from deskchat.paths import replace_file
from deskchat.store.disk_errors import disk_errors


def note(history: Path, aside: Path) -> None:
    """``aside`` is to be read into the new ``history``. Raises ``ChatError``."""
    with disk_errors(history):
        replace_file(_path(history), aside.name.encode())


def noted(history: Path) -> Path | None:
    """The damaged history that waits to be read, if there is one."""
    try:
        name = _path(history).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    aside = history.with_name(name) if name.startswith(f"{history.name}.corrupt-") and Path(name).name == name else None
    return aside if aside is not None and aside.exists() else None


def forget(history: Path) -> None:
    """It was read, as far as it can be."""
    with disk_errors(history):
        _path(history).unlink(missing_ok=True)


def _path(history: Path) -> Path:
    return history.with_name(f".{history.name}.unsalvaged")
