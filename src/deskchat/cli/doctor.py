"""``deskchat doctor``: is everything in its place, and does it work? Never prints a secret."""

import argparse
import os
import platform
import sys
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

from deskchat import __version__
from deskchat.chat.errors import ChatError
from deskchat.cli import surroundings
from deskchat.cli.opened import with_services
from deskchat.cli.outcome import DONE, FAILED
from deskchat.cli.self_test import try_engine
from deskchat.cli.subcommands import Subcommands
from deskchat.cli.table import print_table
from deskchat.engine.device import Device
from deskchat.paths import Paths
from deskchat.services.crash_reports import CrashReports
from deskchat.services.services import Services
from deskchat.settings import OFFLINE, PLUGINS, PROXY

LIBRARIES = ("PySide6-Essentials", "apsw", "httpx2", "keyring", "llama-cpp-python")


def add_to(commands: Subcommands) -> None:
    """Declare the command."""
    commands.add_parser("doctor", help="check the installation and try the engine").set_defaults(run=run)


def run(_arguments: argparse.Namespace, paths: Paths) -> int:
    """Check and print; the exit status is 1 when something does not work."""
    _tell(_versions())
    _tell(_places(paths))
    _tell(_around())
    _tell([("crashes", _crashes(paths))])

    async def work(services: Services) -> int:
        for notice in services.notices:
            _tell([("notice", notice)])
        _tell(_chosen(services))
        _tell([("keyring", await _keyring(services))])
        try:
            _tell([("device", _device(device)) for device in await services.fitting.devices()])
            told = await try_engine(services)
        except ChatError as error:
            _tell([("engine", error.message)])
            return FAILED
        _tell([("engine", told), ("computed", services.fitting.placed())])
        return DONE

    return with_services(paths, work, offline=True, tell=False)    # it has a line for them


def _tell(rows: Sequence[tuple[str, str]]) -> None:
    """As soon as they are known, all in one column."""
    print_table(rows, max(map(len, LIBRARIES)))


def _device(device: Device) -> str:
    memory = f"{device.free_bytes / 1e9:.1f} of {device.total_bytes / 1e9:.1f} GB free"
    return f"{device.name}: {device.description}, {memory}"


async def _keyring(services: Services) -> str:
    trouble = await services.accounts.keyring_status()
    return trouble or f"{await services.accounts.keyring_name()}: keys can be stored"


def _versions() -> list[tuple[str, str]]:
    rows = [
        ("deskchat", __version__),
        ("Python", f"{platform.python_version()} ({sys.executable})"),
        ("system", platform.platform()),
    ]
    return rows + [(name, _version(name)) for name in LIBRARIES]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not known"    # a frozen build carries no package records


def _places(paths: Paths) -> list[tuple[str, str]]:
    places = (("settings", paths.settings), ("history", paths.database), ("models", paths.models), ("logs", paths.logs))
    rows = [(name, f"{place}{'' if place.exists() else ' (not there yet)'}") for name, place in places]
    history = surroundings.size(paths.database)
    return [*rows, *([("history takes", history)] if history else []), ("disk", surroundings.room(paths.data))]


def _around() -> list[tuple[str, str]]:
    rows = [("display", surroundings.display(os.environ))]
    fonts = surroundings.fonts()
    return [*rows, ("fonts", fonts)] if fonts else rows


def _crashes(paths: Paths) -> str:
    reports = CrashReports(paths.crashes).all()
    return f"{len(reports)}, the last one in {reports[0]}" if reports else "no report"


def _chosen(services: Services) -> list[tuple[str, str]]:
    """What the person chose that explains much; of a proxy only that there is one, for its address may hold a password."""
    get = services.settings.get
    proxy = get(PROXY)
    network = "offline, as the settings say" if get(OFFLINE) else "allowed"
    rows = [("network", f"{network}; proxy: {proxy if proxy in ('system', 'none') else 'one of your own'}")]
    allowed = get(PLUGINS)
    if services.proxy.stands_in_file:
        rows.append(("notice", "the proxy's password stands in the settings file; the window brings it into the keyring"))
    return [*rows, ("plugins", ", ".join(allowed))] if allowed else rows
