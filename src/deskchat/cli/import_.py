"""``deskchat import``: conversations from files of deskchat and of other programs."""

import argparse
from pathlib import Path

from deskchat.cli.opened import with_services
from deskchat.cli.outcome import DONE, FAILED
from deskchat.cli.progress import ProgressLine
from deskchat.cli.subcommands import Subcommands
from deskchat.cli.table import print_lines
from deskchat.cli.terminal import say
from deskchat.paths import Paths
from deskchat.services.services import Services


def add_to(commands: Subcommands) -> None:
    """Declare the command and its arguments."""
    taking = commands.add_parser("import", help="take conversations from a file of deskchat or another program")
    taking.add_argument(
        "file",
        metavar="FILE",
        nargs="+",
        type=Path,
        help="an export of deskchat, ChatGPT, Claude, Open WebUI, LM Studio, Jan or Cherry Studio, as it was downloaded",
    )
    taking.set_defaults(run=run)


def run(arguments: argparse.Namespace, paths: Paths) -> int:
    """Import; the exit status is that of a failure when nothing was there to take."""

    async def work(services: Services) -> int:
        with ProgressLine() as line:
            files = [file.absolute() for file in arguments.file]
            report = await services.exchange.take(files, lambda count: line.show(f"{count:,} conversations read"))
        print_lines([report.summary])
        for sentence in report.sentences:
            say(sentence)
        if report.unsaid:
            say(f"And {report.unsaid:,} more like these.")
        return DONE if report.added or report.extended or report.known else FAILED

    return with_services(paths, work)
