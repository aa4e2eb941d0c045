"""A history of a million messages in a hundred thousand conversations: searching, starting, writing, scrolling.

The history is made anew in a temporary folder. Queries are what people type: beginnings of words, one to three words,
Chinese of one to four signs, and what is nowhere. Each is answered whole, with the lines it was found in. Starting is
measured in processes of their own, in turns with an empty history, until the list shows. Goals: a search p95 ≤ 50 ms;
the start ≤ 1.1 times that with an empty history; adding a message p95 ≤ 5 ms; a frame of scrolling p99 ≤ 16 ms.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from made_history import CONVERSATIONS, Language, make

from deskchat.chat.conversation import Node
from deskchat.chat.message import Message, Role
from deskchat.chat.parts import TextPart
from deskchat.paths import find
from deskchat.store.history import open_history
from deskchat.store.messages import Messages
from deskchat.store.search import search

QUERIES, ADDED, TURNS, FRAMES = 400, 300, 7, 600

STARTED = """
import sys, time
began = time.monotonic()
from pathlib import Path
from PySide6.QtWidgets import QApplication
from deskchat.app import run_window
from deskchat.paths import find
def found(kind):
    return next((child for window in QApplication.topLevelWidgets() for child in window.findChildren(kind)), None)
def run(*_):
    from deskchat.ui.sidebar.sidebar import Sidebar
    while (sidebar := found(Sidebar)) is None or not (sidebar._model.rowCount() or sidebar._nothing.text()):
        QApplication.processEvents()
    print(time.monotonic() - began, flush=True)
    from deskchat.ui.sidebar.conversation_list import ConversationList
    shown, frames = found(ConversationList), int(sys.argv[2])
    bar = shown.verticalScrollBar()
    while frames and len(sidebar._version) < 2:
        QApplication.processEvents()
    assert shown.isVisible() and (not frames or bar.maximum() > shown.height()), "there is no list to scroll"
    for frame in range(frames):
        start = time.perf_counter()
        # a wheel turned fast, while the bar is dragged from end to end
        bar.setValue(bar.value() + 120 if frame % 2 else round(bar.maximum() * frame / frames))
        QApplication.processEvents()
        print((time.perf_counter() - start) * 1000)
        time.sleep(0.004)
    assert not frames or bar.value() > bar.maximum() / 2, "the list did not scroll"
    return 0
QApplication.exec = run
run_window(find(Path(sys.argv[1])), ["deskchat"])
"""


def queries(language: Language) -> list[str]:
    """What is typed, as it is typed."""
    chance = language.chance
    found: list[str] = []
    while len(found) < QUERIES:
        kind = len(found) % 8
        word = chance.choice(language.words[: 10 ** chance.randint(1, 4)])
        if kind < 3:
            found.append(word[: chance.randint(1, len(word))])
        elif kind < 5:
            found.append(f"{chance.choice(language.words[:2000])} {word[: max(2, len(word) // 2)]}")
        elif kind == 5:
            found.append(" ".join(chance.choices(language.words[:500], k=3)))
        elif kind == 6:
            sentence = chance.choice(language.chinese)
            at = chance.randrange(len(sentence) - 4)
            found.append(sentence[at : at + chance.randint(1, 4)])
        else:
            found.append(f"{word} zzzz")
    return found


def times_of(database: Path, language: Language) -> list[float]:
    """Milliseconds of each query, sorted."""
    history = open_history(database)
    reader = history.reader()
    times = []
    for query in queries(language):
        began = time.perf_counter()
        search(reader, query)
        times.append((time.perf_counter() - began) * 1000)
    reader.close()
    history.close()
    return sorted(times)


def added_to(database: Path, language: Language) -> list[float]:
    """Milliseconds until a message is on the disk, sorted."""
    history = open_history(database)
    messages, times = Messages(history), []
    for number in range(ADDED):
        text, _ = language.message(number)
        node = Node(f"new{number}", None, Message(Role.USER, (TextPart(text),)), datetime.now(UTC))
        began = time.perf_counter()
        messages.add("c00000001", node)
        times.append((time.perf_counter() - began) * 1000)
    history.close()
    return sorted(times)


def started(home: Path, frames: int = 0) -> list[float]:
    """Seconds until the list shows; then milliseconds of so many frames of scrolling."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": ""}
    command = [sys.executable, "-c", STARTED, str(home), str(frames)]
    printed = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
    return [float(line) for line in printed.split()]


def row(name: str, times: list[float], at: float, goal: float) -> bool:
    """Print the quantiles; was the goal met?"""
    measured = times[min(len(times) - 1, int(len(times) * at))]
    median, quantile = statistics.median(times), f"p{at * 100:.0f}"
    found = f"p50 {median:7.2f} ms  {quantile} {measured:7.2f} ms  longest {times[-1]:7.2f} ms"
    print(f"{name:40} {found}  goal {quantile} ≤ {goal:.0f} ms")
    return measured <= goal


def main() -> int:
    """Print the table; the exit status says whether all goals were met."""
    with tempfile.TemporaryDirectory() as folder:
        full, empty = find(Path(folder) / "full"), find(Path(folder) / "empty")
        language = Language()
        began = time.monotonic()
        count = make(full.database, language)
        os.sync()    # else the disk is still busy with the making of it when a message is added
        size = full.database.stat().st_size / 1e9
        made_s = time.monotonic() - began
        print(f"{count:,} messages in {CONVERSATIONS:,} conversations, {size:.1f} GB, made in {made_s:.0f} s")
        met = [row("search, with its lines", times_of(full.database, language), 0.95, 50)]
        met.append(row("adding a message", added_to(full.database, language), 0.95, 5))
        pairs = [(started(empty.data)[0], started(full.data)[0]) for _ in range(TURNS + 1)][1:]
        ratio = statistics.median(b / a for a, b in pairs)
        medians = [statistics.median(pair[side] for pair in pairs) for side in (0, 1)]
        told = f"empty {medians[0]:.2f} s  full {medians[1]:.2f} s  ratio {ratio:.2f}  goal ≤ 1.1"
        print(f"{'start until the list shows':40} {told}")
        met.append(ratio <= 1.1)
        frames = sorted(started(full.data, FRAMES)[1:])
        met.append(row(f"a frame while {CONVERSATIONS:,} are scrolled", frames, 0.99, 16))
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
