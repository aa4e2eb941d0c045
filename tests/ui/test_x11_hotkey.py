"""A key for all programs, on a real X server."""

import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from deskchat.ui import x11_hotkey
from deskchat.ui.x11_hotkey import X11Hotkey
from tests.support.desktop import virtual_screen

pytestmark = pytest.mark.skipif(not all(map(shutil.which, ("Xvfb", "xdotool"))), reason="needs Xvfb and xdotool")
KEYS = "Ctrl+Alt+Space"
MOST_CLIENTS = 256    # that Xvfb lets in at once


@pytest.fixture(scope="module", autouse=True)
def display() -> Iterator[None]:
    with virtual_screen("640x480") as name, pytest.MonkeyPatch.context() as patch:
        patch.setenv("DISPLAY", name)
        patch.setattr(x11_hotkey, "ENDS_WITHIN_S", 120.0)    # this machine may be busy
        yield


@contextmanager
def hotkey(pressed: Callable[[], None], keys: str = KEYS) -> Iterator[X11Hotkey]:
    made = X11Hotkey(keys, pressed)
    try:
        yield made
    finally:
        made.end()


def listeners() -> int:
    return sum(thread.name == "deskchat-hotkey" for thread in threading.enumerate())


def test_the_key_is_heard_and_is_nobody_elses() -> None:
    heard = threading.Event()
    with hotkey(heard.set) as had:
        assert had.problem == ""
        with hotkey(heard.set) as other:
            assert other.problem == "Another program has this key."
        subprocess.run(["xdotool", "key", "ctrl+alt+space"], check=True)
        assert heard.wait(120)


def test_a_key_that_is_given_back_leaves_no_thread_and_no_connection_and_can_be_had_again() -> None:
    for _ in range(MOST_CLIENTS + 1):
        with hotkey(lambda: None) as had:
            assert (had.problem, listeners()) == ("", 1)
        assert listeners() == 0
    had.end()    # twice is as good as once
