"""A real Secret Service in any state, on a D-Bus session of its own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

SCRIPT = Path(__file__).with_suffix(".sh")
SOURCE = Path(__file__).parents[2] / "src"
NEEDED = ("dbus-run-session", "gnome-keyring-daemon", "gdbus")


def is_available() -> bool:
    """Are the programs for it installed?"""
    return sys.platform == "linux" and all(shutil.which(program) for program in NEEDED)


@contextmanager
def unlocked(environ: Mapping[str, str]) -> Iterator[None]:
    """An open keyring on the D-Bus session that ``environ`` names."""
    command = ["gnome-keyring-daemon", "--unlock", "--foreground", "--components=secrets"]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, env=dict(environ), stdin=subprocess.PIPE, stdout=quiet, stderr=quiet) as daemon:
        assert daemon.stdin
        daemon.stdin.write(b"testpw")
        daemon.stdin.close()
        try:
            yield
        finally:
            daemon.terminate()


def run_python(state: str, home: Path, code: str, environ: Mapping[str, str], timeout_s: float = 60) -> str:
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
