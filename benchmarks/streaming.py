"""A reply of 100,000 characters at 1,000 tokens a second in the real window: work for each picture, stalls, memory.

The window runs on a virtual screen and is asked by key presses; the model is a server on the loopback
(``streaming_server.py``). Work is processor time of the window's thread, so that other programs are not counted; the longest
time without an answer is wall time, and needs an idle machine. Both sides of last/first are the mean work of a picture, of
those between the reply's first word and its last: while the question is typed a picture costs a fraction of that. So does
one of the cursor's blinking, of which there are twenty in the first ten seconds after a key and none later: the setting
that takes motion away keeps it from blinking. What the machine did meanwhile is told by a piece of work that is the same
after each picture: where that costs more in the last tenth than in the first, so does everything, and the ratio is taken
to it.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from keyboard import Typist
from made_conversations import add_conversation, add_server
from screen import screen
from streaming_server import LENGTH
from watched import Watched, share

from deskchat.paths import find

LONGEST_S = 120.0
REST_S = 3.0
P99_MS, LONGEST_MS, GROWTH, CPU_S, MEMORY_MB = 8.0, 50.0, 1.2, 34 / 6, 40.0    # llama.cpp's page in Chromium: 34 CPU-s


def stream(home: Path, environment: dict[str, str]) -> dict[str, Any]:
    """Show one reply; what the probe measured, and memory before and after in KB."""
    server = Path(__file__).with_name("streaming_server.py")
    with subprocess.Popen([sys.executable, server], stdout=subprocess.PIPE, text=True) as model:
        try:
            assert model.stdout is not None
            port = int(model.stdout.readline())
            add_server(home, f"http://127.0.0.1:{port}/v1")
            conversation = add_conversation(home, 1)
            find(home).settings.write_text('[appearance]\nmotion = "reduced"\n')
            window = Watched(home, environment)
            try:
                measured = ask(window, conversation, environment["DISPLAY"])
                return {**measured, "began_s": float(model.stdout.readline()), "ended_s": float(model.stdout.readline())}
            finally:
                window.close()
        finally:
            model.terminate()


def ask(window: Watched, conversation: str, display: str) -> dict[str, Any]:
    """Ask by keys, and wait for the end."""
    window.ask("ready")
    window.ask("open", conversation)
    time.sleep(REST_S)
    before_kb = window.ask("memory")
    cpu_s = window.ask("begin", "beside")
    typist = Typist(display)
    typist.take_focus()
    typist.write("tell me of rivers")
    typist.press("Return")
    deadline = time.monotonic() + LONGEST_S
    while not (window.ask("shown") >= LENGTH and window.ask("settled")):
        if time.monotonic() > deadline:
            raise RuntimeError("the reply does not end")
        time.sleep(0.5)
    measured: dict[str, Any] = window.ask("end")
    time.sleep(REST_S)
    after_kb = window.ask("memory")
    return {**measured, "cpu_s": measured["cpu_s"] - cpu_s, "memory_kb": after_kb - before_kb, "after_kb": after_kb}


def last_to_first(measured: dict[str, Any], what: str, middle: Callable[[list[float]], float]) -> float:
    """Of what was measured between the reply's first word and its last, the last tenth to the first."""
    written = [ms for at_s, ms in measured[what] if measured["began_s"] <= at_s <= measured["ended_s"]]
    tenth = max(1, len(written) // 10)
    return middle(written[-tenth:]) / middle(written[:tenth])


def main() -> int:
    """Print the table; 0 when all goals are met."""
    with screen() as environment, tempfile.TemporaryDirectory() as folder:
        measured = stream(Path(folder), environment)
    work = [ms for _, ms in measured["pictures"]]
    machine = last_to_first(measured, "machine", statistics.median)
    raw = last_to_first(measured, "pictures", statistics.mean)
    rows = (
        ("work for a picture, p99", share(work, 0.99), "ms", P99_MS),
        ("work for a picture, most", max(work), "ms", LONGEST_MS),
        ("longest time without an answer", max(late for _, late in measured["late"]), "ms", LONGEST_MS),
        ("last tenth / first tenth", raw / machine, "", GROWTH),
        ("processor time, all threads", measured["cpu_s"], "s", CPU_S),
        ("memory growth (PSS)", measured["memory_kb"] / 1024, "MB", MEMORY_MB),
    )
    print(f"{LENGTH:,} characters, {len(work)} pictures, {statistics.mean(work):.1f} ms of work each")
    print(f"last tenth / first tenth of the same work after each picture: {machine:.2f}, of the pictures: {raw:.2f}")
    print(f"{'':34}{'deskchat':>12}{'goal':>10}")
    for name, value, unit, goal in rows:
        print(f"{name:34}{value:>9.2f} {unit:<2}{f'≤ {goal:.4g}':>10}")
    return 0 if all(value <= goal for _, value, _, goal in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
