"""The parser of the command line: what it complains of is short and can't steer the terminal, whatever it was given."""

import argparse
from collections.abc import Container
from typing import NoReturn

from deskchat.cli.terminal import harmless

MOST_CHARACTERS = 600
MOST_COUNTED = 1_000_000_000


def count(text: str) -> int:
    """A number of things, as an argument. Raises what ``argparse`` tells as wrong usage."""
    value = int(text)
    if not 1 <= value <= MOST_COUNTED:
        raise argparse.ArgumentTypeError("a whole number from 1 on is meant")
    return value


class Parser(argparse.ArgumentParser):
    """Also of the commands: they are parsed by the class of the first one.

    ``parts``: what can be named first, where something else means ``implied`` (``backup FILE`` is ``backup make FILE``).
    ``mixed``: its options may stand between its other words.
    """

    parts: Container[str] = ()
    implied = ""
    mixed = False

    def parse_known_args(self, args=None, namespace=None):  # type: ignore[no-untyped-def]    # as argparse declares it
        """As ``argparse`` does, with the part that is not named, and the words behind an option."""
        if self.implied and args and not args[0].startswith("-") and args[0] not in self.parts:
            args = [self.implied, *args]
        if self.mixed:
            self.mixed = False    # which calls this again, for the options alone
            try:
                return self.parse_known_intermixed_args(args, namespace)
            finally:
                self.mixed = True
        return super().parse_known_args(args, namespace)

    def error(self, message: str) -> NoReturn:
        """Name the wrong usage and end with status 2; a megabyte of an argument is not repeated."""
        said = harmless(message)
        super().error(said if len(said) <= MOST_CHARACTERS else f"{said[:MOST_CHARACTERS]}…")
