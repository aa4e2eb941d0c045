"""What others on this machine can reach of the open window, and what they can end: nothing listens, and every end is a proper one."""

import contextlib
import os
import shutil
import signal
import sqlite3
import stat
import subprocess
from pathlib import Path

import psutil
import pytest

from tests.blackbox.test_main_job import with_server
from tests.faults.cases import case
from tests.support.desktop import Screen, deskchat, missing
from tests.support.home import Home
from tests.support.servers import ChatServer
from tests.support.waiting import until

pytestmark = [
    pytest.mark.skipif(bool(missing()), reason=missing() or "a desktop is there"),
    pytest.mark.timeout(600),
]
CAPITAL = "Complete the sentence: The capital city of France is called"
WORDS = " ".join(f"word{n}" for n in range(2_000))


def listening(program: "subprocess.Popen[bytes]") -> list[str]:
    """What the program and all its processes listen on, as the kernel tells it."""
    main, ports, inodes = psutil.Process(program.pid), list[str](), set[str]()
    for one in (main, *main.children(recursive=True)):
        with contextlib.suppress(psutil.NoSuchProcess, FileNotFoundError):    # it has just ended
            ports += [str(found) for found in one.net_connections("all") if found.status == psutil.CONN_LISTEN]
            for link in Path(f"/proc/{one.pid}/fd").iterdir():
                with contextlib.suppress(FileNotFoundError):    # it has just been closed
                    inodes.add(os.readlink(link))  # noqa: PTH115  # “socket:[1]” is no path
    unix = [line.split() for line in Path("/proc/net/unix").read_text().splitlines()[1:]]
    accepting = 0x10000    # __SO_ACCEPTCON of the kernel's include/uapi/linux/net.h
    return [*ports, *(" ".join(one) for one in unix if int(one[3], 16) & accepting and f"socket:[{one[6]}]" in inodes)]


@case(129, 130)
def test_nothing_listens_while_all_is_used_and_noise_changes_nothing(screen: Screen, home: Home) -> None:
    with ChatServer(reply=WORDS, delay_s=0.02) as server, deskchat(screen, home.folder) as program:
        home.add_provider("near", server.url)
        screen.find("Message")
        screen.type("Message", CAPITAL)
        screen.press("Send")
        screen.wait_text("Transcript", "Paris", timeout=90)
        assert len(psutil.Process(program.pid).children(recursive=True)) >= 1, "the engine is there"
        assert listening(program) == []

        (pipe,) = _pipes(home)
        assert stat.S_IMODE(pipe.stat().st_mode) == 0o600
        with pipe.open("wb", buffering=0) as noise:
            for _ in range(200):
                noise.write(os.urandom(50_000))    # taken as it is read: what is not read fills nothing
        screen.find("Message")
        assert program.poll() is None
        assert psutil.Process(program.pid).memory_info().rss < 1 << 30


def _pipes(home: Home) -> list[Path]:
    """Of the quick question; it is made a little after the window."""
    found: list[Path] = []

    def made() -> bool:
        found[:] = [path for path in home.paths.data.iterdir() if path.is_fifo()]
        return bool(found)

    until(made)
    return found


@case(138)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_the_end_of_the_session_keeps_the_reply_and_the_draft(screen: Screen, home: Home, number: signal.Signals) -> None:
    with ChatServer(reply=WORDS, delay_s=0.02) as server:
        with_server(home.folder, server)
        home.paths.settings.write_text('[chat]\nmodel = "loopback/echo-1"\n')
        with deskchat(screen, home.folder) as program:
            screen.find("Message")
            screen.type("Message", "Count")
            screen.press("Send")
            screen.wait_text("Transcript", "word20")
            screen.type("Message", "not sent yet")
            program.send_signal(number)
            assert program.wait(120) == 0
    connection = sqlite3.connect(home.paths.database)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert connection.execute("SELECT count(*) FROM message WHERE status = 'streaming'").fetchone() == (0,)
    connection.close()
    assert b"not sent yet" in home.paths.database.read_bytes()
    (listed,) = home.run("list").out.splitlines()
    assert "word20 " in home.show(listed.split()[0])


@case(138)
@pytest.mark.skipif(shutil.which("xrandr") is None, reason="x11-xserver-utils is not installed")
def test_a_screen_that_becomes_small_and_large_again_changes_nothing(screen: Screen, home: Home) -> None:
    with deskchat(screen, home.folder) as program:
        screen.find("Message")
        screen.type("Message", "a draft")
        for size in ("640x480", "320x200", "1200x800"):
            done = subprocess.run(["xrandr", "--size", size], env=dict(screen.environment), capture_output=True, text=True)
            if done.returncode:
                assert "not found" in done.stderr, done.stderr    # this server has only the other sizes
        assert screen.find("Message")["text"] == "a draft"
        assert program.poll() is None
