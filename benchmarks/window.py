"""How long until the window takes keys, and how much memory it has then: deskchat beside a bare PySide6 window.

Both run in turns on one virtual screen. A key is pressed there over and over, as by an impatient person, from the moment
the process starts; a probe inside the program's own event loop notes when the first letter stands in its text field.
Memory is the PSS of the window's process and its children after three idle seconds, without the engine's worker: it
starts when a question to a local model is typed, is as large as the model, and goes when it was idle for long. The goals
are ratios: at most 2.0 in time and 2.2 in memory.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import psutil
from keyboard import typing
from screen import screen

ROUNDS = 7
IDLE_S = 3.0
GOAL_TIME, GOAL_PSS = 2.0, 2.2

BARE = """
import sys
from PySide6.QtWidgets import QApplication, QMainWindow, QPlainTextEdit
application = QApplication(sys.argv)
window = QMainWindow()
text = QPlainTextEdit()
window.setCentralWidget(text)
window.resize(1000, 700)
window.show()
text.setFocus()
sys.exit(application.exec())
"""
DESKCHAT = """
import sys
sys.argv = ["deskchat", "--home", sys.argv[1]]
from deskchat.__main__ import main
sys.exit(main())
"""
PROBE = """
import importlib.abc, importlib.machinery, sys
class Probe(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    # comes in with the program's own import of Qt, not before: the order of a program's imports is part of its start
    def find_spec(self, name, path, target=None):
        if name == "PySide6.QtWidgets":
            sys.meta_path.remove(self)
            self.spec = importlib.machinery.PathFinder.find_spec(name, path)
            self.loader, self.spec.loader = self.spec.loader, self
            return self.spec
    def create_module(self, spec):
        return self.loader.create_module(spec)
    def exec_module(self, module):
        self.loader.exec_module(module)
        watch(module.QApplication)
def watch(QApplication):
    import time
    run = QApplication.exec
    def start(*_):
        from PySide6.QtCore import QTimer
        timer = QTimer()
        def look():
            field = QApplication.focusWidget()
            for window in QApplication.topLevelWidgets() if field is None else ():
                if window.isVisible():
                    window.activateWindow()    # there is no window manager on this screen that would
            if field is not None and hasattr(field, "toPlainText") and field.toPlainText():
                timer.stop()
                print(time.monotonic(), flush=True)
        timer.timeout.connect(look)
        timer.start(2)
        return run()
    QApplication.exec = start
sys.meta_path.insert(0, Probe())
"""


def measure(program: str, arguments: Sequence[str], environment: dict[str, str]) -> tuple[float, float]:
    """Seconds until a key was taken, and MB of PSS after that."""
    command = [sys.executable, "-c", PROBE + program, *arguments]
    started = time.monotonic()
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        with typing("x", environment["DISPLAY"]):
            taken_s = float(process.stdout.readline()) - started
        time.sleep(IDLE_S)
        family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
        pss_mb = sum(pss_kb(member.pid) for member in family if "deskchat.engine" not in member.cmdline()) / 1024
        process.terminate()
        process.wait(10)
    return taken_s, pss_mb


def pss_kb(pid: int) -> int:
    """The proportional set size of one process."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    raise RuntimeError("the kernel does not tell the proportional set size")


def main() -> int:
    """Print the table; the exit status says whether both goals were met."""
    with screen() as environment, tempfile.TemporaryDirectory() as home:
        return table(environment, home)


def table(environment: dict[str, str], home: str) -> int:
    """Measure in turns, after one round that is not counted, and print."""
    bare, ours = [], []
    for turn in range(ROUNDS + 1):
        one, other = measure(BARE, [], environment), measure(DESKCHAT, [home], environment)
        if turn:
            bare.append(one)
            ours.append(other)
    ratios_s = [b[0] / a[0] for a, b in zip(bare, ours, strict=True)]
    ratios_mb = [b[1] / a[1] for a, b in zip(bare, ours, strict=True)]
    time_ratio, pss_ratio = statistics.median(ratios_s), statistics.median(ratios_mb)
    print(f"{'':28}{'bare window':>12}{'deskchat':>12}{'ratio':>8}{'goal':>8}   (medians of {ROUNDS} turns)")
    for name, at, unit, ratio, goal in (
        ("a window that takes keys", 0, "s", time_ratio, GOAL_TIME),
        ("memory (PSS), idle", 1, "MB", pss_ratio, GOAL_PSS),
    ):
        a, b = statistics.median(r[at] for r in bare), statistics.median(r[at] for r in ours)
        print(f"{name:28}{a:>9.2f} {unit:<2}{b:>9.2f} {unit:<2}{ratio:>8.2f}{'≤ ' + str(goal):>8}")
    return 0 if time_ratio <= GOAL_TIME and pss_ratio <= GOAL_PSS else 1


if __name__ == "__main__":
    sys.exit(main())
