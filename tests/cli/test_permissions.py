"""Whatever the umask, what the program writes is the person's alone."""

import os
import stat
import subprocess
from pathlib import Path

from tests.faults.cases import case
from tests.support.home import KEYLESS, Home
from tests.support.servers import ChatServer


def careless(home: Home, *arguments: str) -> None:
    """Run the program under a umask that hides nothing."""
    command = ["sh", "-c", 'umask 000; exec "$@"', "sh", *home.command(*arguments)]
    environ = {**os.environ, **KEYLESS, "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent"}
    done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr


@case(132)
def test_files_and_folders_are_readable_by_the_person_alone_under_any_umask(tmp_path: Path) -> None:
    home = Home(tmp_path / "deep" / "home")
    with ChatServer(reply="Yes.") as server:
        careless(home, "list")
        home.add_provider("loop", server.url)
        home.paths.providers.chmod(0o600)    # written by this test
        careless(home, "models", "--refresh")
        careless(home, "ask", "--model", "loop/echo-1", "Is it?")
    careless(home, "backup", "make")
    careless(home, "backup", "make", str(home.folder / "backup.db"))
    for form, name in (("json", "all.json"), ("html", "all.html"), ("markdown", "all"), ("pdf", "all.pdf")):
        careless(home, "export", "--all", "--format", form, "--to", str(home.folder / name))
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in [home.folder, *home.folder.rglob("*")]}
    open_to_others = {str(path): oct(mode) for path, mode in modes.items() if mode & 0o077}
    assert open_to_others == {}
    assert len(modes) > 10
