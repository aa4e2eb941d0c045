"""``deskchat export``: conversations as files."""

import argparse
from pathlib import Path

from deskchat.cli.opened import with_services
from deskchat.cli.outcome import DONE, MisuseError
from deskchat.cli.progress import ProgressLine
from deskchat.cli.subcommands import Subcommands
from deskchat.cli.table import print_lines
from deskchat.paths import Paths
from deskchat.services.exchange import Form
from deskchat.services.services import Services


def add_to(commands: Subcommands) -> None:
    """Declare the command and its arguments."""
    export = commands.add_parser("export", help="write conversations to a file")
    export.add_argument("conversation", metavar="ID", nargs="*", help="its id, or the beginning of it")
    export.add_argument("--all", action="store_true", help="all conversations")
    export.add_argument("--to", metavar="PATH", type=Path, required=True, help="the file, or with markdown the folder")
    export.add_argument(
        "--format",
        choices=[form.value for form in Form],
        default=Form.JSON.value,
        help="json: everything, can be imported; markdown: a folder with the pictures; html: one page to read or print;"
        " pdf: set for paper",
    )
    export.set_defaults(run=run)


def run(arguments: argparse.Namespace, paths: Paths) -> int:
    """Write; the exit status."""
    if arguments.all == bool(arguments.conversation):
        raise MisuseError("Name the conversations to export, or give --all.")

    async def work(services: Services) -> int:
        ids = None
        if not arguments.all:
            ids = list(dict.fromkeys([(await services.chats.open(prefix)).id for prefix in arguments.conversation]))
        target = arguments.to.absolute()
        with ProgressLine() as line:

            def told(taken: int, of: int) -> None:
                line.show(f"{taken:,} of {of:,} conversations")

            count = await services.exchange.export(ids, target, Form(arguments.format), told=told)
        print_lines([f"{count} exported: {target}"])
        return DONE

    return with_services(paths, work)
