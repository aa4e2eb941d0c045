"""THIRD-PARTY.txt: everything in the package that others made, with the licence each of them asks to be passed on."""

import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from importlib.metadata import Distribution, PackageMetadata, PackageNotFoundError, distribution
from pathlib import Path

import elf
from steps import CHECKOUT, CannotBuildError, starter_model

RULE = "=" * 100
TEXT_NAMES = re.compile(r"(licen[cs]e|copying|notice|authors)", re.IGNORECASE)
COMMON = CHECKOUT / "packaging" / "licences"
QT = """Qt, PySide6 and Shiboken are used under the GNU Lesser General Public License, version 3, whose text follows.
They lie as files of their own in _internal/PySide6 and _internal/shiboken6: replace them with your own build of the
same version to run deskchat with it. Nothing in deskchat's licence keeps you from doing so, nor from taking the program
apart to find what is wrong with such a combination. Their source: https://download.qt.io/official_releases/QtForPython/
and https://download.qt.io/official_releases/qt/ ; whoever gives you this package owes you that of the exact version."""
LLAMA = """MIT License. Copyright (c) 2023-2026 The ggml authors. The text is that of llama-cpp-python above."""


def third_party(folder: Path, *, with_model: bool) -> str:
    """The text for the frozen program in ``folder``."""
    parts = [_of(dist) for dist in _distributions()]
    parts += [("Python", _text(_python_licence())), ("llama.cpp and ggml", LLAMA)]
    parts += [("Qt", f"{QT}\n\n{_text(COMMON / 'LGPL-3')}\n\n{_text(COMMON / 'GPL-3')}")]
    parts += [(f"{package} (from Debian)", _text(text)) for package, text in _system_libraries(folder)]
    if with_model:
        parts.append((starter_model().name, f"Apache License, version 2.0\n\n{_text(COMMON / 'Apache-2.0')}"))
    names = "\n".join(f"  {name}" for name, _ in parts)
    head = f"What deskchat's package contains that others made, and their licences:\n\n{names}\n"
    return head + "".join(f"\n{RULE}\n{name}\n{RULE}\n\n{text.strip()}\n" for name, text in parts)


def dependencies(lock: str, root: str) -> list[str]:
    """The names of all packages that ``root`` needs, by the text of uv.lock; ``root`` itself is left out."""
    needs = {
        package["name"]: [need["name"] for need in package.get("dependencies", ())]
        for package in tomllib.loads(lock)["package"]
    }
    found: set[str] = set()
    todo = [root]
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            todo += needs[name]
    return sorted(found - {root})


def _distributions() -> list[Distribution]:
    found = []
    for name in dependencies((CHECKOUT / "uv.lock").read_text("utf-8"), "deskchat"):
        try:
            found.append(distribution(name))
        except PackageNotFoundError:
            continue    # for another system
    return found


def _of(dist: Distribution) -> tuple[str, str]:
    record = dist.metadata
    named = _first_line(record, "License-Expression") or _first_line(record, "License") or _classified(dist)
    texts = [
        str(dist.locate_file(file))
        for file in dist.files or ()
        if file.parts[0].endswith(".dist-info") and TEXT_NAMES.search("/".join(file.parts[1:]))
    ]
    body = "\n\n".join(_text(Path(text)) for text in sorted(texts) if Path(text).is_file())
    return f"{record['Name']} {dist.version}", f"Licence: {named}\n\n{body}"


def _first_line(record: PackageMetadata, field: str) -> str:
    text = "".join(record.get_all(field) or ()).strip()
    return text.splitlines()[0] if text else ""


def _classified(dist: Distribution) -> str:
    marked = [line.rpartition(" :: ")[2] for line in dist.metadata.get_all("Classifier") or () if line.startswith("License")]
    return ", ".join(marked) or "see below"


def _python_licence() -> Path:
    standard, base = Path(sysconfig.get_paths()["stdlib"]), Path(sys.base_prefix)
    places = [standard / "LICENSE.txt", base / "LICENSE.txt", Path("/usr/share/doc/python3.11/copyright")]
    for place in places:
        if place.is_file():
            return place
    raise CannotBuildError("The licence of Python is nowhere on this machine.")


def _system_libraries(folder: Path) -> list[tuple[str, Path]]:
    """Libraries that were copied from this Debian system: their packages, and where the copyright is told."""
    packages = set()
    for library in (folder / "_internal").glob("lib*.so*"):
        if elf.is_elf(library) and (package := owner(library.name)):
            packages.add(package)
    texts = [(package, Path("/usr/share/doc") / package / "copyright") for package in sorted(packages)]
    return [(package, text) for package, text in texts if text.is_file()]


def owner(library: str) -> str:
    """The Debian package that a library of this name comes from; empty when none."""
    if shutil.which("dpkg-query") is None:
        return ""
    done = subprocess.run(["dpkg-query", "-S", f"*/{library}"], capture_output=True, text=True, check=False)
    return done.stdout.partition(":")[0] if not done.returncode else ""


def _text(path: Path) -> str:
    return path.read_text("utf-8", errors="replace")
