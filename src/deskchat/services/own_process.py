"""How processes of our own are started."""

import sys
from collections.abc import Sequence


def own_command(module: str, hidden_argument: str) -> Sequence[str]:
    """The beginning of its command line: a frozen build has no Python, but plays the role itself."""
    if getattr(sys, "frozen", False):
        return (sys.executable, hidden_argument)
    return (sys.executable, "-m", module)
