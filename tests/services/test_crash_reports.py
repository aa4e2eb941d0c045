"""Reports of crashes: useful, readable by the person alone, and without a word that was written or a key."""

import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from deskchat.services.crash_reports import MOST_A_RUN, MOST_KEPT, CrashReports
from tests.faults.cases import case

SECRET = "the plumber comes on Tuesday"
KEY = "sk-Canary-AbCdEfGhIjKlMnOpQrStUvWx"
WATCHED = """
import sys, faulthandler, threading
from pathlib import Path
from deskchat.services.crash_reports import CrashReports
reports = CrashReports(Path(sys.argv[1]))
reports.watch()
def in_the_middle_of_something(said):
    exec(sys.argv[2])
in_the_middle_of_something("the plumber comes on Tuesday")
"""


def run(folder: Path, what: str) -> int:
    done = subprocess.run([sys.executable, "-c", WATCHED, folder, what], capture_output=True, timeout=60, check=False)
    return done.returncode


def fails(said: str) -> None:
    try:
        int(said)
    except ValueError as error:
        raise LookupError(KEY) from error


def failure(said: str = SECRET) -> BaseException:
    with pytest.raises(LookupError) as raised:
        fails(said)
    return raised.value


@case(76)
def test_a_report_says_where_and_of_what_type_and_nothing_of_what_was_said(tmp_path: Path) -> None:
    reports = CrashReports(tmp_path / "crashes", {"Qt": "6.12"})
    path = reports.write(failure(), "MainThread")
    assert path is not None
    text = path.read_text()
    for there in ("deskchat ", "Qt 6.12", "MainThread", "builtins.ValueError", "builtins.LookupError", "in fails"):
        assert there in text
    assert "plumber" not in text
    assert "Canary-Ab" not in text
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert reports.write(failure("something else")) is None, "the same place a second time says nothing new"


def test_a_hard_crash_leaves_a_report_for_the_next_start(tmp_path: Path) -> None:
    assert run(tmp_path, "faulthandler._sigsegv()") == -signal.SIGSEGV
    reports = CrashReports(tmp_path)
    assert reports.unseen() == []
    reports.adopt()
    (path,) = reports.unseen()
    text = path.read_text()
    assert "Segmentation fault" in text
    assert "in_the_middle_of_something" in text
    assert "plumber" not in text
    reports.mark_seen()
    assert CrashReports(tmp_path).unseen() == []
    reports.delete_all()
    assert reports.all() == []


@pytest.mark.parametrize("what", ["reports.end()", "import os; os.kill(os.getpid(), 9)"])
def test_an_end_without_anything_to_tell_leaves_no_report(tmp_path: Path, what: str) -> None:
    run(tmp_path, what)
    reports = CrashReports(tmp_path)
    reports.adopt()
    assert list(tmp_path.glob("*.txt")) == []


def test_an_error_in_a_thread_and_one_that_is_logged_as_unexpected_are_reported(tmp_path: Path) -> None:
    what = """
import logging
def work(): {}["gone"]
thread = threading.Thread(target=work, name="worker"); thread.start(); thread.join()
from deskchat.chat.errors import ChatError, ErrorKind
try: raise ChatError(ErrorKind.NETWORK, "No connection.")
except ChatError: logging.exception("nobody's bug")
try: [][1]
except IndexError: logging.exception("somebody's bug")
reports.end()
"""
    assert run(tmp_path, what) == 0
    texts = [path.read_text() for path in CrashReports(tmp_path).all()]
    assert sorted(text.rstrip().rpartition("\n")[2] for text in texts) == ["builtins.IndexError", "builtins.KeyError"]
    assert any("Thread: worker" in text for text in texts)


def test_reports_are_few(tmp_path: Path) -> None:
    for number in range(MOST_KEPT + 5):
        (tmp_path / f"crash-2026010{number // 10}-{number:06}.txt").write_text("old")
    reports = CrashReports(tmp_path)
    reports.adopt()
    assert len(reports.all()) == MOST_KEPT
    kinds = [type(f"Odd{number}Error", (Exception,), {}) for number in range(MOST_A_RUN + 5)]
    assert len([path for kind in kinds if (path := reports.write(kind())) is not None]) == MOST_A_RUN


def test_a_folder_that_can_not_be_written_costs_only_the_report(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert CrashReports(tmp_path / "file" / "crashes").write(failure()) is None
