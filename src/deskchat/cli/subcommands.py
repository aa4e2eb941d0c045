"""The type of what a command adds itself to."""

import argparse
from typing import TypeAlias

from deskchat.cli.usage import Parser

Subcommands: TypeAlias = "argparse._SubParsersAction[Parser]"
