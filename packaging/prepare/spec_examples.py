"""The examples of CommonMark's specification and of GFM's tables, from the source package of markdown-it-py: for tests.

They are not ours to copy (CC BY-SA 4.0): they lie in the cache. A machine whose package index has no source packages goes
without, and the tests that need them are skipped.
"""

import shutil
import tarfile
import tempfile
from pathlib import Path

from engine_wheel import locked_hash, locked_version
from places import CACHE, CannotPrepareError, say
from python_tools import PythonTools

PACKAGE = "markdown-it-py"
FILES = ("tests/test_cmark_spec/commonmark.json", "tests/test_port/fixtures/tables.md")


def place(tools: PythonTools) -> None:
    """Have them in the cache, below the version of the package in uv.lock."""
    folder = CACHE / "test-texts" / f"{PACKAGE}-{locked_version(PACKAGE)}"
    if all((folder / Path(name).name).exists() for name in FILES):
        return
    say("Fetching the examples of CommonMark's specification")
    try:
        _fetch(tools, folder)
    except (CannotPrepareError, OSError, tarfile.TarError, KeyError) as problem:
        say(f"They can't be had, so the tests with them are skipped: {problem}")


def _fetch(tools: PythonTools, folder: Path) -> None:
    with tempfile.TemporaryDirectory() as made:
        place = Path(made)
        requirements = place / "requirements.txt"
        requirements.write_text(f"{PACKAGE}=={locked_version(PACKAGE)} --hash={locked_hash(PACKAGE)}\n")
        get = [*tools.pip, "download", "--quiet", "--no-deps", "--no-binary", PACKAGE]
        tools.run([*get, "-d", str(place), "-r", str(requirements)])
        folder.mkdir(parents=True, exist_ok=True)
        with tarfile.open(next(place.glob("*.tar.gz"))) as package:
            top = package.getnames()[0].split("/")[0]
            for name in FILES:
                source = package.extractfile(f"{top}/{name}")
                if source is None:
                    raise KeyError(name)
                with source, (folder / Path(name).name).open("wb") as target:
                    shutil.copyfileobj(source, target)
