"""How processes of our own are started."""

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

NEEDED = frozenset({
    "PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "USERPROFILE", "LD_LIBRARY_PATH", "VIRTUAL_ENV",
})    # fmt: skip


def own_command(module: str, hidden_argument: str) -> Sequence[str]:
    """The beginning of its command line: a frozen build has no Python, but plays the role itself."""
    if getattr(sys, "frozen", False):
        return (sys.executable, hidden_argument)
    return (sys.executable, "-m", module)


def bare_environment(own: Mapping[str, str]) -> dict[str, str]:
    """What Python needs to run, and no keys. Its own folders stay: relative ones would lose their meaning elsewhere."""
    kept = {name: value for name, value in own.items() if name.upper() in NEEDED}
    if own.get("PYTHONPATH"):
        kept["PYTHONPATH"] = os.pathsep.join(str(Path(entry).absolute()) for entry in own["PYTHONPATH"].split(os.pathsep))
    return kept | {"PYTHONSAFEPATH": "1", "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
