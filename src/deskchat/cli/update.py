"""``deskchat update``: is there a newer release? Nothing is installed."""

import argparse

from deskchat import __version__
from deskchat.cli.opened import with_services
from deskchat.cli.outcome import DONE
from deskchat.cli.subcommands import Subcommands
from deskchat.cli.terminal import say
from deskchat.paths import Paths
from deskchat.services.services import Services


def add_to(commands: Subcommands) -> None:
    """Declare the command."""
    commands.add_parser("update", help="ask whether there is a newer release; installs nothing").set_defaults(run=run)


def run(_arguments: argparse.Namespace, paths: Paths) -> int:
    """Ask and tell; the exit status."""

    async def work(services: Services) -> int:
        release = await services.updates.look()
        if release is None:
            say(f"deskchat {__version__} is the newest release.")
        else:
            say(f"deskchat {release.version} is there ({release.released}): {release.notes}. {services.updates.here.update}")
        return DONE

    return with_services(paths, work)
