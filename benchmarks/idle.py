"""The real window at rest, after 50 conversations were opened in it: wake-ups a second, and memory.

A wake-up is a voluntary context switch of any thread of the program. Nobody types: the text cursor has stopped blinking.
``python benchmarks/idle.py 60`` uses it for sixty minutes before: opens the fifty again and again, scrolls in each, and asks
in every third, which a server answers with 4,000 characters. The memory is told each minute.
"""

import itertools
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from keyboard import Typist
from made_conversations import add_conversation, add_server
from screen import screen
from watched import Watched, memory_kb

CONVERSATIONS, MESSAGES = 50, 40
LOOKED_AT_S, PIXELS, STEPS = 5.0, 200, 30
ASKED_EVERY, LETTERS = 3, 4000
LONGEST_REPLY_S = 90.0
REST_S, WATCHED_S = 15.0, 30.0
WAKE_UPS, MEMORY_MB = 0.1, 110.0


def wake_ups(pid: int) -> int:
    """How often threads of a process have gone to sleep so far."""
    count = 0
    for status in Path(f"/proc/{pid}/task").glob("*/status"):
        line = next(line for line in status.read_text().splitlines() if line.startswith("voluntary"))
        count += int(line.split()[1])
    return count


def use(window: Watched, conversations: list[str], typist: Typist, minutes: float) -> None:
    """Read here and there for so long, and ask now and then."""
    began_s, told = time.monotonic(), 0
    for number, conversation in enumerate(itertools.cycle(conversations), start=1):
        used_min = (time.monotonic() - began_s) / 60
        if used_min >= minutes:
            return
        if used_min >= told:
            print(f"after {told:3} minutes{memory_kb(window.pid, 'Pss') / 1024:>20.1f} MB", flush=True)
            told += 1
        window.ask("open", conversation)
        window.ask("scroll", str(PIXELS), str(STEPS))
        time.sleep(LOOKED_AT_S)
        if number % ASKED_EVERY == 0:
            ask(window, typist)


def ask(window: Watched, typist: Typist) -> None:
    """A question by keys; waits for the whole reply."""
    deadline = time.monotonic() + LONGEST_REPLY_S
    before = window.ask("entries")
    typist.write("tell me more")
    typist.press("Return")
    while not (window.ask("entries") >= before + 2 and window.ask("settled")):
        if time.monotonic() > deadline:
            raise RuntimeError("the reply does not end")
        time.sleep(0.5)


def main() -> int:
    """Print the table; 0 when both goals are met."""
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 0.0
    server = [sys.executable, str(Path(__file__).with_name("streaming_server.py")), "--letters", str(LETTERS)]
    with (
        screen() as environment,
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen(server, stdout=subprocess.PIPE, text=True) as model,
    ):
        assert model.stdout is not None
        home = Path(folder)
        add_server(home, f"http://127.0.0.1:{int(model.stdout.readline())}/v1")
        conversations = [add_conversation(home, number, MESSAGES) for number in range(CONVERSATIONS)]
        window = Watched(home, environment)
        try:
            window.ask("ready")
            typist = Typist(environment["DISPLAY"])
            typist.take_focus()
            use(window, conversations, typist, minutes)
            for conversation in conversations:
                window.ask("open", conversation)
                time.sleep(0.3)
            time.sleep(REST_S)
            before = wake_ups(window.pid)
            time.sleep(WATCHED_S)
            woken = (wake_ups(window.pid) - before) / WATCHED_S
            pss_mb = memory_kb(window.pid, "Pss") / 1024
        finally:
            window.close()
            model.terminate()
    print(f"{CONVERSATIONS} conversations of {MESSAGES} messages were opened, and used for {minutes:.0f} minutes")
    print(f"{'':34}{'deskchat':>12}{'goal':>10}")
    print(f"{'wake-ups a second':34}{woken:>9.2f}   {f'≤ {WAKE_UPS}':>10}")
    print(f"{'memory (PSS)':34}{pss_mb:>9.1f} MB{f'≤ {MEMORY_MB:.0f}':>10}")
    return 0 if woken <= WAKE_UPS and pss_mb <= MEMORY_MB else 1


if __name__ == "__main__":
    sys.exit(main())
