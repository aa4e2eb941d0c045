"""A desktop of its own for a test: a virtual screen, a private D-Bus session and the accessibility bus.

Needs Debian's xvfb, dbus-daemon, at-spi2-core, python3-gi and gir1.2-atspi-2.0; ``available()`` says which is missing.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.support.program import program

AT_SPI_LAUNCHER = Path("/usr/libexec/at-spi-bus-launcher")
SYSTEM_PYTHON = Path("/usr/bin/python3")
DRIVER = Path(__file__).with_name("atspi_driver.py")


def missing() -> str:
    """Why a desktop can't be had here, or ``""``."""
    for needed in ("Xvfb", "dbus-daemon"):
        if shutil.which(needed) is None:
            return f"{needed} is not installed"
    if not AT_SPI_LAUNCHER.exists():
        return "at-spi2-core is not installed"
    probe = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"
    if subprocess.run([SYSTEM_PYTHON, "-c", probe], capture_output=True, check=False).returncode:
        return "python3-gi or gir1.2-atspi-2.0 is not installed"
    return ""

PASTE = """
import json
from PySide6.QtGui import QGuiApplication
application = QGuiApplication([])
data = application.clipboard().mimeData()
print(json.dumps({"text": data.text(), "html": data.html()}))
"""


class Screen:
    """What stands on the desktop, found and used by accessible names (``atspi_driver.py`` has the commands)."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = environment
        self._driver = subprocess.Popen(
            [SYSTEM_PYTHON, "-W", "ignore", DRIVER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )

    def find(self, name: str, **how: Any) -> dict[str, Any]:
        """Role, name and text of what is showing under that name; waits up to ``timeout`` seconds."""
        return dict(self._do("find", name=name, **how))

    def children(self, name: str, **how: Any) -> list[dict[str, Any]]:
        """The children of ``name``, each with role, name, text and what is ``inside`` it."""
        return list(self._do("children", name=name, **how))

    def type(self, name: str, text: str, **how: Any) -> None:
        """Replace the text of an entry."""
        assert self._do("type", name=name, text=text, **{"role": "text", **how}), f"{name} took no text"

    def press(self, name: str, **how: Any) -> None:
        """Press a button or activate an item."""
        assert self._do("press", name=name, **how), f"{name} could not be pressed"

    def set(self, name: str, value: float, **how: Any) -> None:
        """Set the number of a field."""
        assert self._do("set", name=name, value=value, **how), f"{name} took no number"

    def select(self, name: str, **how: Any) -> None:
        """Select an item of a list; with ``only`` no other stays selected."""
        assert self._do("select", name=name, **how), f"{name} could not be selected"

    def select_all(self, name: str, **how: Any) -> None:
        """Select all items of a list."""
        assert self._do("select_all", name=name, **how), f"not all of {name} could be selected"

    def deselect(self, name: str, **how: Any) -> None:
        """Take an item away from what is selected."""
        assert self._do("deselect", name=name, **how), f"{name} could not be taken away"

    def wait_text(self, name: str, text: str, **how: Any) -> str:
        """Wait until ``text`` is somewhere below ``name``, and give back the whole text it is in."""
        return str(self._do("wait_text", name=name, text=text, **how))

    def tree(self) -> list[dict[str, Any]]:
        """Everything on the desktop, for a failure message or a check of names."""
        return list(self._do("tree"))

    def clipboard(self) -> dict[str, str]:
        """What every other program would get from the clipboard now: “text” and “html”."""
        done = subprocess.run([sys.executable, "-c", PASTE], env=self.environment, capture_output=True, text=True, check=True)
        return dict(json.loads(done.stdout))

    def picture(self, path: Path) -> None:
        """A screenshot, where ImageMagick is installed."""
        if shutil.which("import"):
            subprocess.run(["import", "-window", "root", path], env=self.environment, check=True)

    def close(self) -> None:
        """End the driver."""
        assert self._driver.stdin
        assert self._driver.stdout
        self._driver.stdin.close()
        self._driver.wait(120)
        self._driver.stdout.close()

    def _do(self, command: str, **arguments: Any) -> Any:
        assert self._driver.stdin
        assert self._driver.stdout
        self._driver.stdin.write(json.dumps({"do": command, **arguments}) + "\n")
        self._driver.stdin.flush()
        answer = json.loads(self._driver.stdout.readline())
        if "error" in answer:
            raise AssertionError(answer["error"])
        return answer["result"]


@contextmanager
def desktop(home: Path, size: str = "1200x800") -> Iterator[Screen]:
    """A desktop whose programs have ``home`` as their home folder."""
    runtime = home / "run"
    runtime.mkdir(mode=0o700, parents=True, exist_ok=True)
    environment = {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(runtime),
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "QT_QPA_PLATFORM": "xcb",
    }
    with virtual_screen(size) as display:
        environment["DISPLAY"] = display
        with session_bus(environment) as address:
            environment["DBUS_SESSION_BUS_ADDRESS"] = address
            with _running([str(AT_SPI_LAUNCHER)], environment):
                screen = Screen(environment)
                try:
                    yield screen
                finally:
                    screen.close()


@contextmanager
def deskchat(
    screen: Screen, home: Path, *arguments: str, within: Sequence[str] = ()
) -> Iterator[subprocess.Popen[bytes]]:
    """The real program in a real window, with all its data below ``home``; ended politely, then by force.

    ``within``: a command that runs it and watches.
    """
    command = [*within, *program(), "--home", str(home), *arguments]
    log = home / "stderr.log"
    home.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as errors:
        process = subprocess.Popen(command, env=screen.environment, stdout=errors, stderr=errors)
    try:
        yield process
    finally:
        _end(process)


@contextmanager
def virtual_screen(size: str) -> Iterator[str]:
    """The name of an X display."""
    read, write = os.pipe()
    # without -noreset it begins anew when its last client leaves, and whoever comes at that moment is turned away
    command = ["Xvfb", "-noreset", "-displayfd", str(write), "-screen", "0", f"{size}x24", "-nolisten", "tcp"]
    process = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as number:
            yield f":{number.readline().strip()}"
    finally:
        _end(process)


@contextmanager
def session_bus(environment: Mapping[str, str]) -> Iterator[str]:
    """The address of a D-Bus session of its own."""
    command = ["dbus-daemon", "--session", "--nofork", "--print-address=1"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment)
    try:
        assert process.stdout
        yield process.stdout.readline().strip()
    finally:
        _end(process)
        if process.stdout:
            process.stdout.close()


@contextmanager
def _running(command: Sequence[str], environment: Mapping[str, str]) -> Iterator[None]:
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        _end(process)


def _end(process: subprocess.Popen[Any]) -> None:
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(120)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(120)
