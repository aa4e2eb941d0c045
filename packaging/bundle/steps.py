"""What every step of a build uses: places, the moment, commands, and how it says that it can't go on."""

import functools
import os
import subprocess
import sys
import tomllib
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "deskchat"
LINUX = CHECKOUT / "packaging" / "linux"
ICON = CHECKOUT / "resources" / "icons" / "deskchat.svg"
APP_ID = "io.github.deskchat.Deskchat"

sys.path.insert(0, str(CHECKOUT / "packaging" / "prepare"))    # what is prepared is not prepared again here


class CannotBuildError(Exception):
    """Something that is needed is not there, or a command failed; the text says which."""


@functools.cache
def version() -> str:
    """The program's version."""
    return str(tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["project"]["version"])


@functools.cache
def commit_time() -> int:
    """When the newest commit was made (s since 1970): the date of every file, so that two builds are the same."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    return int(given or run(["git", "log", "-1", "--format=%ct"]))


def starter_model() -> Path:
    """The model in the box."""
    named = os.environ.get("DESKCHAT_STARTER_MODEL") or CHECKOUT / "packaging" / "starter-model.toml"
    file: Path = CHECKOUT / "resources" / "models" / tomllib.loads(Path(named).read_text("utf-8"))["file"]
    if not file.is_file():
        raise CannotBuildError(f"{file.name} is not there. First: make prepare")
    return file


def run(command: list[str], environment: dict[str, str] | None = None, cwd: Path = CHECKOUT) -> str:
    """Run a command and return what it wrote. Raises ``CannotBuildError`` with what it said."""
    try:
        done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise CannotBuildError(f"“{command[0]}” is not installed.") from None
    if done.returncode:
        raise CannotBuildError(f"“{' '.join(command)}” failed:\n{(done.stdout + done.stderr)[-3000:]}")
    return done.stdout


def set_times(folder: Path) -> None:
    """Give everything below ``folder`` the date of the commit."""
    for path in [folder, *folder.rglob("*")]:
        os.utime(path, (commit_time(), commit_time()), follow_symlinks=False)


def say(text: str) -> None:
    """One line of progress."""
    print(f"[dist] {text}", flush=True)
