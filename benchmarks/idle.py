"""The real window at rest, after 50 conversations were opened in it: wake-ups a second, and memory.

A wake-up is a voluntary context switch of any thread of the program. Nobody types: the text cursor has stopped blinking.
"""

import sys
import tempfile
import time
from pathlib import Path

from keyboard import Typist
from made_conversations import add_conversation, add_server
from screen import screen
from watched import Watched, memory_kb

CONVERSATIONS, MESSAGES = 50, 40
REST_S, WATCHED_S = 15.0, 30.0
WAKE_UPS, MEMORY_MB = 0.1, 110.0


def wake_ups(pid: int) -> int:
    """How often threads of a process have gone to sleep so far."""
    count = 0
    for status in Path(f"/proc/{pid}/task").glob("*/status"):
        line = next(line for line in status.read_text().splitlines() if line.startswith("voluntary"))
        count += int(line.split()[1])
    return count


def main() -> int:
    """Print the table; 0 when both goals are met."""
    with screen() as environment, tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        add_server(home, "http://127.0.0.1:9/v1")
        conversations = [add_conversation(home, number, MESSAGES) for number in range(CONVERSATIONS)]
        window = Watched(home, environment)
        try:
            window.ask("ready")
            Typist(environment["DISPLAY"]).take_focus()
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
    print(f"{CONVERSATIONS} conversations of {MESSAGES} messages were opened")
    print(f"{'':34}{'deskchat':>12}{'goal':>10}")
    print(f"{'wake-ups a second':34}{woken:>9.2f}   {f'≤ {WAKE_UPS}':>10}")
    print(f"{'memory (PSS)':34}{pss_mb:>9.1f} MB{f'≤ {MEMORY_MB:.0f}':>10}")
    return 0 if woken <= WAKE_UPS and pss_mb <= MEMORY_MB else 1


if __name__ == "__main__":
    sys.exit(main())
