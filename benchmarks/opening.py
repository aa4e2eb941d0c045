"""A conversation of 10,000 messages (5 MB of Markdown) in the real window: first picture, memory, scrolling end to end.

The window runs on a virtual screen. The time is from the click in the list until the newest messages are painted, the
median of some openings in turn with a short conversation. Scrolling goes back from the end, a page a step; then to the
beginning as when the bar is dragged. Its times are processor time of the window's thread for one step, painting included.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

from made_conversations import add_conversation, add_server
from screen import screen
from watched import Watched, share

MESSAGES, LETTERS = 10_000, 500
OPENINGS = 5
STEP_PX, STEPS = 560, 600
DRAGGED_STEPS = 900
REST_S = 3.0
FIRST_MS, MEMORY_MB, STEP_MS = 150.0, 30.0, 16.0


def main() -> int:
    """Print the table; 0 when all goals are met."""
    with screen() as environment, tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        add_server(home, "http://127.0.0.1:9/v1")
        short, long = add_conversation(home, 1, 8), add_conversation(home, 2, MESSAGES, LETTERS)
        window = Watched(home, environment)
        try:
            rows = measure(window, short, long)
        finally:
            window.close()
    print(f"{MESSAGES:,} messages of {LETTERS} letters on average")
    print(f"{'':34}{'deskchat':>12}{'goal':>10}")
    for name, value, unit, goal in rows:
        print(f"{name:34}{value:>9.1f} {unit:<2}{f'≤ {goal:.4g}':>10}")
    return 0 if all(value <= goal for _, value, _, goal in rows) else 1


def measure(window: Watched, short: str, long: str) -> list[tuple[str, float, str, float]]:
    """The rows of the table."""
    window.ask("ready")
    window.ask("open", short)
    time.sleep(REST_S)
    before_kb = window.ask("memory")
    first_ms = [opened(window, long)]
    memory_mb = (window.ask("memory") - before_kb) / 1024
    for _ in range(OPENINGS - 1):
        window.ask("open", short)
        time.sleep(REST_S)
        first_ms.append(opened(window, long))
    window.ask("begin")
    opened_again(window, short, long)
    late_ms = max(late for _, late in window.ask("end")["late"])
    steps = window.ask("scroll", str(STEP_PX), str(STEPS))
    dragged = window.ask("drag", str(DRAGGED_STEPS))
    return [
        ("first picture", statistics.median(first_ms), "ms", FIRST_MS),
        ("longest without an answer meanwhile", late_ms, "ms", FIRST_MS),
        ("memory growth (PSS)", memory_mb, "MB", MEMORY_MB),
        (f"a step of {STEP_PX} px, p99 of {len(steps)}", share(steps, 0.99), "ms", STEP_MS),
        (f"from end to end, p99 of {len(dragged)}", share(dragged, 0.99), "ms", STEP_MS),
    ]


def opened(window: Watched, conversation: str) -> float:
    """Open it, and wait until it is there as a whole; ms until its first picture."""
    first_ms = float(window.ask("open", conversation))
    while window.ask("entries") < MESSAGES:
        time.sleep(0.1)
    time.sleep(REST_S)
    return first_ms


def opened_again(window: Watched, short: str, long: str) -> None:
    """Open both again."""
    window.ask("open", short)
    time.sleep(REST_S)
    opened(window, long)


if __name__ == "__main__":
    sys.exit(main())
