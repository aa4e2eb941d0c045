"""``deskchat doctor``: is everything in its place, and does it work? Never prints a secret."""

import argparse
import platform
import sys
from importlib.metadata import PackageNotFoundError, version

from deskchat import __version__
from deskchat.chat.errors import ChatError
from deskchat.cli.opened import with_services
from deskchat.cli.outcome import DONE, FAILED
from deskchat.cli.self_test import try_engine
from deskchat.cli.subcommands import Subcommands
from deskchat.cli.table import print_table
from deskchat.engine.device import Device
from deskchat.paths import Paths
from deskchat.services.services import Services

LIBRARIES = ("PySide6-Essentials", "apsw", "httpx2", "keyring", "llama-cpp-python")


def add_to(commands: Subcommands) -> None:
    """Declare the command."""
    commands.add_parser("doctor", help="check the installation and try the engine").set_defaults(run=run)


def run(_arguments: argparse.Namespace, paths: Paths) -> int:
    """Check and print; the exit status is 1 when something does not work."""
    print_table(_versions())
    print_table(_places(paths))

    async def work(services: Services) -> int:
        for notice in services.notices:
            print_table([("notice", notice)])
        keyring = await services.accounts.keyring_status()
        print_table([("keyring", keyring or "keys can be stored")])
        try:
            print_table([("device", _device(device)) for device in await services.fitting.devices()])
            told = await try_engine(services)
        except ChatError as error:
            print_table([("engine", error.message)])
            return FAILED
        print_table([("engine", told), ("computed", services.fitting.placed())])
        return DONE

    return with_services(paths, work, offline=True)


def _device(device: Device) -> str:
    memory = f"{device.free_bytes / 1e9:.1f} of {device.total_bytes / 1e9:.1f} GB free"
    return f"{device.name}: {device.description}, {memory}"


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
    return [(name, f"{place}{'' if place.exists() else ' (not there yet)'}") for name, place in places]
