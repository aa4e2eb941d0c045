"""Tokens per second of the model in the box while the real window shows its reply, against the same without a window.

The window runs on a virtual screen and is asked by key presses; the other side is the command line. Both keep the speed with
the reply, and it is read from their databases. They take turns; replies differ, so the medians are compared, not the pairs.
The goal is a ratio of at least 0.95.
"""

import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from keyboard import Typist

ROUNDS = 12
QUESTION = "explain in two paragraphs what a river is"
GOAL = 0.95
LONGEST_S = 120.0


def speeds(home: Path) -> list[float]:
    """Tokens per second of each whole reply in the home's database, oldest first."""
    databases = list(home.rglob("deskchat.db"))
    if not databases:
        return []
    connection = sqlite3.connect(f"file:{databases[0]}?mode=ro", uri=True)
    try:
        rows = connection.execute("SELECT tokens_per_s FROM message WHERE tokens_per_s IS NOT NULL ORDER BY created_at")
        return [float(row[0]) for row in rows]
    except sqlite3.OperationalError:    # it is being made
        return []
    finally:
        connection.close()


def asked_in_window(home: Path, typist: Typist, count: int) -> float:
    """Ask in a new conversation; the speed of the reply."""
    typist.press("n", "Control_L")
    time.sleep(0.5)
    typist.write(QUESTION)
    typist.press("Return")
    deadline = time.monotonic() + LONGEST_S
    while len(speeds(home)) <= count:
        if time.monotonic() > deadline:
            raise RuntimeError("the window shows no reply")
        time.sleep(0.5)
    return speeds(home)[-1]


def asked_without(home: Path) -> float:
    """Ask by the command line; the speed of the reply."""
    command = [sys.executable, "-m", "deskchat", "--home", str(home), "ask", "--offline", QUESTION]
    subprocess.run(command, check=True, capture_output=True)
    return speeds(home)[-1]


def measure(environment: dict[str, str], folder: Path) -> list[tuple[float, float]]:
    """Pairs of tokens per second: with the window, without."""
    command = [sys.executable, "-m", "deskchat", "--home", str(folder / "window")]
    pairs = []
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as window:
        try:
            time.sleep(4.0)
            typist = Typist(environment["DISPLAY"])
            for number in range(ROUNDS + 1):
                shown = asked_in_window(folder / "window", typist, number)
                pairs.append((shown, asked_without(folder / "without")))
        finally:
            window.terminate()
    return pairs[1:]    # the first warms both up


def main() -> int:
    """Print the table; 0 when the goal is met."""
    read, write = os.pipe()
    screen = subprocess.Popen(
        ["Xvfb", "-noreset", "-displayfd", str(write), "-screen", "0", "1280x900x24"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as number, tempfile.TemporaryDirectory() as folder:
        environment = {k: v for k, v in os.environ.items() if k != "QT_QPA_PLATFORM"}
        environment |= {"DISPLAY": f":{number.readline().strip()}", "QT_QPA_PLATFORM": "xcb"}
        try:
            pairs = measure(environment, Path(folder))
        finally:
            screen.terminate()
            screen.wait()
    shown, alone = (statistics.median(pair[side] for pair in pairs) for side in (0, 1))
    ratio = shown / alone
    print(f"tokens/s, medians of {ROUNDS} turns: window {shown:.1f}, without {alone:.1f}, ratio {ratio:.3f}   goal ≥ {GOAL}")
    return 0 if ratio >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
