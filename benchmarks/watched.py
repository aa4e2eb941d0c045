"""The real program on a virtual screen, with a probe in it that keeps what its window's thread does for each picture.

``Watched`` starts it and asks the probe; run as a program this file is the probe: it starts deskchat in its own process.
The work for a picture is the processor time of the window's thread since the picture before, painting included. How long
the window did not answer is told by a timer of the probe: how much later it came than it should have.
"""

import itertools
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

BEAT_MS = 10
MEMORY = bytes(range(256)) * 200


class Watched:
    """The program in a home of its own; ``ask`` has the probe run one of its commands."""

    def __init__(self, home: Path, environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__, str(home)],
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    @property
    def pid(self) -> int:
        """Of the program."""
        return self._process.pid

    def ask(self, command: str, *arguments: str) -> Any:
        """What the probe answers."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([command, *arguments]) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the program ended")
        return json.loads(line)

    def close(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait(20)


def share(values: Sequence[float], part: float) -> float:
    """The value that this part of all does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else 0.0


def memory_kb(pid: int, kind: str) -> int:
    """``Pss`` or ``Rss`` of one process."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith(f"{kind}:"):
            return int(line.split()[1])
    raise RuntimeError(f"the kernel does not tell {kind}")


def threads() -> dict[str, float]:
    """Seconds of processor time of each thread of this process, by its name."""
    found: dict[str, float] = {}
    for task in Path("/proc/self/task").iterdir():
        name = (task / "comm").read_text().strip()
        found[name] = found.get(name, 0.0) + int((task / "schedstat").read_text().split()[0]) / 1e9
    return found


class Probe:
    """Lives in the program; its lists are written by the window's thread and read by the one that answers."""

    def __init__(self) -> None:
        self.pictures: list[tuple[float, float]] = []    # when (time.monotonic()), and ms of work
        self.late: list[tuple[float, float]] = []        # when, and ms too late
        self.machine: list[tuple[float, float]] = []     # when, and ms that the same piece of work took each time
        self.steps: list[float] = []                     # ms of each step of a scroll
        self._worked_s = 0.0
        self._beside = False    # is the same work to be done after each picture?

    def install(self) -> None:
        """Begin, in the event loop that is about to run."""
        from PySide6.QtCore import QAbstractEventDispatcher, QEvent, QObject, Qt, QTimer, Signal

        probe = self

        class Bell(QObject):
            rang = Signal(object)

            def answer(self, call: Any) -> None:
                call()

        class Watch(QObject):    # once: the binding keeps what it knows of a class for ever
            told: Any = None

            def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
                if event.type() == QEvent.Type.Paint:
                    self.told()
                return False

        self._watch = Watch()
        self._bell = Bell()
        self._bell.rang.connect(self._bell.answer, Qt.ConnectionType.QueuedConnection)
        self._painted = False
        self._worked_s = time.thread_time()
        self._dispatcher = QAbstractEventDispatcher.instance()
        self._dispatcher.aboutToBlock.connect(self._idle)
        self._beat = QTimer(timerType=Qt.TimerType.PreciseTimer, interval=BEAT_MS)
        self._beaten_s = 0.0

        def beat() -> None:
            now = time.monotonic()
            if probe._beaten_s:
                probe.late.append((now, max(0.0, (now - probe._beaten_s) * 1000 - BEAT_MS)))
            probe._beaten_s = now

        self._beat.timeout.connect(beat)
        threading.Thread(target=self._answer, daemon=True).start()

    def painted(self) -> None:
        """The window is painting."""
        self._painted = True

    def _idle(self) -> None:
        if self._painted:
            now_s = time.thread_time()
            if self._beat.isActive():    # what nobody asks for is not kept: it would count as the window's memory
                self.pictures.append((time.monotonic(), (now_s - self._worked_s) * 1000))
            self._worked_s = now_s
            if self._beside:
                _same_work()
                self._worked_s = time.thread_time()
                self.machine.append((time.monotonic(), (self._worked_s - now_s) * 1000))
            self._painted = False

    def _answer(self) -> None:
        for line in sys.stdin:
            command, *arguments = json.loads(line)
            print(json.dumps(getattr(self, f"do_{command}")(*arguments)), flush=True)

    def _in_window(self, call: Any) -> Any:
        done = threading.Event()
        result: list[Any] = []

        def run() -> None:
            result.append(call())
            done.set()

        self._bell.rang.emit(run)
        done.wait()
        return result[0]

    def do_ready(self) -> bool:
        """Wait until there is a page."""
        while not self._in_window(lambda: _page() is not None and _page()._transcript is not None):
            time.sleep(0.1)
        return True

    def do_begin(self, beside: str = "") -> float:
        """Forget what was measured so far, and beat from now on; ``beside``: do the same work after each picture."""

        def begin() -> float:
            self.pictures.clear()
            self.machine.clear()
            self.late.clear()
            self._beaten_s = 0.0
            self._beside = bool(beside)
            self._beat.start()
            self._worked_s = time.thread_time()
            return time.process_time()

        return float(self._in_window(begin))

    def do_end(self) -> dict[str, Any]:
        """What was measured."""

        def end() -> dict[str, Any]:
            self._beat.stop()
            told = {"pictures": self.pictures, "machine": self.machine, "late": self.late}
            return {**told, "cpu_s": time.process_time(), "threads": threads()}

        return dict(self._in_window(end))

    def do_memory(self) -> int:
        """KB of PSS, with the garbage taken away."""
        import gc

        self._in_window(gc.collect)
        return memory_kb(os.getpid(), "Pss")

    def do_open(self, conversation_id: str) -> float:
        """Open a conversation as a click in the list does; ms until its last message is painted."""
        painted = threading.Event()
        times: list[float] = []

        def transcript_paints() -> None:
            page = _page()
            if page.conversation_id == conversation_id and page.entries:
                times.append(time.monotonic())
                painted.set()

        def begin() -> None:
            self._watch.told = transcript_paints
            _page().transcript.viewport().installEventFilter(self._watch)
            times.append(time.monotonic())
            _page().parent().show_conversation(conversation_id)

        self._in_window(begin)
        painted.wait()
        self._in_window(lambda: _page().transcript.viewport().removeEventFilter(self._watch))
        return (times[-1] - times[0]) * 1000

    def do_entries(self) -> int:
        """How many messages are shown."""
        return int(self._in_window(lambda: len(_page().entries)))

    def do_scroll(self, pixels: str, count: str) -> list[float]:
        """Scroll back from the end in so many steps; ms of work of the window's thread from each to the next."""
        return self._steps(int(count), int(pixels))

    def do_drag(self, count: str) -> list[float]:
        """The same from where it is to the beginning."""
        far = self._in_window(lambda: _page().transcript.verticalScrollBar().value())
        return self._steps(int(count), -(-far // int(count)))

    def _steps(self, count: int, pixels: int) -> list[float]:
        from PySide6.QtCore import QTimer

        done = threading.Event()
        times_s: list[float] = []

        bar = self._in_window(lambda: _page().transcript.verticalScrollBar())    # to find it is no part of a step

        def step() -> None:
            times_s.append(time.thread_time())
            if bar.value() <= 0 or len(times_s) > count:
                self._stepper.stop()
                done.set()
            bar.setValue(bar.value() - pixels)

        def begin() -> None:
            self._stepper = QTimer(interval=0)
            self._stepper.timeout.connect(step)
            self._stepper.start()

        self._in_window(begin)
        done.wait()
        return [(after_s - before_s) * 1000 for before_s, after_s in itertools.pairwise(times_s)]

    def do_settled(self) -> bool:
        """Is all of the newest message on the screen?"""
        return bool(
            self._in_window(
                lambda: bool(_page().transcript.views)
                and not _page().replying
                and not _page().transcript.entries[-1].streaming
                and all(view.settled for view in _page().transcript.views)
            )
        )

    def do_shown(self) -> int:
        """How many characters the newest message shows."""
        return int(self._in_window(lambda: len(_page().entries[-1].message.text) if _page().entries else 0))


def _same_work() -> None:
    """A tenth of a picture's work, of the kinds that are in one: objects made and thrown away, and memory looked through."""
    json.loads(json.dumps([{"number": number, "text": "a word"} for number in range(60)]))
    MEMORY.count(b"no such word")


def _page() -> Any:
    from PySide6.QtWidgets import QApplication

    from deskchat.ui.conversation.page import ConversationPage

    for window in QApplication.topLevelWidgets():
        found = window.findChild(ConversationPage)
        if found is not None:
            return found
    return None


def main() -> int:
    """Start the program with the probe in it."""
    home = sys.argv[1]
    from PySide6.QtCore import QEvent
    from PySide6.QtWidgets import QApplication

    from deskchat import app
    from deskchat.paths import find
    from deskchat.ui.main_window import MainWindow

    probe = Probe()

    class Window(MainWindow):
        def event(self, event: QEvent) -> bool:
            if event.type() == QEvent.Type.UpdateRequest:
                probe.painted()
            return bool(super().event(event))

    class Application(QApplication):
        @staticmethod
        def exec() -> int:
            probe.install()
            return int(QApplication.exec())

    for name, stands_in in (("MainWindow", Window), ("QApplication", Application)):
        setattr(app, name, stands_in)
    return app.run_window(find(Path(home)), [])


if __name__ == "__main__":
    sys.exit(main())
