"""``deskchat plugins``: packages with further providers, and whether they are used."""

import argparse

from deskchat.cli.opened import with_services
from deskchat.cli.outcome import DONE
from deskchat.cli.subcommands import Subcommands
from deskchat.cli.table import print_table
from deskchat.cli.terminal import say
from deskchat.paths import Paths
from deskchat.services.plugins import KnownPlugin
from deskchat.services.services import Services


def add_to(commands: Subcommands) -> None:
    """Declare the command."""
    parser = commands.add_parser("plugins", help="list packages with further providers, allow or forbid one")
    parser.set_defaults(run=run)
    actions = parser.add_subparsers(metavar="ACTION")
    for name, allowed, what in (
        ("allow", True, "use it from now on: its code runs with your rights"),
        ("forbid", False, "use it no longer"),
    ):
        action = actions.add_parser(name, help=what)
        action.add_argument("package", metavar="PACKAGE")
        action.set_defaults(run=change, allowed=allowed)


def run(_arguments: argparse.Namespace, paths: Paths) -> int:
    """List; the exit status."""

    async def work(services: Services) -> int:
        known = await services.plugins.all()
        if not known:
            say(f"There are no plugins. They are installed into “{paths.plugins}” (docs/plugins.md says how).")
        print_table([_row(one) for one in known])
        return DONE

    return with_services(paths, work)


def change(arguments: argparse.Namespace, paths: Paths) -> int:
    """Allow or forbid one; the exit status."""

    async def work(services: Services) -> int:
        await services.plugins.allow(arguments.package, arguments.allowed)
        print_table([_row(one) for one in await services.plugins.all() if one.plugin.package == arguments.package])
        return DONE

    return with_services(paths, work)


def _row(known: KnownPlugin) -> tuple[str, ...]:
    plugin = known.plugin
    return plugin.package, plugin.version, "allowed" if known.allowed else "not allowed", plugin.summary
