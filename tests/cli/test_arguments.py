"""What is handed over on the command line is data: nothing is run, added or loaded because of it, whatever lies around."""

import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from deskchat.__main__ import main
from tests.faults.cases import case
from tests.support.home import KEYLESS, Home
from tests.support.program import program
from tests.support.servers import ChatServer
from tests.support.witness import missing

PLANTED = (
    "libcrypto.so", "libcrypto.so.3", "libssl.so.3", "libsqlite3.so", "libsqlite3.so.0", "sqlite3.dll", "libllama.so", "libggml.so", "libQt6Core.so.6",
    "qt.conf", "qt6.conf", "platforms/libqoffscreen.so", "imageformats/libqsvg.so", "apsw.py", "json.py", "httpx2.py", "keyring.py",
    "sitecustomize.py", "usercustomize.py", "deskchat/__init__.py", "deskchat.pth", "pyvenv.cfg", "python311.zip", "openssl.cnf", ".env", ".netrc",
    "settings.toml", "providers.toml", "pip.conf", "llama_cpp/__init__.py",
)  # fmt: skip


@pytest.fixture
def around(tmp_path: Path) -> Path:
    """A working folder that somebody prepared; loading any of it would show."""
    folder = tmp_path / "prepared-by-somebody"
    for name in PLANTED:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("raise SystemExit('planted')\n")
    return folder


@pytest.fixture
def installed() -> list[str]:
    """The program as it is installed: unlike ``python -m``, its command imports nothing from the working folder."""
    command = [str(Path(sys.executable).with_name("deskchat"))]
    return program() if os.environ.get("DESKCHAT_PROGRAM") else command


@case(131)
@pytest.mark.parametrize(
    "arguments",
    [["deskchat://add?base_url=http://evil.example&key=sk-1"], ["deskchat:open", "x"], ["file:///etc/passwd"], ["http://127.0.0.1/x"],
     ["-platform", "/tmp/x"], ["-platformpluginpath", "."], ["-style", "x"], ["--remote-debugging-port=1"], ["$(touch run)"], ["; touch run"],
     ["\x1b]0;title\x07"], [""], ["--"], ["--home"], ["é" * 60_000]],
    ids=range(15),
)  # fmt: skip
def test_an_odd_argument_is_wrong_usage_and_does_nothing(home: Home, tmp_path: Path, arguments: list[str]) -> None:
    command = [*program(), *(["--home", str(home.folder)] if arguments != ["--home"] else []), *arguments]
    if arguments == ["--"]:
        command.append("deskchat://x")
    done = subprocess.run(command, env={**os.environ, **KEYLESS}, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert "\x1b" not in done.stderr
    assert len(done.stderr) < 4_000
    assert not home.folder.exists()
    assert not (tmp_path / "run").exists()


@case(131)
def test_a_megabyte_of_an_argument_is_one_short_sentence(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:    # no system hands so much over at once: this is the program alone
        main(["x" * 1_000_000])
    assert caught.value.code == 2
    assert len(capfd.readouterr().err) < 4_000


@case(131)
@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["ask", "--help"]])
def test_asking_for_help_makes_nothing(home: Home, arguments: list[str]) -> None:
    done = home.run(*arguments)
    assert done.status == 0
    assert done.out
    assert not home.folder.exists()


@case(131)
def test_files_that_are_named_like_options_are_files(home: Home, server: ChatServer, tmp_path: Path) -> None:
    (tmp_path / "--x").write_text("the words of a file named like an option")
    command = home.command("ask", "--model", "loop/echo-1", "--attach=--x", "Read it.")
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert "the words of a file named like an option" in str(server.chats[-1].json)
    assert home.run("export", "--all", "--to", str(tmp_path / "--y.deskchat.json")).status == 0
    command = Home(tmp_path / "other").command("import", "--", "--y.deskchat.json")
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert "1 new" in done.stdout


@case(143)
@pytest.mark.skipif(bool(missing()), reason=missing() or "strace is there")
def test_nothing_is_loaded_from_the_working_folder(home: Home, server: ChatServer, around: Path, installed: list[str], tmp_path: Path) -> None:
    log = tmp_path / "opened"
    watch = ["strace", "-f", "-qq", "-y", "-s", "500", "-e", "trace=open,openat,execve", "-o", str(log)]
    ask = [*watch, *installed, "--home", str(home.folder), "ask", "--model", "loop/echo-1", "Is it safe?"]
    done = subprocess.run(ask, cwd=around, env={**os.environ, **KEYLESS}, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    opened = [line for line in log.read_text("utf-8", "replace").splitlines() if " = -1 " not in line and around.name in line]
    assert [line for line in opened if any(f"{around.name}/{name}" in line for name in PLANTED)] == []
    assert str(home.paths.database) in log.read_text("utf-8", "replace"), "nobody watched"


@case(143)
@pytest.mark.skipif(bool(missing()), reason=missing() or "strace is there")
def test_the_window_loads_nothing_from_the_working_folder(home: Home, around: Path, installed: list[str], tmp_path: Path) -> None:
    log = tmp_path / "opened"
    watch = ["strace", "-f", "-qq", "-y", "-s", "500", "-e", "trace=open,openat,execve", "-o", str(log)]
    environ = {**os.environ, **KEYLESS, "QT_QPA_PLATFORM": "offscreen"}
    command = [*watch, *installed, "--home", str(home.folder)]
    with subprocess.Popen(command, cwd=around, env=environ, stderr=subprocess.DEVNULL) as witness:
        ends, opened_at, length = time.monotonic() + 90, time.monotonic(), 0
        while time.monotonic() < min(ends, opened_at + 3) or not home.paths.database.exists():
            assert time.monotonic() < ends, "the window never came"
            if log.exists() and log.stat().st_size != length:
                opened_at, length = time.monotonic(), log.stat().st_size    # until nothing is opened any more
            time.sleep(0.1)
        psutil.Process(witness.pid).children()[0].terminate()
        witness.wait(60)
    noted = log.read_text("utf-8", "replace")
    assert "libqoffscreen" in noted, "no window came"
    opened = [line for line in noted.splitlines() if " = -1 " not in line]
    assert [line for line in opened if any(f"{around.name}/{name}" in line for name in PLANTED)] == []


def test_safe_is_for_the_window_and_goes_with_no_command(home: Home) -> None:
    done = home.run("--safe", "list")
    assert (done.status, done.out) == (2, "")
    assert "--safe is for the window" in done.err
