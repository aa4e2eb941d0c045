"""A virtual screen for a benchmark's programs."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def screen(size: str = "1280x900x24") -> Iterator[dict[str, str]]:
    """Gives the environment in which programs show their windows there; they reach no session bus."""
    read, write = os.pipe()
    # without -noreset it begins anew when its last client leaves, and whoever comes at that moment is turned away
    command = ["Xvfb", "-noreset", "-displayfd", str(write), "-screen", "0", size]
    server = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as number:
        display = f":{number.readline().strip()}"
    environment = {k: v for k, v in os.environ.items() if k != "QT_QPA_PLATFORM"}
    environment |= {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent"}
    try:
        yield environment | {"PYTHONDONTWRITEBYTECODE": ""}    # an installed program has its bytecode, too
    finally:
        server.terminate()
        server.wait()
