"""Tokens per second of the model in the box while the real window shows its reply, against the same without a window.

The window runs on a virtual screen and is asked by key presses; the other side is the command line. Both keep the speed with
the reply, and it is read from their databases. They take turns, and an assistant with a seed has both write the same words,
so that each pair compares like with like; replies of some hundred tokens, for the first few are slower than the rest.
The goal is a median ratio of at least 0.95.
"""

import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from keyboard import Typist
from screen import screen

ROUNDS = 8
QUESTION = "tell me a long story about a fox and a bear"
NAME = "Same words"
ASSISTANT = f"""[[assistant]]
name = "{NAME}"
temperature = 0.8
seed = 7
max_tokens = 400
"""
LEAST_TOKENS = 150    # the first ones are slower than the rest
GOAL = 0.95
LONGEST_S = 120.0


class Written(NamedTuple):
    """A whole reply."""

    tokens_per_s: float
    tokens: int
    parts: bytes


def replies(home: Path) -> list[Written]:
    """Those in the home's database, oldest first."""
    databases = list(home.rglob("deskchat.db"))
    if not databases:
        return []
    connection = sqlite3.connect(f"file:{databases[0]}?mode=ro", uri=True)
    sql = "SELECT tokens_per_s, output_tokens, parts FROM message WHERE tokens_per_s IS NOT NULL ORDER BY created_at"
    try:
        return [Written(*row) for row in connection.execute(sql)]
    except sqlite3.OperationalError:    # it is being made
        return []
    finally:
        connection.close()


def prepared(home: Path) -> Path:
    """A home in which every conversation begins with the assistant that says the same each time."""
    home.mkdir()
    (home / "assistants.toml").write_text(ASSISTANT)
    (home / "settings.toml").write_text(f'[chat]\nassistant = "{NAME}"\n')
    return home


def asked_in_window(home: Path, typist: Typist, count: int) -> float:
    """Ask in a new conversation; the speed of the reply."""
    typist.press("n", "Control_L")
    time.sleep(0.5)
    typist.write(QUESTION)
    typist.press("Return")
    deadline = time.monotonic() + LONGEST_S
    while len(replies(home)) <= count:
        if time.monotonic() > deadline:
            raise RuntimeError("the window shows no reply")
        time.sleep(0.5)
    return replies(home)[-1].tokens_per_s


def asked_without(home: Path) -> float:
    """Ask by the command line; the speed of the reply."""
    command = [sys.executable, "-m", "deskchat", "--home", str(home), "ask", "--offline", "--assistant", NAME, QUESTION]
    subprocess.run(command, check=True, capture_output=True)
    return replies(home)[-1].tokens_per_s


def measure(environment: dict[str, str], folder: Path) -> list[tuple[float, float]]:
    """Pairs of tokens per second: with the window, without."""
    shown_home, other = prepared(folder / "window"), prepared(folder / "without")
    command = [sys.executable, "-m", "deskchat", "--home", str(shown_home)]
    pairs = []
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as window:
        try:
            time.sleep(4.0)
            typist = Typist(environment["DISPLAY"])
            typist.take_focus()
            for number in range(ROUNDS + 1):
                shown = asked_in_window(shown_home, typist, number)
                pairs.append((shown, asked_without(other)))
        finally:
            window.terminate()
    written = [*replies(shown_home), *replies(other)]
    shortest, different = min(reply.tokens for reply in written), len({reply.parts for reply in written})
    if different != 1 or shortest < LEAST_TOKENS:
        raise RuntimeError(f"{different} different replies, the shortest of {shortest} tokens: nothing to compare")
    return pairs[1:]    # the first warms both up


def main() -> int:
    """Print the table; 0 when the goal is met."""
    with screen() as environment, tempfile.TemporaryDirectory() as folder:
        pairs = measure(environment, Path(folder))
    shown, alone = (statistics.median(pair[side] for pair in pairs) for side in (0, 1))
    ratio = statistics.median(with_window / without for with_window, without in pairs)
    print(f"tokens/s, medians of {ROUNDS} turns: window {shown:.1f}, without {alone:.1f}, ratio {ratio:.3f}   goal ≥ {GOAL}")
    return 0 if ratio >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
