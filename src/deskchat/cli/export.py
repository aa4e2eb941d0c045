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

SHORT = {"md": Form.MARKDOWN.value}


def add_to(commands: Subcommands) -> None:
    """Declare the command and its arguments."""
    usage = "deskchat export (ID ... | --all) (DIR | --to PATH) [--format FORMAT]"
    export = commands.add_parser("export", help="write conversations to files", usage=usage)
    export.mixed = True    # ID --format md DIR
    named = "the conversations, each by its id or the beginning of it; last of all DIR, a folder that gets a file for each"
    export.add_argument("named", metavar="ID", nargs="*", help=named)
    export.add_argument("--all", action="store_true", help="all conversations")
    alone = "instead of DIR: one file with all of them, or with markdown a new folder"
    export.add_argument("--to", metavar="PATH", type=Path, help=alone)
    export.add_argument(
        "--format",
        choices=[*(form.value for form in Form), *SHORT],
        default=Form.JSON.value,
        help="json: everything, can be imported; markdown (or md): with the pictures beside it; html: a page to read or"
        " print; pdf: set for paper",
    )
    export.set_defaults(run=run)


def run(arguments: argparse.Namespace, paths: Paths) -> int:
    """Write; the exit status."""
    named, target = _told_apart(arguments)
    form = Form(SHORT.get(arguments.format, arguments.format))

    async def work(services: Services) -> int:
        ids = None
        if not arguments.all:
            ids = list(dict.fromkeys([(await services.chats.open(prefix)).id for prefix in named]))
        write = services.exchange.export if arguments.to is not None else services.exchange.export_each
        with ProgressLine() as line:

            def told(taken: int, of: int) -> None:
                line.show(f"{taken:,} of {of:,} conversations")

            count = await write(ids, target, form, told=told)
        print_lines([f"{count} exported: {target}"])
        return DONE

    return with_services(paths, work)


def _told_apart(arguments: argparse.Namespace) -> tuple[list[str], Path]:
    """The conversations that are named, and the place: the last word, where there is no ``--to``."""
    named, target = list(arguments.named), arguments.to
    if target is None:
        if len(named) + arguments.all < 2:    # nothing to export, or nowhere to
            raise MisuseError("Say what to export (ID… or --all), and last the folder that it goes to.")
        target = Path(named.pop())
    if arguments.all == bool(named):
        raise MisuseError("Name the conversations to export, or give --all; not both.")
    return named, target.absolute()
