"""uv, found or brought, and the project's environment made from the lock file."""

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

from places import CACHE, CHECKOUT, VENV, CannotPrepareError, say

BIN, EXE = ("Scripts", ".exe") if sys.platform == "win32" else ("bin", "")    # of a virtual environment


class PythonTools:
    """``uv`` and ``pip``, and what set-up does with them."""

    def __init__(self, uv: Path, pip: list[str]) -> None:
        self.program = uv
        self.pip = pip

    @property
    def python(self) -> Path:
        """The interpreter of the project's environment."""
        return VENV / BIN / f"python{EXE}"

    def sync(self) -> None:
        """Make the environment what the lock file says; llama.cpp's bindings have their own step."""
        same = [] if self.python.exists() else ["--python", sys.executable]    # not one that uv would download
        self.uv("sync", "--frozen", "--inexact", "--quiet", "--no-install-package", "llama-cpp-python", *same)

    def uv(self, *arguments: str) -> None:
        """Run uv in the checkout. Raises ``CannotPrepareError`` with what it printed."""
        environment = {k: v for k, v in os.environ.items() if k != "VIRTUAL_ENV"}
        self.run([str(self.program), *arguments], environment)

    def download(self, requirement: str, folder: Path) -> None:
        """Fetch one wheel without what it depends on."""
        folder.mkdir(parents=True, exist_ok=True)
        self.run([*self.pip, "download", "--quiet", "--no-deps", "-d", str(folder), requirement])

    @staticmethod
    def run(command: list[str], environment: dict[str, str] | None = None) -> None:
        """Run a command in the checkout, quiet unless it fails."""
        done = subprocess.run(
            command,
            cwd=CHECKOUT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode:
            raise CannotPrepareError(f"“{' '.join(command)}” failed:\n{done.stdout[-3000:]}")


def make() -> PythonTools:
    """uv from the path, or one of our own; Debian's Python lets nobody install into it, so ours has its own folder."""
    own = CACHE / "tools" / f"python{sysconfig.get_python_version()}"
    if not (own / BIN / f"pip{EXE}").exists():
        venv.create(own, with_pip=True, clear=True)
    pip = [str(own / BIN / f"python{EXE}"), "-m", "pip", "--disable-pip-version-check"]
    found = shutil.which("uv")
    if found is None and not (own / BIN / f"uv{EXE}").exists():
        say("Installing uv")
        PythonTools.run([*pip, "install", "--quiet", "uv"])
    return PythonTools(Path(found) if found else own / BIN / f"uv{EXE}", pip)
