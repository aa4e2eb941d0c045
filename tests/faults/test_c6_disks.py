"""A disk that is full or fails, at the start, in mid-stream, while exporting and in the log (cases 86, 87, 91, 104)."""

import re
import resource
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from deskchat.chat.errors import ChatError
from deskchat.store.history import open_history
from tests.faults.cases import case
from tests.support.home import Home, Ran, texts
from tests.support.servers import ChatServer
from tests.support.small_disk import fill, make_room, missing, small_disk

HISTORIES = Path(__file__).parents[1] / "store" / "histories"
WORDS = " ".join(f"word{number}" for number in range(150))
LONG = WORDS.replace("word", "word" + "-" * 8_000)    # each of its words is more than a page of the database
on_a_small_disk = pytest.mark.skipif(bool(missing()), reason=missing() or "disks can be mounted")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", 4) as mounted:
        yield mounted


@pytest.fixture
def home(disk: Path) -> Home:
    return Home(disk / "home")


def sentence(done: Ran) -> str:
    """What was said, where the command failed as a program fails that knows why."""
    assert done.status == 1, done.out
    said = str(done.events[-1]["message"]) if done.out.startswith("{") else done.err
    assert "Traceback" not in done.out + done.err
    assert said.rstrip().endswith("."), said
    return said


def sound(path: Path) -> None:
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


@case(86)
@on_a_small_disk
@pytest.mark.parametrize("left", [0, 20_000])
def test_a_disk_that_is_full_from_the_beginning(home: Home, disk: Path, left: int) -> None:
    with ChatServer(reply="Yes.") as server:
        home.add_provider("loop", server.url)
        fill(disk, left)
        said = sentence(home.run("ask", "--model", "loop/echo-1", "Is it?"))
        assert re.search(r"disk|space|can't be written|No space", said), said
        assert server.chats == [], "a message was sent that could not be kept"
        make_room(disk)
        assert home.run("ask", "--model", "loop/echo-1", "Is it?").out == "Yes.\n"
    sound(home.paths.database)


@case(86)
@on_a_small_disk
def test_a_disk_that_becomes_full_in_mid_stream(home: Home, disk: Path) -> None:
    with ChatServer(reply=LONG, delay_s=0.02, holds_after=5) as server:
        home.add_provider("loop", server.url)
        asking = home.start("ask", "--json", "--model", "loop/echo-1", "Count.")
        assert asking.stdout is not None
        printed = b""
        while b"word" not in printed:
            printed += asking.stdout.readline()
        fill(disk)
        server.go_on.set()
        out, err = asking.communicate(timeout=120)
    done = Ran(asking.returncode, (printed + out).decode(), err.decode())
    assert "could not be stored" in sentence(done)
    assert "The disk is full" in sentence(done)
    assert len(re.findall(r"word-*\d+", texts(done.events))) == 150, "the reply goes on, and can be copied from the screen"
    make_room(disk)
    sound(home.paths.database)
    shown = home.show(done.events[0]["conversation"])
    assert "Count." in shown
    assert "[partial]" in shown or "[failed]" in shown


@case(86)
@on_a_small_disk
def test_an_export_that_does_not_fit_leaves_nothing_and_touches_nothing(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    with ChatServer(reply="Yes. " * 60_000, mode="json") as server:
        home.add_provider("loop", server.url)
        for _ in range(2):
            assert home.run("ask", "--model", "loop/echo-1", "Say much.").status == 0
    with small_disk(tmp_path / "disk", 1) as disk:
        fill(disk, 100_000)
        there = sorted(disk.rglob("*"))
        for form, name in (("json", "all.json"), ("html", "all.html"), ("markdown", "all")):
            said = sentence(home.run("export", "--all", "--format", form, "--to", str(disk / name)))
            assert "can't be written" in said, said
            assert sorted(disk.rglob("*")) == there
        assert "space" in sentence(home.run("backup", "make", str(disk / "backup.db")))
        assert sorted(disk.rglob("*")) == there


@case(91)
@on_a_small_disk
def test_a_migration_on_a_full_disk_changes_nothing(disk: Path) -> None:
    path = disk / "deskchat.db"
    shutil.copy(HISTORIES / "0001.db", path)
    fill(disk, 40_000)
    before = path.read_bytes()
    with pytest.raises(ChatError, match=r"disk|space|written"):
        open_history(path)
    make_room(disk)
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA user_version").fetchone()[0] >= 1
    assert connection.execute("SELECT count(*) FROM message WHERE id IN ('m1', 'r1')").fetchone() == (2,)
    connection.close()
    assert before
    open_history(path).close()
    sound(path)


@case(87)
@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="limits of a running process are Linux's")
def test_a_disk_that_refuses_to_write_in_mid_stream(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    with ChatServer(reply=LONG, delay_s=0.02, holds_after=8) as server:
        home.add_provider("loop", server.url)
        asking = home.start("ask", "--json", "--model", "loop/echo-1", "Count.")
        assert asking.stdout is not None
        printed = b""
        while printed.count(b"word") < 5:
            printed += asking.stdout.readline()
        size = home.paths.database.with_name("deskchat.db-wal").stat().st_size
        resource.prlimit(asking.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
        server.go_on.set()
        out, err = asking.communicate(timeout=120)
    done = Ran(asking.returncode, (printed + out).decode(), err.decode())
    assert "could not be stored" in sentence(done)
    assert len(re.findall(r"word-*\d+", texts(done.events))) == 150
    sound(home.paths.database)
    assert "Count." in home.show(done.events[0]["conversation"])


LOGGING = """
import logging, sys
from pathlib import Path
from deskchat.app import _keep_log
from deskchat.paths import find
_keep_log(find(Path(sys.argv[1])))
for number in range(int(sys.argv[2])):
    logging.getLogger("deskchat").error("the provider did not answer for the %dth time, kind=%s", number, "network")
print("alive")
"""


def logs(home: Path, times: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", LOGGING, home, str(times)], capture_output=True, text=True, timeout=240, check=False)


@case(104)
def test_errors_without_end_fill_no_disk(tmp_path: Path) -> None:
    done = logs(tmp_path, 60_000)
    assert done.stdout == "alive\n"
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert 1_000_000 < sum(path.stat().st_size for path in files) < 5_000_000
    assert len(files) == 4


@case(86)
@on_a_small_disk
def test_a_log_that_can_not_be_written_is_not_missed(disk: Path) -> None:
    (disk / "logs").mkdir(mode=0o700)
    fill(disk)
    assert logs(disk, 100).stdout == "alive\n"
