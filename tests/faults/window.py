"""The real window in a process of its own, told by lines on its standard input what to do; see ``scene``."""

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QListView, QWidget

from deskchat.chat.message import Status
from deskchat.paths import find
from deskchat.services.loop import BackgroundLoop
from deskchat.services.services import open_services
from deskchat.settings import MODEL, Settings
from deskchat.ui.context import UiContext
from deskchat.ui.conversation.message_box import MessageBox
from deskchat.ui.conversation.page import ConversationPage
from deskchat.ui.conversation.transcript.message_text import MessageText
from deskchat.ui.garbage import Garbage
from deskchat.ui.icons import Icons
from deskchat.ui.main_window import MainWindow
from deskchat.ui.notices import Notices
from deskchat.ui.relay import Relay
from deskchat.ui.sidebar.conversation_list import ConversationList
from deskchat.ui.sidebar.conversation_model import SNIPPET
from deskchat.ui.sidebar.sidebar import Sidebar
from deskchat.ui.theme import Theme
from deskchat.ui.workspace import Workspace

WATCHED = ("socket.connect", "subprocess.Popen", "os.exec", "os.posix_spawn", "os.system", "webbrowser.open")
LONGEST_S = 180.0
RELAID_S = 0.3    # by then a message that waits for the window's edge to come to rest is laid out
noted: list[str] = []


def note(event: str, arguments: tuple[Any, ...]) -> None:
    """Every connection and every process that Python code begins."""
    if event in WATCHED:
        noted.append(f"{event} {arguments[1] if event == 'socket.connect' else arguments[:2]}")


class Window:
    """The program as ``app`` puts it together, with a heart-beat."""

    def __init__(self, home: Path) -> None:
        self.application = QApplication([])
        self.application.setStyle("Fusion")
        Garbage(self.application)
        settings = Settings.load(find(home).settings)
        self.theme = theme = Theme(self.application, settings)
        self.loop = BackgroundLoop()
        self.loop.start()
        self.services = self.loop.submit(open_services(find(home), exclusive=True, settings=settings)).result(60)
        self.loop.submit(self.services.accounts.check("loop")).result(60)
        settings.set(MODEL, "loop/echo-1")
        self.window = MainWindow(theme, settings)
        relay = Relay(self.loop, self.application)
        self.window.show()
        self.window.begin(UiContext(self.services, relay, theme, Icons(theme), Notices()))
        self.page = self._part(ConversationPage)
        self.wait(lambda: self.page.model is not None)

    def _part(self, kind: type[Any]) -> Any:
        found = self.window.findChild(kind)
        assert found is not None
        return found

    def wait(self, until: Callable[[], bool]) -> tuple[float, float]:
        """Let the program live until something is so: the longest time between two beats, on the wall and of the CPU, in ms."""
        loop, timer = QEventLoop(), QTimer()
        ends = time.monotonic() + LONGEST_S
        last, longest = [time.monotonic(), time.thread_time()], [0.0, 0.0]

        def beat() -> None:
            now = [time.monotonic(), time.thread_time()]
            longest[:] = [max(most, (n - before) * 1000) for most, n, before in zip(longest, now, last, strict=True)]
            last[:] = now
            if until() or now[0] > ends:
                loop.quit()

        timer.timeout.connect(beat)
        timer.start(5)
        loop.exec()
        return longest[0], longest[1]

    def ask(self, said: str) -> dict[str, Any]:
        """Ask in a new conversation; what is to be seen when the reply has ended."""
        self._part(Workspace).show_conversation(None)
        before = memory_mb()
        box = self._part(MessageBox)
        box.set_text(said)
        QTest.keyClick(box, Qt.Key.Key_Return)
        gaps = self.wait(lambda: self._ended() and self._settled() and self._listed())
        return self._seen(gaps, before)

    def open(self, conversation_id: str) -> dict[str, Any]:
        """Open a conversation; what is to be seen."""
        before = memory_mb()
        self._part(Workspace).show_conversation(conversation_id)
        gaps = self.wait(lambda: self.page.conversation_id == conversation_id and self._ended() and self._settled() and self._listed())
        return self._seen(gaps, before)

    def relay(self) -> dict[str, float]:
        """Give the window other widths and its letters other sizes, with what is open on the screen; the longest stall."""
        size, longest_ms = self.window.size(), 0.0
        widths = [partial(self.window.resize, size.width() - by, size.height()) for by in (160, 240, 0)]
        for change in (*widths, *(partial(self.theme.zoom, by) for by in (3, -2, 0))):
            began = time.monotonic()
            change()
            at_once_ms = (time.monotonic() - began) * 1000
            rests = time.monotonic() + RELAID_S
            longest_ms = max(longest_ms, at_once_ms, self.wait(partial(self._rested, rests))[0])
        return {"wall_ms": longest_ms}

    def other_views(self, word: str) -> dict[str, Any]:
        """Everything else that shows a message: hits of a search, the composer while one edits, replies side by side."""
        search = self._part(Sidebar).findChild(QLineEdit)
        assert search is not None
        model = self._part(QListView).model()
        search.setText(word)
        found: list[str] = []

        def hit() -> bool:
            told = (model.index(row, 0).data(SNIPPET) for row in range(model.rowCount()))
            found[:] = [str(snippet) for snippet in told if snippet is not None]
            return bool(found)

        self.wait(hit)
        self.window.grab()
        search.clear()
        first = self.page.entries[0].id
        self.page.transcript.edit_asked.emit(first)
        edited = self._part(MessageBox).toPlainText()
        self.window.grab()
        self.page.composer.end_edit()
        self.page.regenerate_last()
        self.wait(lambda: len(self.page.entries[-1].siblings) > 1 and self._ended() and self._settled())
        self.page.transcript.compare_asked.emit(self.page.entries[-1].id)
        self.wait(lambda: self.page.transcript.several is not None and self._settled())
        several = self.page.transcript.several
        beside = [view.text.toPlainText() for view in several.views] if several is not None else []
        self.window.grab()
        rich = [label.text() for label in self.window.findChildren(QLabel) if label.textFormat() is not Qt.TextFormat.PlainText]
        tips = [widget.toolTip() for widget in self.window.findChildren(QWidget) if widget.toolTip()]
        return {"hits": found, "edited": edited, "beside": beside, "rich": rich, "tips": tips, "title": self.window.windowTitle()}

    def _ended(self) -> bool:
        entries = self.page.entries
        return len(entries) >= 2 and entries[-1].message.status is not Status.STREAMING

    def _rested(self, since_s: float) -> bool:
        return time.monotonic() > since_s and self._settled()

    def _settled(self) -> bool:
        views = self.page.transcript.views
        return bool(views) and all(view.settled for view in views)

    def _listed(self) -> bool:
        """Does the sidebar have the title of what is shown?"""
        model = self._part(ConversationList).model()
        listed = model.summary(model.row_of(self.page.conversation_id))
        return listed is not None and bool(listed.title)

    def _seen(self, gaps: tuple[float, float], before_mb: float) -> dict[str, Any]:
        texts: list[MessageText] = [view.text for view in self.page.transcript.views]
        self.page.copy_last_reply()
        message = self.page.entries[-1].message
        titles = [
            str(self._part(QListView).model().index(row, 0).data())
            for row in range(self._part(QListView).model().rowCount())
        ]
        self.window.grab()
        return {
            "id": self.page.conversation_id,
            "wall_ms": gaps[0],
            "cpu_ms": gaps[1],
            "shown": texts[-1].toPlainText() if texts else "",
            "status": message.status.value,
            "text": message.text[:200_000],
            "length": len(message.text),
            "copied": QGuiApplication.clipboard().text()[:200_000],
            "titles": titles,
            "grown_mb": memory_mb() - before_mb,
            "noted": noted,
        }

    def close(self) -> None:
        """End as the program ends."""
        self.window.close()
        self.loop.submit(self.services.aclose()).result(60)
        self.loop.stop()


def memory_mb() -> float:
    """What the process has had at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def serve(window: Window) -> None:
    """Do what the lines of standard input say."""
    print("ready", flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        done = getattr(window, order["do"])(*order["with"])
        print(json.dumps(done), flush=True)
        if order["do"] == "close":
            break
    os._exit(0)


if __name__ == "__main__":
    sys.addaudithook(note)    # before the provider is first reached: that connection shows that somebody notes
    serve(Window(Path(sys.argv[1])))
