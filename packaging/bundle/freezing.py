"""The program with its Python, Qt and engine in one folder, made by PyInstaller."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import icons
import trimming
from steps import CACHE, CannotBuildError, commit_time, run, say

PYINSTALLER = "6.22.3"
OWN_PYTHON = "Scripts/python.exe" if sys.platform == "win32" else "bin/python"


def freeze(work: Path, engine: Path) -> Path:
    """Freeze into ``work``, with the libraries in ``engine``; the folder with the program in it, without a model."""
    say("Freezing the program")
    environment = {
        **os.environ, "PYTHONPATH": str(_pyinstaller()), "PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": str(commit_time()),
        "DESKCHAT_ENGINE_LIBRARIES": str(engine),
    }  # fmt: skip
    pictures = work / "icons"
    pictures.mkdir(parents=True, exist_ok=True)
    icons.ico(pictures / "deskchat.ico")
    icons.icns(pictures / "deskchat.icns")
    environment["DESKCHAT_ICONS"] = str(pictures)
    spec = Path(__file__).parent / "deskchat.spec"
    run(
        [sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN",
         "--distpath", str(work / "frozen"), "--workpath", str(work / "pyinstaller"), str(spec)],
        environment,
    )  # fmt: skip
    folder = work / "frozen" / "deskchat"
    _finish(folder, engine)
    return folder


def installed_engine() -> Path:
    """The libraries of the engine that runs from this checkout."""
    found = importlib.util.find_spec("llama_cpp")
    if found is None or found.origin is None:
        raise CannotBuildError("The engine is not installed. First: make prepare")
    return Path(found.origin).parent / "lib"


def _pyinstaller() -> Path:
    """PyInstaller in a folder of its own: the project's environment stays what the lock file says."""
    folder = CACHE / "freezer" / PYINSTALLER
    if not (folder / "PyInstaller").is_dir():
        say("Fetching PyInstaller")
        python = next(iter((CACHE / "tools").glob(f"python3*/{OWN_PYTHON}")), None)
        if python is None:
            raise CannotBuildError("There is no pip of the project's own yet. First: make prepare")
        run([str(python), "-m", "pip", "install", "--quiet", "--target", str(folder), f"pyinstaller=={PYINSTALLER}"])
    return folder


def _finish(folder: Path, engine: Path) -> None:
    """What PyInstaller leaves undone: symbols of the interpreter, links between the engine's libraries, file modes."""
    inside = folder / "_internal"
    shutil.rmtree(inside / "setuptools", ignore_errors=True)
    if not sys.platform.startswith("linux"):
        return    # a Mac's program is signed as it is, and Windows knows neither links nor modes
    for library in inside.glob("libpython3*.so.*"):
        subprocess.run(["strip", "--strip-unneeded", str(library)], check=True)
    for link, target in trimming.engine_links(engine).items():
        (inside / "llama_cpp" / "lib" / link).symlink_to(target)
    for path in folder.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.parent == folder else 0o644)
