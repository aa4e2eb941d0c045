"""The parser of the command line: what it complains of is short and can't steer the terminal, whatever it was given."""

import argparse
from typing import NoReturn

from deskchat.cli.terminal import harmless

MOST_CHARACTERS = 600


class Parser(argparse.ArgumentParser):
    """Also of the commands: they are parsed by the class of the first one."""

    def error(self, message: str) -> NoReturn:
        """Name the wrong usage and end with status 2; a megabyte of an argument is not repeated."""
        said = harmless(message)
        super().error(said if len(said) <= MOST_CHARACTERS else f"{said[:MOST_CHARACTERS]}…")
