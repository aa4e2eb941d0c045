"""``deskchat embed``: texts as vectors, by a model on this machine."""

import argparse
import json
import sys

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.model import LOCAL, ModelRef
from deskchat.cli.opened import with_services
from deskchat.cli.outcome import DONE, MisuseError
from deskchat.cli.subcommands import Subcommands
from deskchat.cli.table import print_lines
from deskchat.paths import Paths
from deskchat.services.services import Services

INPUT_LIMIT_BYTES = 64_000_000
DIGITS = 7    # a 32-bit float has no more


def add_to(commands: Subcommands) -> None:
    """Declare the command and its arguments."""
    embed = commands.add_parser("embed", help="make a vector of each text with a local model")
    embed.add_argument("texts", metavar="TEXT", nargs="*", help="none: each line of stdin is one")
    embed.add_argument("--model", metavar="local/NAME", help="by default one that was made for it, if there is one")
    embed.set_defaults(run=run)


def run(arguments: argparse.Namespace, paths: Paths) -> int:
    """Print one JSON object a line, in the order of the texts; the exit status."""
    texts = tuple(arguments.texts) or _lines()
    if not texts:
        raise MisuseError("There is nothing to embed: give a TEXT, or write lines to stdin.")
    model = _ref(arguments.model) if arguments.model else None

    async def work(services: Services) -> int:
        made = await services.embedding.embed(texts, model)
        print_lines([
            json.dumps({"vector": [float(f"{number:.{DIGITS}g}") for number in made[index]], "cut": made.cut[index]})
            for index in range(len(made))
        ])
        return DONE

    return with_services(paths, work, offline=True)


def _ref(text: str) -> ModelRef:
    provider, _, name = text.partition("/")
    if provider != LOCAL or not name:
        raise ChatError(
            ErrorKind.NOT_FOUND, f"{text} is no model on this computer.", remedy="`deskchat models` lists those there are."
        )
    return ModelRef(LOCAL, name)


def _lines() -> tuple[str, ...]:
    if sys.stdin.isatty():
        return ()
    data = sys.stdin.buffer.read(INPUT_LIMIT_BYTES + 1)
    if len(data) > INPUT_LIMIT_BYTES:
        raise MisuseError(f"What comes on stdin is longer than {INPUT_LIMIT_BYTES // 1_000_000} MB.")
    lines = data.decode("utf-8-sig", "replace").replace("\r\n", "\n").split("\n")    # as other programs count them
    return tuple(lines if lines[-1] else lines[:-1])
