"""``deskchat quick``: the small box for one question, of the window that is open; the command for a key of the system."""

import argparse

from deskchat.cli.outcome import DONE, MisuseError
from deskchat.cli.subcommands import Subcommands
from deskchat.paths import Paths
from deskchat.services.second_start import Order, tell_window


def add_to(commands: Subcommands) -> None:
    """Declare the command."""
    quick = commands.add_parser("quick", help="open the quick question of the window that is open")
    quick.set_defaults(run=run)


def run(arguments: argparse.Namespace, paths: Paths) -> int:
    """Ask for it; the exit status."""
    if tell_window(paths.data, Order("quick")):
        return DONE
    raise MisuseError("No deskchat window is open that could show it. Start deskchat first.")
