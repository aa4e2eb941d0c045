"""Which sockets a program opens, told by strace; its children included."""

import re
import shutil
from collections.abc import Sequence
from pathlib import Path


def missing() -> str:
    """Why nobody can watch here, or ``""``."""
    return "" if shutil.which("strace") else "strace is not installed"


def watching(log: Path) -> Sequence[str]:
    """What to put before a command, so that its sockets are noted in ``log``."""
    return ("strace", "-f", "-qq", "-e", "trace=socket,connect,sendto", "-o", str(log))


def internet_sockets(log: Path) -> list[str]:
    """The calls that made a socket for an internet address, this machine's own included."""
    return [line for line in log.read_text("utf-8", "replace").splitlines() if re.search(r"socket\(AF_INET6?\b", line)]
