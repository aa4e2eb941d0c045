"""Reads the command line and hands it to one command; without a command, the window opens."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from deskchat import __version__
from deskchat.chat.errors import ChatError
from deskchat.cli.outcome import DONE, FAILED, INTERRUPTED, WRONG_USAGE, MisuseError
from deskchat.paths import Paths, find, opens_window
from deskchat.services.second_start import tell_window, to_show

if TYPE_CHECKING:
    import argparse

    from deskchat.cli.subcommands import Subcommands

SAFE = "--safe"
OpenWindow = Callable[[Paths, Sequence[str]], int]


class _Command(Protocol):
    """A file of ``cli/``."""

    def add_to(self, commands: "Subcommands") -> None: ...


def main(argv: Sequence[str], open_window: OpenWindow) -> int:
    """Run one command line; the exit status (see ``outcome.py``). Wrong usage ends in ``SystemExit(2)``."""
    match [argument for argument in argv if argument != SAFE]:    # the window alone knows it
        case []:
            home, run = None, None
        case ["--home", str(folder)]:
            home, run = Path(folder), None
        case [str(file)] if opens_window(file):    # from a file manager: the window asks what to do with it
            home, run = None, None
        case ["--home", str(folder), str(file)] if opens_window(file):
            home, run = Path(folder), None
        case _:
            arguments = _parser().parse_args(argv)
            home, run = arguments.home, arguments.run
    if run is not None and arguments.safe:
        return _complain(f"{SAFE} is for the window: it goes with no command.", WRONG_USAGE)
    paths = find(home)
    if run is not None:
        return _ended(lambda: run(arguments, paths))
    if SAFE not in argv and tell_window(paths.data, to_show(argv)):
        return DONE    # it is open already, and comes to the front
    return _ended(lambda: open_window(paths, argv))


def _ended(command: Callable[[], int]) -> int:
    """Run it; what it can't do is a sentence."""
    try:
        return command()
    except ChatError as error:
        return _complain(error.message, FAILED)
    except MisuseError as misuse:
        return _complain(str(misuse), WRONG_USAGE)
    except KeyboardInterrupt:
        return INTERRUPTED
    except RuntimeError as error:
        if "can't start new thread" not in str(error):    # Python has no kind of its own for it
            raise
        return _complain("This computer lets deskchat start no more threads. Close other programs and try again.", FAILED)


def _complain(sentence: str, status: int) -> int:
    from deskchat.cli.terminal import say  # which the window does not need

    say(sentence)
    return status


def _commands() -> "tuple[_Command, ...]":
    """All commands in the order of the help; imported only here, for the window is not to wait for them."""
    from deskchat.cli import (
        ask,
        backup,
        doctor,
        embed,
        export,
        import_,
        keys,
        list_,
        models,
        plugins,
        providers,
        quick,
        requests,
        search,
        show,
        spending,
        update,
    )

    return (
        ask, embed, models, providers, plugins, keys, list_, show, search, spending, requests, export, import_, backup,
        update, quick, doctor,
    )    # fmt: skip


def _parser() -> "argparse.ArgumentParser":
    from deskchat.cli.usage import Parser

    parser = Parser(
        prog="deskchat",
        description="Talk to any model, and change it in mid-conversation. Without a command: open the window;"
        " with a GGUF file or an export instead of one, it asks whether to add or import it.",
    )
    parser.add_argument("--home", metavar="DIR", type=Path, help="keep settings, database, models and logs below DIR")
    parser.add_argument(
        SAFE, action="store_true", help="open the window without plugins, local models and your theme, to find what is wrong"
    )
    parser.add_argument("--version", action="version", version=f"deskchat {__version__}")
    parser.set_defaults(run=None)
    commands = parser.add_subparsers(metavar="COMMAND", title="commands")
    for command in _commands():
        command.add_to(commands)
    return parser
