"""Strange places to run in: odd folders, languages, clocks, limits, and nobody who reads. A sentence, or it works."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.faults.cases import case
from tests.support.home import KEYLESS, Home
from tests.support.program import program
from tests.support.servers import ChatServer

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits and signals of Unix")
ASK = ("ask", "--json", "--model", "loop/echo-1")
SLEEP_S = 60.0 if os.environ.get("DESKCHAT_TEST_FAULTS") else 3.0
FAKETIME = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)
NAMES = [
    "with spaces", "Łukasz", "日本語 ü", "🦊", "it's \"quoted\"", "new\nline", "trailing.", "100%?#&=;", "--home", "a" * 240,
]  # fmt: skip


def whole(home: Home) -> None:
    """The history is sound, found by another SQLite than ours."""
    connection = sqlite3.connect(home.paths.database)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


def limited(home: Home, limits: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run the program within what a shell's ``ulimit`` says."""
    command = ["bash", "-c", f'{limits}; exec "$@"', "bash", *home.command(*arguments)]
    environ = {**os.environ, **KEYLESS}
    return subprocess.run(command, env=environ, capture_output=True, text=True, timeout=120)


@case(134)
@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_home_of_any_name_works(tmp_path: Path, name: str) -> None:
    home = Home(tmp_path / name)
    with ChatServer(mode="echo") as server:
        home.add_provider("loop", server.url)
        assert home.ask("--model", "loop/echo-1", "Is it kept?").status == 0
    assert "Is it kept?" in home.run("list").out
    whole(home)


@case(134)
def test_a_local_model_is_read_from_a_folder_of_any_name(tmp_path: Path) -> None:
    from tests.support import models

    home = Home(tmp_path / "Łukasz 日本 '🦊'\n" / ("b" * 200))
    home.paths.models.mkdir(parents=True)
    (home.paths.models / "ü \"'$(x).gguf").symlink_to(models.smollm2())
    listed = [json.loads(line) for line in home.run("models", "--json").out.splitlines()]
    (model,) = [one["model"] for one in listed if "$(x)" in one["model"]]
    done = home.ask("--offline", "--max-tokens", "4", "--model", model, "Hi")
    assert done.status == 0, done.out


@case(135)
@pytest.mark.parametrize("language", ["C", "POSIX", "tr_TR.UTF-8", "ar_EG.UTF-8", "de_DE.UTF-8", "nonsense"])
def test_the_system_s_language_changes_no_data(home: Home, server: ChatServer, language: str) -> None:
    environ = {"LC_ALL": language, "LANG": language, "LANGUAGE": language}
    done = home.run(*ASK, "--temperature", "0.5", "Iı İi ü 日本 INFO", environ=environ)
    assert done.status == 0, done.err
    assert server.chats[-1].json["temperature"] == 0.5
    assert server.chats[-1].json["messages"][-1]["content"] == "Iı İi ü 日本 INFO"
    assert done.events[-1]["event"] == "done"
    assert "Iı İi ü 日本 INFO" in home.run("list", environ=environ).out


@case(133)
def test_without_a_home_variable_the_system_s_is_used(server: ChatServer, home: Home, tmp_path: Path) -> None:
    environ = {name: value for name, value in os.environ.items() if name not in ("HOME", "DESKCHAT_HOME") and not name.startswith("XDG_")}
    environ["XDG_DATA_HOME"] = str(tmp_path / "data")    # not the home of whoever runs the tests
    environ["XDG_CONFIG_HOME"] = str(tmp_path / "config")
    environ["XDG_CACHE_HOME"] = environ["XDG_STATE_HOME"] = str(tmp_path / "cache")
    done = subprocess.run([*program(), "list"], env=environ, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "data" / "deskchat").is_dir()


@case(133)
def test_a_relative_folder_of_the_system_is_not_used(tmp_path: Path) -> None:
    """The XDG specification: such a path is to be ignored."""
    (tmp_path / "here").mkdir()
    environ = {**os.environ, "HOME": str(tmp_path / "user")}
    environ.pop("DESKCHAT_HOME")
    for name in ("DATA", "CONFIG", "CACHE", "STATE"):
        environ[f"XDG_{name}_HOME"] = f"relative/{name}"
    done = subprocess.run([*program(), "list"], env=environ, cwd=tmp_path / "here", capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert list((tmp_path / "here").iterdir()) == []


@case(133)
def test_no_place_for_temporary_files_stops_nothing(home: Home, server: ChatServer, tmp_path: Path) -> None:
    environ = {name: str(tmp_path / "nowhere") for name in ("TMPDIR", "TEMP", "TMP")}
    assert home.run(*ASK, "Still there?", environ=environ).status == 0


@case(133)
def test_a_home_that_is_a_file_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("not a folder")
    done = Home(tmp_path / "home").run("list")
    assert done.status == 1
    assert done.err.strip().endswith(".")
    assert "Traceback" not in done.err


@case(139)
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-", ">/dev/full", ">/dev/full 2>/dev/full"])
@pytest.mark.parametrize("command", [["list"], ["nonsense"], [*ASK[:1], *ASK[2:], "Is it kept?"]], ids=lambda c: c[0])
def test_a_closed_or_full_output_is_no_crash(home: Home, server: ChatServer, closed: str, command: list[str], tmp_path: Path) -> None:
    told = tmp_path / "told"
    line = ["bash", "-c", f'"$@" {closed}; echo $? >"{told}"', "bash", *home.command(*command)]
    done = subprocess.run(line, env={**os.environ, **KEYLESS}, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120)
    assert "Traceback" not in done.stderr
    assert int(told.read_text()) in ((2,) if command == ["nonsense"] else (0, 1, 130)), done.stderr
    if command[0] == "ask":
        assert "Is it kept?" in home.run("list").out


@case(140)
@pytest.mark.parametrize("limits", ["ulimit -n 64", "ulimit -n 20", "ulimit -n 12", "ulimit -n 7", "ulimit -f 64"])
def test_within_limits_it_works_or_says_why_not_and_nothing_is_lost(home: Home, server: ChatServer, limits: str) -> None:
    assert home.run(*ASK, "Said before").status == 0
    done = limited(home, limits, *ASK, "Said within limits.")
    assert "Traceback" not in done.stderr, done.stderr
    if done.returncode:
        last = json.loads(done.stdout.splitlines()[-1])["message"] if done.stdout else done.stderr.strip()
        assert last.endswith("."), (done.stdout, done.stderr)
    else:
        assert json.loads(done.stdout.splitlines()[-1])["event"] == "done"
    assert limits != "ulimit -n 64" or done.returncode == 0
    assert "Said before" in home.run("list").out
    whole(home)
    assert home.run(*ASK, "Said after.").status == 0


@case(140)
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="root alone may become somebody whose processes are few")
def test_without_threads_it_ends_with_words(tmp_path: Path) -> None:
    home = Home(Path("/tmp") / f"deskchat-few-{os.getpid()}")
    home.folder.mkdir(mode=0o700)
    os.chown(home.folder, 61_234, 61_234)
    try:
        command = ["bash", "-c", 'ulimit -u 1; exec "$@"', "bash", "setpriv", "--reuid=61234", "--regid=61234", "--clear-groups", *home.command("list")]
        done = subprocess.run(command, env={**os.environ, **KEYLESS, "HOME": str(home.folder)}, capture_output=True, text=True, timeout=120)
        assert "Traceback" not in done.stderr, done.stderr
        assert done.returncode == 0 or done.stderr.strip().endswith(".")
    finally:
        shutil.rmtree(home.folder)


@case(136)
@pytest.mark.skipif(FAKETIME is None, reason="faketime is not installed")
def test_a_clock_that_jumps_keeps_the_order_of_what_was_said(home: Home, server: ChatServer) -> None:
    first = home.ask("--model", "loop/echo-1", "said first")
    conversation = first.events[0]["conversation"]
    for jump, said in (("-3650d", "said second"), ("+3650d", "said third"), ("-20000d", "said fourth")):
        environ = {"LD_PRELOAD": str(FAKETIME), "FAKETIME": jump, "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
        done = home.ask("--conversation", conversation, said, environ=environ)
        assert done.status == 0, done.out + done.err
    shown = home.show(conversation)
    places = [shown.index(f"said {word}") for word in ("first", "second", "third", "fourth")]
    assert places == sorted(places)
    assert "-" not in "".join(word for word in home.run("list").out.split()[1:2] if word.startswith("-"))
    sent = [message["content"] for message in server.chats[-1].json["messages"] if message["role"] == "user"]
    assert sent == ["said first", "said second", "said third", "said fourth"]
    whole(home)


@case(136)
@pytest.mark.skipif(FAKETIME is None, reason="faketime is not installed")
def test_a_clock_that_is_set_back_in_mid_reply_gives_no_negative_time(home: Home, server: ChatServer, tmp_path: Path) -> None:
    clock = tmp_path / "clock"
    clock.write_text("+0")
    environ = {
        **os.environ, **KEYLESS, "LD_PRELOAD": str(FAKETIME), "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }  # fmt: skip
    server.mode, server.delay_s, server.reply = "well", 0.02, " ".join(f"word{n}" for n in range(60))
    asking = home.start(*ASK, "Count.", environ=environ)
    assert asking.stdout is not None
    printed = b""
    while b"word10" not in printed:
        printed += (line := asking.stdout.readline())
        assert line, printed
    clock.write_text("-30d")
    rest, errors = asking.communicate(timeout=60)
    assert asking.returncode == 0, errors
    events = [json.loads(line) for line in (printed + rest).splitlines()]
    numbers = [value for event in events for value in event.values() if isinstance(value, int | float)]
    assert all(number >= 0 for number in numbers), events[-1]
    assert "word59" in home.show(events[0]["conversation"])


@case(137)
def test_a_program_that_slept_while_the_server_went_says_so_and_has_kept_what_came(home: Home, server: ChatServer) -> None:
    server.mode, server.reply = "stall", "one two three four five six"
    asking = home.start(*ASK, "Count.")
    assert asking.stdout is not None
    printed = b""
    while b"three" not in printed:
        printed += (line := asking.stdout.readline())
        assert line, printed
    asking.send_signal(signal.SIGSTOP)
    server.closing.set()    # what stalls is let go: the connections are closed
    time.sleep(SLEEP_S)
    asking.send_signal(signal.SIGCONT)
    woken = time.monotonic()
    rest, _ = asking.communicate(timeout=60)
    assert time.monotonic() - woken < 30
    last = json.loads((printed + rest).splitlines()[-1])
    assert last["event"] == "error", last
    assert last["message"].endswith(".")
    shown = home.show(json.loads(printed.splitlines()[0])["conversation"])
    assert "one two three" in shown
