"""``kill -9`` at random moments of whatever writes the history: nothing that was there is lost, and the file is whole.

A few kills of each kind in every run; with ``DESKCHAT_TEST_FAULTS`` (``make test-faults``) two hundred.
"""

import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from deskchat.store import migrate
from tests.faults.cases import case
from tests.support.home import Home
from tests.support.servers import ChatServer

THOROUGH = bool(os.environ.get("DESKCHAT_TEST_FAULTS"))
KILLS = 50 if THOROUGH else 2    # of each kind
LOST_S = 0.5 if THOROUGH else 2.0    # the promise is half a second; a busy machine's disk may take longer for one save
HISTORIES = Path(__file__).parents[1] / "store" / "histories"
OPENING = """
import sys
from pathlib import Path
from deskchat.store.history import open_history
print("now", flush=True)
open_history(Path(sys.argv[1])).close()
print("done", flush=True)
"""

pytestmark = pytest.mark.timeout(1800)


@pytest.fixture
def dice() -> random.Random:
    return random.Random(6)


def whole(path: Path) -> sqlite3.Connection:
    """The history, found sound by another SQLite than ours."""
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    return connection


def count(path: Path, what: str) -> int:
    connection = whole(path)
    (number,) = connection.execute(f"SELECT count(*) FROM {what}").fetchone()
    connection.close()
    return int(number)


@case(83)
def test_a_reply_that_is_streamed_over_http(home: Home, dice: random.Random) -> None:
    words = " ".join(f"word{number}" for number in range(5_000))
    with ChatServer(reply=words, delay_s=0.004) as server:
        home.add_provider("loop", server.url)
        for kill in range(KILLS):
            asking = home.start("ask", "--json", "--model", "loop/echo-1", f"Question {kill}.")
            lasts_s, began, seen = dice.uniform(0.05, 2.0), 0.0, []
            assert asking.stdout is not None
            for line in asking.stdout:
                now = time.monotonic()
                if b'"text"' in line:
                    began = began or now
                    seen.append((now, line.count(b"word")))
                if began and now - began > lasts_s:
                    break
            asking.send_signal(signal.SIGKILL)
            killed = time.monotonic()
            asking.communicate()
            owed = sum(number for at, number in seen if at < killed - LOST_S)
            listed = home.run("list").out    # opening it marks what was cut off
            conversations = [line.split()[0] for line in listed.splitlines()]
            assert len(conversations) == kill + 1, f"kill {kill}: a conversation is gone"
            shown = home.show(conversations[0])
            assert f"Question {kill}." in shown
            assert "[partial]" in shown
            kept = len(re.findall(r"word\d+", shown))
            assert kept >= owed, f"kill {kill} after {lasts_s:.2f} s: {owed} words were {LOST_S} s old, {kept} are kept"
            whole(home.paths.database).close()
    assert count(home.paths.database, "message WHERE status = 'streaming'") == 0


@case(125)
def test_an_import(home: Home, tmp_path: Path, dice: random.Random) -> None:
    made = Home(tmp_path / "made")
    with ChatServer(reply="Yes.") as server:
        for one in (home, made):
            one.add_provider("loop", server.url)
        assert home.ask("--model", "loop/echo-1", "What was here before").status == 0
        assert made.ask("--model", "loop/echo-1", "Is it?").status == 0
    file = tmp_path / "talks.deskchat.json"
    assert made.run("export", "--all", "--to", str(file)).status == 0
    many = multiplied(file, 300)
    started = time.monotonic()
    trial = Home(tmp_path / "trial")
    assert trial.run("import", str(many)).status == 0
    takes_s = time.monotonic() - started
    before = 1
    for _ in range(KILLS):
        taking = home.start("import", str(many))
        time.sleep(dice.uniform(0.3, 1.0) * takes_s)    # the first part of it is Python's start
        taking.send_signal(signal.SIGKILL)
        taking.communicate()
        there = count(home.paths.database, "conversation")
        assert there >= before, "what was taken is gone again"
        before = there
        halves = "conversation WHERE id NOT IN (SELECT conversation FROM message)"
        assert count(home.paths.database, halves) == 0, "a conversation came without its messages"
    assert home.run("import", str(many)).status == 0
    assert count(home.paths.database, "conversation") == 301, "an import that is done again adds what is missing, once"
    assert "What was here before" in home.run("search", "before").out


def multiplied(file: Path, times: int) -> Path:
    """The export with its conversation so many times, each under ids of its own."""
    document = json.loads(file.read_text())
    (one,) = document["conversations"]
    text = json.dumps(one)
    ids = {one["id"], *(message["id"] for message in one["nodes"])}
    document["conversations"] = []
    for number in range(times):
        copied = text
        for old in ids:
            copied = copied.replace(old, f"{old[:-4]}{number:04}")
        document["conversations"].append(json.loads(copied))
    many = file.with_name("many.deskchat.json")
    many.write_text(json.dumps(document, separators=(",", ":")))
    return many


@case(91)
def test_a_migration(tmp_path: Path, dice: random.Random) -> None:
    newest = max(migrate.steps())
    for kill in range(KILLS):
        path = tmp_path / f"{kill}" / "deskchat.db"
        path.parent.mkdir()
        shutil.copy(HISTORIES / f"{dice.randrange(1, newest):04}.db", path)
        with subprocess.Popen([sys.executable, "-c", OPENING, path], stdout=subprocess.PIPE) as opening:
            assert opening.stdout is not None
            assert opening.stdout.readline() == b"now\n"
            time.sleep(dice.uniform(0.0, 0.06))
            opening.send_signal(signal.SIGKILL)
        connection = whole(path)
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        assert 1 <= version <= newest
        texts = connection.execute("SELECT count(*) FROM message WHERE id IN ('m1', 'r1')").fetchone()
        assert texts == (2,), f"killed in step {version}"
        connection.close()
        done = subprocess.run([sys.executable, "-c", OPENING, path], capture_output=True, timeout=60, check=True)
        assert done.stdout == b"now\ndone\n"
        connection = whole(path)
        assert connection.execute("PRAGMA user_version").fetchone() == (newest,)
        assert connection.execute("SELECT count(*) FROM message WHERE id IN ('m1', 'r1')").fetchone() == (2,)
        connection.close()


def test_a_backup(home: Home, dice: random.Random) -> None:
    with ChatServer(reply="Yes. " * 20_000) as server:
        home.add_provider("loop", server.url)
        for _ in range(3):
            assert home.ask("--model", "loop/echo-1", "Say much.").status == 0
    started = time.monotonic()
    assert home.run("backup", "make").status == 0
    takes_s = time.monotonic() - started
    folder = home.paths.database.with_name("deskchat.db.backups")
    for _ in range(KILLS):
        making = home.start("backup", "make")
        time.sleep(dice.uniform(0.3, 1.0) * takes_s)
        making.send_signal(signal.SIGKILL)
        making.communicate()
        assert count(home.paths.database, "conversation") == 3
        for backup in folder.glob("*.db"):
            if not backup.name.startswith("."):    # a half one has another name, and goes with the next
                assert count(backup, "conversation") == 3
    assert home.run("backup", "make").status == 0
