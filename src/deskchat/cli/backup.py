"""``deskchat backup``: copies of the whole history, listed, made and brought back."""

import argparse
from collections.abc import Awaitable, Callable
from pathlib import Path

from deskchat.cli.opened import with_services
from deskchat.cli.outcome import DONE
from deskchat.cli.subcommands import Subcommands
from deskchat.cli.table import print_lines, print_table
from deskchat.paths import Paths
from deskchat.services.services import Services

WHY = {
    "daily": "daily",
    "by-hand": "made by hand",
    "before-restore": "before a restore",
    "before-update": "before an update",
}


def add_to(commands: Subcommands) -> None:
    """Declare the command and its three parts."""
    backup = commands.add_parser("backup", help="list, make or restore copies of the history; FILE alone: make one there")
    parts = backup.add_subparsers(metavar="WHAT", required=True)
    listing = parts.add_parser("list", help="list the backups, newest first")
    listing.set_defaults(run=_run(_list))
    making = parts.add_parser("make", help="make one now")
    making.add_argument("file", metavar="FILE", nargs="?", type=Path, help="where; beside the history when not given")
    making.set_defaults(run=_run(_make))
    restoring = parts.add_parser("restore", help="make a backup the present history; that one is kept as a backup")
    restoring.add_argument("name", metavar="NAME", help="as “deskchat backup list” names it")
    restoring.set_defaults(run=_run(_restore))
    backup.parts, backup.implied = parts.choices, "make"


def _run(
    part: Callable[[Services, argparse.Namespace], Awaitable[None]],
) -> Callable[[argparse.Namespace, Paths], int]:
    def run(arguments: argparse.Namespace, paths: Paths) -> int:
        async def work(services: Services) -> int:
            await part(services, arguments)
            return DONE

        return with_services(paths, work)

    return run


async def _list(services: Services, _arguments: argparse.Namespace) -> None:
    found = await services.backups.all()
    if found:
        print_table(
            [
                (b.name, f"{b.made_at.astimezone():%Y-%m-%d %H:%M}", f"{b.size / 1e6:,.1f} MB", WHY[b.why.value])
                for b in found
            ]
        )


async def _make(services: Services, arguments: argparse.Namespace) -> None:
    target = None if arguments.file is None else arguments.file.absolute()
    print_lines([str(await services.backups.make(target))])


async def _restore(services: Services, arguments: argparse.Namespace) -> None:
    await services.backups.restore(arguments.name)
    print_lines([f"{arguments.name} is the history now. The one there was is a backup: “deskchat backup list”."])
