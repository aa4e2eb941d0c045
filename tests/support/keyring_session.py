"""A real Secret Service in any state, on a D-Bus session of its own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.support.waiting import until

SCRIPT = Path(__file__).with_suffix(".sh")
SOURCE = Path(__file__).parents[2] / "src"
NEEDED = ("dbus-run-session", "gnome-keyring-daemon", "gdbus")


def is_available() -> bool:
    """Are the programs for it installed?"""
    return sys.platform == "linux" and all(shutil.which(program) for program in NEEDED)


def _is_there(environ: Mapping[str, str]) -> bool:
    """Does anybody on the bus have the name of the Secret Service?"""
    command = ["gdbus", "call", "--session", "--dest", "org.freedesktop.DBus", "--object-path", "/org/freedesktop/DBus",
               "--method", "org.freedesktop.DBus.NameHasOwner", "org.freedesktop.secrets"]    # fmt: skip
    return "true" in subprocess.run(command, env=dict(environ), capture_output=True, text=True, check=False).stdout


@contextmanager
def unlocked(environ: Mapping[str, str]) -> Iterator[None]:
    """An open keyring on the D-Bus session that ``environ`` names."""
    command = ["gnome-keyring-daemon", "--unlock", "--foreground", "--components=secrets"]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, env=dict(environ), stdin=subprocess.PIPE, stdout=quiet, stderr=quiet) as daemon:
        assert daemon.stdin
        daemon.stdin.write(b"testpw")
        daemon.stdin.close()
        until(lambda: _is_there(environ))    # whoever asked before would start another one, which is locked
        try:
            yield
        finally:
            daemon.terminate()


def run_python(state: str, home: Path, code: str, environ: Mapping[str, str], timeout_s: float = 240) -> str:
    """Run ``code`` in a session whose keyring is in ``state``; what it printed. Raises when it fails."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "LANG", "TMPDIR"}}
    done = subprocess.run(
        [SCRIPT, state, home, sys.executable, "-"],
        input=code,
        env={**kept, "PYTHONPATH": str(SOURCE), **environ},
        capture_output=True,
        text=True,
        timeout=timeout_s,
        check=False,
    )
    if done.returncode:
        raise AssertionError(f"exit status {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done.stdout
