"""A Wayland desktop without a screen: weston, headless."""

import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

SOCKET = "wayland-deskchat"
UP_S = 20.0


def missing() -> str:
    """Why there can't be one here, or ``""``."""
    return "" if shutil.which("weston") else "weston is not installed"


@contextmanager
def wayland(environment: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """``environment`` with the compositor in it, and no X11 to fall back to."""
    inside = {name: value for name, value in environment.items() if name != "DISPLAY"}
    command = ["weston", "--backend=headless-backend.so", "--no-config", f"--socket={SOCKET}", "--width=1200", "--height=800"]
    said = Path(environment["XDG_RUNTIME_DIR"]) / "weston.log"
    with said.open("wb") as log:
        process = subprocess.Popen(command, env=inside, stdout=log, stderr=log)
    try:
        _wait_for(Path(environment["XDG_RUNTIME_DIR"]) / SOCKET, process, said)
        yield inside | {"WAYLAND_DISPLAY": SOCKET, "QT_QPA_PLATFORM": "wayland"}
    finally:
        process.terminate()
        process.wait(120)


def _wait_for(socket: Path, process: "subprocess.Popen[bytes]", said: Path) -> None:
    until = time.monotonic() + UP_S
    while not socket.exists():
        assert process.poll() is None, said.read_text()
        assert time.monotonic() < until, said.read_text()
        time.sleep(0.05)
