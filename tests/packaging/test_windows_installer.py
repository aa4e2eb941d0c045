"""The installer for Windows, compiled here and run under Wine: what it installs, registers, replaces and leaves.

What it carries here are two small programs of Wine's, for there is no Python for Windows on this system.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "packaging" / "bundle"))    # a program, not a package

import windows

from tests.packaging.built import MARKS
from tests.support.desktop import virtual_screen

WINE_PROGRAMS = Path("/usr/lib/x86_64-linux-gnu/wine/x86_64-windows")
UNINSTALL = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\deskchat"
PROGRESS_ID = r"HKCU\Software\Classes\deskchat.gguf\shell\open\command"
MISSING = [name for name in ("makensis", "wine", "Xvfb") if shutil.which(name) is None]

pytestmark = [*MARKS, pytest.mark.skipif(bool(MISSING), reason=f"{', '.join(MISSING)} not installed")]


class Windows:
    """Wine, with a disk of its own."""

    def __init__(self, prefix: Path, display: str) -> None:
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG")}
        silent = {"WINEDEBUG": "-all", "WINEDLLOVERRIDES": "mscoree,mshtml="}
        self._environment = kept | silent | {"WINEPREFIX": str(prefix), "DISPLAY": display, "HOME": str(prefix.parent)}
        self.run("wineboot", "-i")
        (self.user,) = (folder for folder in (prefix / "drive_c" / "users").iterdir() if folder.name != "Public")
        self.program = self.user / "AppData" / "Local" / "Programs" / "deskchat"

    def run(self, *command: str, cwd: Path | None = None) -> tuple[int, str]:
        with tempfile.TemporaryFile() as told:    # Wine's own services hold a pipe open for as long as they like
            done = subprocess.run(
                ["wine", *command], env=self._environment, stdout=told, stderr=subprocess.DEVNULL, timeout=200, cwd=cwd, check=False
            )
            told.seek(0)
            return done.returncode, told.read().decode(errors="replace")

    def start(self, program: Path) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(["wine", program], env=self._environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def registered(self, key: str) -> str:
        status, told = self.run("reg", "query", key, "/s")
        return told if status == 0 else ""

    def uninstall(self) -> None:
        """It goes on as a copy of itself, for it removes itself: what it removes last tells that it is done."""
        assert self.run("uninstall.exe", "/S", cwd=self.program)[0] == 0
        until = time.monotonic() + 60
        while self.registered(r"HKCU\Software\Classes\deskchat.gguf") or (self.program / "uninstall.exe").exists():
            assert time.monotonic() < until, list(self.program.iterdir())
            time.sleep(0.2)

    def close(self) -> None:
        subprocess.run(["wineserver", "-k"], env=self._environment, check=False)
        subprocess.run(["wineserver", "-w"], env=self._environment, check=False)


@pytest.fixture(scope="module")
def setup(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installer")
    frozen = folder / "frozen"
    (frozen / "_internal" / "deep").mkdir(parents=True)
    (frozen / "_internal" / "deep" / "library.dll").write_text("a library")
    for name in ("deskchat.exe", "deskchat-cli.exe"):
        shutil.copy(WINE_PROGRAMS / "notepad.exe", frozen / name)
    return windows.installer(frozen, folder)


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Windows]:
    with virtual_screen("800x600") as display:
        wine = Windows(tmp_path / "wine", display)
        yield wine
        wine.close()


def test_it_installs_for_one_person_and_is_removed_without_a_trace(machine: Windows, setup: Path) -> None:
    machine.run("reg", "add", r"HKCU\Software\Classes\.gguf", "/ve", "/d", "another.program", "/f")
    assert machine.run(str(setup), "/S")[0] == 0
    assert (machine.program / "_internal" / "deep" / "library.dll").read_text() == "a library"
    assert (machine.program / "deskchat-cli.exe").exists()
    start_menu = machine.user / "AppData/Roaming/Microsoft/Windows/Start Menu/Programs/deskchat.lnk"
    assert start_menu.exists()
    told = machine.registered(UNINSTALL)
    assert "DisplayVersion" in told
    assert "EstimatedSize" in told
    assert r'deskchat.exe" "%1"' in machine.registered(PROGRESS_ID)
    assert "another.program" in machine.registered(r"HKCU\Software\Classes\.gguf"), "what opened model files still does"

    mine = machine.program / "mine.txt"
    mine.write_text("not deskchat's")
    history = machine.user / "AppData" / "Local" / "deskchat" / "deskchat.db"
    history.parent.mkdir(parents=True)
    history.write_text("conversations")
    machine.uninstall()
    assert list(machine.program.iterdir()) == [mine]
    assert history.exists(), "conversations stay"
    assert not start_menu.exists()
    assert not machine.registered(UNINSTALL)
    assert not machine.registered(PROGRESS_ID)
    left = machine.registered(r"HKCU\Software\Classes\.gguf")
    assert "another.program" in left
    assert "deskchat" not in left


def test_a_new_version_takes_the_place_of_the_old_one(machine: Windows, setup: Path) -> None:
    assert machine.run(str(setup), "/S")[0] == 0
    old = machine.program / "_internal" / "of_the_old_version.dll"
    old.write_text("old")
    assert machine.run(str(setup), "/S")[0] == 0
    assert not old.exists()
    assert (machine.program / "_internal" / "deep" / "library.dll").exists()


def test_there_is_no_way_in_by_a_link_and_no_administrator(setup: Path) -> None:
    script = windows.SCRIPT.read_text()
    assert "URL Protocol" not in script
    assert "HKLM" not in script
    assert "RequestExecutionLevel user" in script
    assert setup.read_bytes()[:2] == b"MZ"
    assert b'level="asInvoker"' in setup.read_bytes()
