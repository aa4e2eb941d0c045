"""``deskchat search``: where the conversations say it."""

import argparse

from deskchat.cli.opened import with_services
from deskchat.cli.outcome import DONE
from deskchat.cli.subcommands import Subcommands
from deskchat.cli.table import print_table
from deskchat.cli.terminal import say
from deskchat.paths import Paths
from deskchat.services.services import Services


def add_to(commands: Subcommands) -> None:
    """Declare the command and its arguments."""
    search = commands.add_parser("search", help="find words in all conversations")
    search.add_argument("text", metavar="TEXT", nargs="+")
    search.set_defaults(run=run)


def run(arguments: argparse.Namespace, paths: Paths) -> int:
    """Print what was found, best first; the exit status."""

    async def work(services: Services) -> int:
        await services.finding.index_all()    # nothing to do, but for the first search after an update
        hits = await services.finding.search(" ".join(arguments.text))
        if hits:
            print_table([(hit.conversation.id, hit.conversation.title or "New chat", hit.snippet.text) for hit in hits])
        else:
            say("Nothing was found.")
        return DONE

    return with_services(paths, work)
