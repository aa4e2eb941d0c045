"""How processes of our own are started, and what they may cost."""

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

NO_WINDOW = 0x08000000 if sys.platform == "win32" else 0    # CREATE_NO_WINDOW: no console flashes up
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


def limit_resources(memory_bytes: int, cpu_s: int | None = None) -> None:
    """What this process may take while it reads something hostile, where the system can say no; it leaves no core file."""
    if sys.platform == "win32":
        return
    import resource

    limits = {resource.RLIMIT_AS: memory_bytes, resource.RLIMIT_CORE: 0}
    if cpu_s is not None:
        limits[resource.RLIMIT_CPU] = cpu_s
    for limit, most in limits.items():
        _, hard = resource.getrlimit(limit)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(limit, (allowed, hard))
        except (ValueError, OSError):
            continue    # macOS knows some limits by name only
