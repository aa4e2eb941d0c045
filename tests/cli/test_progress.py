"""The line that says how far something is: on a terminal, in place, and gone at the end; nowhere else."""

import os
import sys

import pytest

from deskchat.cli import progress
from deskchat.cli.progress import ProgressLine
from tests.support.terminal import written


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "AFTER_S", 0)
    monkeypatch.setattr(progress, "EVERY_S", 0)


def test_on_a_terminal_it_is_written_in_place_and_wiped(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = os.openpty()
    with os.fdopen(theirs, "w") as terminal:
        monkeypatch.setattr(sys, "stderr", terminal)
        with ProgressLine() as line:
            line.show("10 of 10 conversations")
            line.show("a title that\x1b[2J steers")
    seen = written(ours)
    assert seen.startswith("\r10 of 10 conversations\ra title that[2J steers")
    assert seen.endswith(f"\r{' ' * len('a title that[2J steers')}\r")


def test_elsewhere_nothing_is_written(capfd: pytest.CaptureFixture[str]) -> None:
    with ProgressLine() as line:
        line.show("1 of 2 conversations")
    assert capfd.readouterr() == ("", "")


def test_what_is_done_soon_needs_no_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "AFTER_S", 60)
    ours, theirs = os.openpty()
    os.set_blocking(ours, False)
    with os.fdopen(theirs, "w") as terminal:
        monkeypatch.setattr(sys, "stderr", terminal)
        with ProgressLine() as line:
            line.show("1 of 2 conversations")
        with pytest.raises(BlockingIOError):
            os.read(ours, 1)
    os.close(ours)
