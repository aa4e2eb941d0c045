"""``deskchat list``: the conversations, as the sidebar shows them."""

import argparse

from deskchat.chat.conversation import Summary
from deskchat.cli.opened import with_services
from deskchat.cli.outcome import DONE
from deskchat.cli.subcommands import Subcommands
from deskchat.cli.table import print_table
from deskchat.paths import Paths
from deskchat.services.services import Services


def add_to(commands: Subcommands) -> None:
    """Declare the command."""
    commands.add_parser("list", help="list the conversations, newest first").set_defaults(run=run)


def run(_arguments: argparse.Namespace, paths: Paths) -> int:
    """List; the exit status."""

    async def work(services: Services) -> int:
        conversations = await services.chats.all()
        if conversations:
            print_table([_row(summary) for summary in conversations])
        return DONE

    return with_services(paths, work)


def _row(summary: Summary) -> tuple[str, ...]:
    when = summary.updated_at.astimezone().strftime("%Y-%m-%d %H:%M")
    return summary.id, when, "pinned" if summary.pinned else "", summary.title or "New chat"
