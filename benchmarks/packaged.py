"""How long a person waits for the packaged program: for its window, beside the checkout's, and for a first answer.

Nothing is put into the program: a key is pressed over and over on a virtual screen, and Qt notes on its window when it took
one (``_NET_WM_USER_TIME``), for all to see. Warm, both run in turns; cold, all of the system's file cache is dropped first,
which only root may do. The first answer is that of the model in the box, in a home that is not there yet, without a network
where one may be taken away: from the start of the process until the whole reply to the first question stands in the history.

The program is that of ``make dist``; DESKCHAT_PROGRAM names another. Goals: warm at most 1.5 times the checkout's and 0.6 s,
cold 1.5 s, first answer 5 s.
"""

import ctypes
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from keyboard import Typist, typing
from screen import screen

CHECKOUT = Path(__file__).parents[1]
PACKAGED = CHECKOUT / "build" / "dist" / "tree" / "usr" / "lib" / "deskchat" / "deskchat"
WARM, COLD, ANSWERS = 7, 3, 3
GOAL_RATIO, GOAL_WARM_S, GOAL_COLD_S, GOAL_ANSWER_S = 1.5, 0.6, 1.5, 5.0
GIVE_UP_S, LOOK_EVERY_S = 60.0, 0.002
# of X's errors: a window that is not shown yet, or went between two questions, is none
IGNORED = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)(lambda _display, _error: 0)
CACHES = Path("/proc/sys/vm/drop_caches")
QUESTION = "name three colours"
ASKED = "SELECT count(*) FROM message WHERE role = 'user'"
ANSWERED = "SELECT count(*) FROM message WHERE role = 'assistant' AND status = 'done'"


class Windows:
    """The windows at the top of an X display, given the focus as a window manager would."""

    def __init__(self, display: str) -> None:
        self._x11 = ctypes.CDLL("libX11.so.6")
        self._x11.XOpenDisplay.restype = ctypes.c_void_p
        self._x11.XDefaultRootWindow.restype = self._x11.XInternAtom.restype = ctypes.c_ulong
        self._connection = ctypes.c_void_p(self._x11.XOpenDisplay(display.encode()))
        self._root = ctypes.c_ulong(self._x11.XDefaultRootWindow(self._connection))
        self._mark = ctypes.c_ulong(self._x11.XInternAtom(self._connection, b"_NET_WM_USER_TIME", 0))
        self._x11.XSetErrorHandler(IGNORED)

    def one_took_a_key(self) -> bool:
        """Has the program of any of them handled a key?"""
        root, parent, count = ctypes.c_ulong(), ctypes.c_ulong(), ctypes.c_uint()
        children = ctypes.POINTER(ctypes.c_ulong)()
        told = ctypes.byref(root), ctypes.byref(parent), ctypes.byref(children), ctypes.byref(count)
        self._x11.XQueryTree(self._connection, self._root, *told)
        found = any(self._has_mark(children[index]) for index in range(count.value))
        if count.value:
            self._x11.XFree(children)
        return found

    def _has_mark(self, window: int) -> bool:
        kind, form, count, left = ctypes.c_ulong(), ctypes.c_int(), ctypes.c_ulong(), ctypes.c_ulong()
        value = ctypes.c_void_p()
        self._x11.XSetInputFocus(self._connection, ctypes.c_ulong(window), 2, ctypes.c_ulong(0))
        told = (ctypes.byref(each) for each in (kind, form, count, left, value))
        asked = (ctypes.c_ulong(window), self._mark, ctypes.c_long(0), ctypes.c_long(1), 0, ctypes.c_ulong(0))
        self._x11.XGetWindowProperty(self._connection, *asked, *told)
        if value.value:
            self._x11.XFree(value)
        return count.value > 0


def until(done: Callable[[], bool]) -> float:
    """The moment at which it is so."""
    give_up = time.monotonic() + GIVE_UP_S
    while not done():
        if time.monotonic() > give_up:
            raise RuntimeError(f"nothing happened within {GIVE_UP_S:.0f} s")
        time.sleep(LOOK_EVERY_S)
    return time.monotonic()


def takes_keys_s(program: list[str], home: str, *, cold: bool = False) -> float:
    """From the start of the process."""
    with screen() as environment:
        windows = Windows(environment["DISPLAY"])
        if cold:
            os.sync()
            CACHES.write_text("3")
        started = time.monotonic()
        with subprocess.Popen([*program, "--home", home], env=environment) as process:
            try:
                with typing("x", environment["DISPLAY"]):
                    return until(windows.one_took_a_key) - started
            finally:
                process.kill()


def first_answer_s(program: list[str]) -> float:
    """In a fresh home, typed as soon as the window takes keys."""
    alone = ["unshare", "--net"] if os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory() as folder, screen() as environment:
        home, windows = Path(folder) / "home", Windows(environment["DISPLAY"])
        started = time.monotonic()
        with subprocess.Popen([*alone, *program, "--home", str(home)], env=environment) as process:
            typist = Typist(environment["DISPLAY"])
            try:
                with typing("Shift_L", environment["DISPLAY"]):
                    until(windows.one_took_a_key)
                typist.write(QUESTION)
                with typing("Return", environment["DISPLAY"], every_s=0.1):    # until it is taken
                    until(lambda: holds(home / "deskchat.db", ASKED))
                return until(lambda: holds(home / "deskchat.db", ANSWERED)) - started
            finally:
                typist.close()
                process.terminate()


def holds(history: Path, query: str) -> bool:
    """Does it count any?"""
    try:
        with closing(sqlite3.connect(f"file:{history}?mode=ro", uri=True)) as database:
            return bool(database.execute(query).fetchone()[0])
    except sqlite3.Error:
        return False    # it is being made


def main() -> int:
    """Print the table; the exit status says whether all goals were met."""
    packaged = [os.environ.get("DESKCHAT_PROGRAM", str(PACKAGED))]
    if not Path(packaged[0]).exists():
        print("There is no packaged program: make dist makes it.")
        return 1
    source = [sys.executable, "-m", "deskchat"]
    with tempfile.TemporaryDirectory() as home:
        takes_keys_s(source, home)
        takes_keys_s(packaged, home)
        warm = [(takes_keys_s(source, home), takes_keys_s(packaged, home)) for _ in range(WARM)]
        may_drop = os.access(CACHES, os.W_OK)
        cold = [takes_keys_s(packaged, home, cold=True) for _ in range(COLD if may_drop else 0)]
    answers = [first_answer_s(packaged) for _ in range(ANSWERS)]
    ratio = statistics.median(ours / theirs for theirs, ours in warm)
    rows = [
        ("checkout, warm", statistics.median(theirs for theirs, _ in warm), None),
        ("packaged, warm", statistics.median(ours for _, ours in warm), GOAL_WARM_S),
        ("packaged, cold", statistics.median(cold) if cold else None, GOAL_COLD_S),
        ("first answer, fresh home", statistics.median(answers), GOAL_ANSWER_S),
    ]
    print(f"{'until the window takes keys':30}{'':>8}{'goal':>9}   (medians of {WARM}, {len(cold)} and {ANSWERS} starts)")
    for name, seconds, goal in rows:
        told = "not run" if seconds is None else f"{seconds:.2f} s"
        print(f"{name:30}{told:>8}{'' if goal is None else f'≤ {goal} s':>9}")
    print(f"{'packaged / checkout, warm':30}{ratio:>8.2f}{f'≤ {GOAL_RATIO}':>9}")
    kept = all(goal is None or seconds is None or seconds <= goal for _, seconds, goal in rows)
    return 0 if kept and ratio <= GOAL_RATIO else 1


if __name__ == "__main__":
    sys.exit(main())
