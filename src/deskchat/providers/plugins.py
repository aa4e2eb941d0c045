"""Providers and wires of other packages, found by their entry points and used once the person allowed them.

A package offers them under the entry point group ``deskchat.providers``. What the entry point names is an object, mostly a
module, with any of

- ``PROVIDERS``: a list of tables with the fields of ``[[provider]]`` in providers.toml,
- ``open_wire(provider_name, dialect)``: a new wire, called by the entry point's name (see ``wire.py``).

A frozen program sees no entry points of its surroundings, so packages may also lie in a folder of their own, filled with
``pip install --target`` (docs/plugins.md). To list plugins runs nothing of theirs; to use one runs its code with the rights
of the program, and that is why each has to be allowed by name.
"""

import logging
import sys
from collections.abc import Collection, Iterator, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

import msgspec

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.providers.wire import OpenWire, Wire

log = logging.getLogger(__name__)

GROUP = "deskchat.providers"


class Plugin(msgspec.Struct, frozen=True):
    """A package with providers. ``package`` is its name in the index; ``offers`` are the names of its entry points."""

    package: str
    version: str
    summary: str
    offers: tuple[str, ...]


class Loaded(msgspec.Struct, frozen=True):
    """What the allowed plugins brought: tables of providers, wires by name, and what could not be used."""

    providers: tuple[dict[str, Any], ...] = ()
    wires: Mapping[str, OpenWire] = {}
    problems: tuple[ChatError, ...] = ()


NOTHING = Loaded()


def installed(folder: Path) -> tuple[Plugin, ...]:
    """The plugins that lie beside the program or in ``folder``, by name; those whose records can't be read are left out."""
    found = {
        package: Plugin(package, *_about(distribution), tuple(point.name for point in points))
        for package, distribution, points in _packages(folder)
        if not isinstance(points, Exception)
    }
    return tuple(found[package] for package in sorted(found))


def load(folder: Path, allowed: Collection[str]) -> Loaded:
    """Import the ``allowed`` packages, by name. One that fails is a problem, and the others are used all the same."""
    if not allowed:
        return NOTHING
    if folder.is_dir() and str(folder) not in sys.path:
        sys.path.append(str(folder))    # behind everything else: nothing of the program can be replaced from there
    providers: list[dict[str, Any]] = []
    wires: dict[str, OpenWire] = {}
    problems: list[ChatError] = []
    for package, _, points in _packages(folder):
        if package not in allowed:
            continue
        if isinstance(points, Exception):
            problems.append(_broken(package, points))
            continue
        for point in points:
            try:
                offered = point.load()
                providers += [dict(table) for table in getattr(offered, "PROVIDERS", ())]
            except (Exception, SystemExit) as error:  # noqa: BLE001  # the seam to code that is not ours
                problems.append(_broken(package, error))
                continue
            if hasattr(offered, "open_wire"):
                wires[point.name] = _guarded(offered.open_wire)
    return Loaded(tuple(providers), wires, tuple(problems))


def _guarded(open_wire: OpenWire) -> OpenWire:
    """Whatever a plugin raises instead of a wire is to its provider what a dialect is that nobody understands."""

    def opened(provider_name: str, dialect: Mapping[str, Any]) -> Wire:
        try:
            return open_wire(provider_name, dialect)
        except ValueError:
            raise
        except (Exception, SystemExit) as error:    # the seam to code that is not ours
            raise ValueError(f"its wire does not open ({type(error).__name__}: {error})") from error

    return opened


def _packages(folder: Path) -> Iterator[tuple[str, metadata.Distribution, list[metadata.EntryPoint] | Exception]]:
    """By name, once each: of two versions the one that is imported, which is the first.

    In place of its entry points comes what was raised by a package whose records can't be read: it may be a plugin.
    """
    seen: set[str] = set()
    for distribution in metadata.distributions(path=list(dict.fromkeys([*sys.path, str(folder)]))):
        points: list[metadata.EntryPoint] | Exception
        try:
            points = [point for point in distribution.entry_points if point.group == GROUP]
        except Exception as error:  # noqa: BLE001  # the library raises whatever its parser trips over
            points = error
            log.warning("a package's list of entry points can't be read: %s %r", _name(distribution), error)
        name = _name(distribution)
        if points and name and name not in seen:
            seen.add(name)
            yield name, distribution, points


def _name(distribution: metadata.Distribution) -> str:
    """The package's name, ``""`` where it lacks one or its records can't be read."""
    try:
        return "".join(distribution.metadata.get_all("Name") or ())
    except (UnicodeDecodeError, OSError):
        return ""


def _about(distribution: metadata.Distribution) -> tuple[str, str]:
    version, summary = ("".join(distribution.metadata.get_all(field) or ()) for field in ("Version", "Summary"))
    return version, summary


def _broken(package: str, error: BaseException) -> ChatError:
    return ChatError(
        ErrorKind.INTERNAL,
        f"The plugin “{package}” could not be used.",
        remedy="Update it, or take it away in the settings; everything else goes on without it.",
        detail=f"{type(error).__name__}: {error}",
    )
