"""GGUF files that other programs keep on this disk: found, and used where they are.

What those programs wrote is not trusted: names, links, depths and numbers are bounded, and nothing is ever written there.
"""

import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Final, Literal, assert_never

import msgspec

from deskchat.library import ollama_files

System = Literal["linux", "macos", "windows"]

DEEPEST: Final = 8
MOST_ENTRIES: Final = 20_000    # of one place: a folder that links to a whole disk ends here
MOST_FILES: Final = 500         # of one place


class Keeper(StrEnum):
    """A program that keeps model files, by the name people know it by."""

    LM_STUDIO = "LM Studio"
    OLLAMA = "Ollama"
    JAN = "Jan"
    GPT4ALL = "GPT4All"
    HUGGING_FACE = "the Hugging Face cache"
    LLAMA_CPP = "llama.cpp's cache"


class Place(msgspec.Struct, frozen=True):
    """A folder in which ``keeper`` keeps models, if it is there."""

    keeper: Keeper
    folder: Path


class Found(msgspec.Struct, frozen=True):
    """A model file of another program; ``name`` is what that program calls it, where the file's own name says nothing."""

    keeper: Keeper
    path: Path
    name: str = ""


def places(system: System, home: Path, environ: Mapping[str, str]) -> tuple[Place, ...]:
    """Where programs keep their models on ``system``, as of November 2026.

    Sources: LM Studio's and Jan's documentation of their data folders; ollama ``envconfig/config.go`` (``OLLAMA_MODELS``)
    and its Linux service's home; gpt4all ``mysettings.cpp``; huggingface_hub ``constants.py`` (``HF_HUB_CACHE``,
    ``HF_HOME``); llama.cpp ``common/common.cpp`` ``fs_get_cache_directory`` (``LLAMA_CACHE``).
    """

    def named(variable: str, otherwise: Path) -> Path:
        value = environ.get(variable, "")
        return Path(value) if value and Path(value).is_absolute() else otherwise

    data, config, cache = _usual_folders(system, home, environ)
    dot_cache = named("XDG_CACHE_HOME", home / ".cache")
    hub = named("HF_HUB_CACHE", named("HF_HOME", dot_cache / "huggingface") / "hub")
    listed = [
        Place(Keeper.LM_STUDIO, home / ".lmstudio" / "models"),
        Place(Keeper.LM_STUDIO, home / ".cache" / "lm-studio" / "models"),
        Place(Keeper.OLLAMA, named("OLLAMA_MODELS", home / ".ollama" / "models")),
        Place(Keeper.JAN, config / "Jan" / "data" / "llamacpp" / "models"),
        Place(Keeper.JAN, config / "Jan" / "data" / "models"),
        Place(Keeper.JAN, home / "jan" / "models"),
        Place(Keeper.GPT4ALL, data / "nomic.ai" / "GPT4All"),
        Place(Keeper.HUGGING_FACE, hub),
        Place(Keeper.LLAMA_CPP, named("LLAMA_CACHE", cache / "llama.cpp")),
    ]
    if system == "linux":
        listed.append(Place(Keeper.OLLAMA, Path("/usr/share/ollama/.ollama/models")))
    return tuple(listed)


def this_system(platform: str) -> System:
    """Of ``sys.platform``."""
    return "windows" if platform == "win32" else "macos" if platform == "darwin" else "linux"


def find(where: Sequence[Place]) -> tuple[Found, ...]:
    """The files of all places, each file once however many names it has. Reads folders: not for the window's thread."""
    seen: set[tuple[int, int] | str] = set()
    found = []
    for place in where:
        for candidate in _of(place):
            identity = _identity(candidate.path)
            if identity is not None and identity not in seen:
                seen.add(identity)
                found.append(candidate)
    return tuple(found)


def _usual_folders(system: System, home: Path, environ: Mapping[str, str]) -> tuple[Path, Path, Path]:
    """Where programs keep data, configuration and caches."""
    match system:
        case "linux":
            data = Path(environ.get("XDG_DATA_HOME") or home / ".local" / "share")
            config = Path(environ.get("XDG_CONFIG_HOME") or home / ".config")
            return data, config, Path(environ.get("XDG_CACHE_HOME") or home / ".cache")
        case "macos":
            support = home / "Library" / "Application Support"
            return support, support, home / "Library" / "Caches"
        case "windows":
            local = Path(environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
            return local, Path(environ.get("APPDATA") or home / "AppData" / "Roaming"), local
        case _:
            assert_never(system)


def _of(place: Place) -> Iterator[Found]:
    if place.keeper is Keeper.OLLAMA:
        for name, blob in ollama_files.find(place.folder):
            yield Found(place.keeper, blob, name)
        return
    number = 0
    for path in _files_below(place.folder):
        if path.name.lower().endswith(".gguf") and not path.name.startswith("."):
            yield Found(place.keeper, path)
            number += 1
            if number == MOST_FILES:
                return


def _files_below(folder: Path) -> Iterator[Path]:
    """All but folders; links to folders are not entered, so there are no circles."""
    entries = 0
    waiting = [(folder, 0)]
    while waiting:
        current, depth = waiting.pop()
        try:
            with os.scandir(current) as listing:
                for entry in listing:
                    entries += 1
                    if entries > MOST_ENTRIES:
                        return
                    if not entry.is_dir(follow_symlinks=False):
                        yield Path(entry.path)
                    elif depth < DEEPEST:
                        waiting.append((Path(entry.path), depth + 1))
        except OSError:
            continue    # not there, or somebody else's: nothing of ours to use


def _identity(path: Path) -> tuple[int, int] | str | None:
    """What is the same for two names of one file; ``None``: no file that can be read."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode) or status.st_size == 0:
            return None
        return (status.st_dev, status.st_ino) if status.st_ino else str(path.resolve())
    except (OSError, ValueError):
        return None
