"""The real window with a model of this machine, used as a person does: picked in the list, asked, and its engine shot; see ``scene``."""

import signal
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QListView, QPushButton

from deskchat.chat.message import Status
from deskchat.ui.conversation.message_box import MessageBox
from deskchat.ui.conversation.transcript.message_view import MessageView
from deskchat.ui.picker.popup import PickerPopup
from deskchat.ui.picker.row_model import ROW
from deskchat.ui.picker.rows import Row
from deskchat.ui.workspace import Workspace
from tests.faults.window import Window, serve
from tests.support.processes import children_with

WARMED_MS = 600    # after typing: the program begins to load the model that will be asked


class LocalWindow(Window):
    """The program, and what one does in it with a model of this machine."""

    def ask_model(self, name: str, said: str, slowly: bool) -> dict[str, Any]:
        """Pick a model for a new conversation and ask it, ``slowly`` typing; what is to be seen at the end.

        A reply that does come is stopped at its first words.
        """
        gaps = self._begun(name, said, slowly)
        gaps += [self.wait(lambda: self._ended() or bool(self._reply.text))]
        return self._stopped(gaps)

    def shoot(self, name: str, said: str, number: str, after: int) -> dict[str, Any]:
        """Send the engine a signal when the reply has more than ``after`` letters; what is to be seen then.

        A reply that is over before is let alone.
        """
        gaps = self._begun(name, said, slowly=False)
        gaps += [self.wait(lambda: self._ended() or len(self._reply.text) > after)]
        for engine in children_with("deskchat.engine") if not self._ended() else ():
            engine.send_signal(signal.Signals[number])
        gaps += [self.wait(lambda: self._ended() and self._settled())]
        return self._told(gaps)

    def retry(self) -> dict[str, Any]:
        """Press “Retry” below the last reply, and stop the new one at its first words; what is to be seen."""
        button = next(b for b in self._last.problem.findChildren(QPushButton) if b.accessibleName() == "Retry")
        gaps = [self.wait(lambda: button.isVisible() and not button.size().isEmpty())]
        before = self.page.entries[-1].id
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        gaps += [self.wait(lambda: self.page.entries[-1].id != before and (self._ended() or bool(self._reply.text)))]
        return self._stopped(gaps)

    def look(self, conversation_id: str) -> dict[str, Any]:
        """Open a conversation; what is to be seen."""
        self._part(Workspace).show_conversation(conversation_id)
        return self._told([
            self.wait(lambda: self.page.conversation_id == conversation_id and self._ended() and self._settled())
        ])

    @property
    def _reply(self) -> Any:
        return self.page.entries[-1].message

    @property
    def _last(self) -> MessageView:
        view = self.page.transcript.views[-1]
        assert isinstance(view, MessageView)
        return view

    def _begun(self, name: str, said: str, slowly: bool) -> list[tuple[float, float]]:
        self._part(Workspace).show_conversation(None)
        gaps = [self.wait(lambda: not self.page.entries), self._pick(name)]
        box = self._part(MessageBox)
        QTest.keyClicks(box, said)
        if slowly:
            gaps.append(self._rest(WARMED_MS))
        QTest.keyClick(box, Qt.Key.Key_Return)
        gaps.append(self.wait(lambda: len(self.page.entries) >= 2))
        return gaps

    def _pick(self, name: str) -> tuple[float, float]:
        """Open the list, look for the model, and take it with Enter."""
        QTest.mouseClick(self.page.model_button, Qt.MouseButton.LeftButton)
        popup = self._part(PickerPopup)
        search, models = popup.findChild(QLineEdit), popup.findChild(QListView)
        QTest.keyClicks(search, name)

        def highlighted() -> str:
            row = models.currentIndex().data(ROW)
            return row.info.ref.model if isinstance(row, Row) and row.info is not None else ""

        gaps = self.wait(lambda: highlighted() == name)
        QTest.keyClick(search, Qt.Key.Key_Return)
        assert self.page.model.ref.model == name
        return gaps

    def _rest(self, ms: int) -> tuple[float, float]:
        beats: list[int] = []

        def over() -> bool:
            beats.append(1)
            return len(beats) * 5 >= ms    # a beat comes every 5 ms

        return self.wait(over)

    def _stopped(self, gaps: list[tuple[float, float]]) -> dict[str, Any]:
        if not self._ended():
            QTest.keyClick(self._part(MessageBox), Qt.Key.Key_Escape)
        gaps += [self.wait(lambda: self._ended() and self._settled())]
        return self._told(gaps)

    def _told(self, gaps: list[tuple[float, float]]) -> dict[str, Any]:
        self.window.grab()
        problem = self._last.problem
        return {
            "id": self.page.conversation_id,
            "status": self._reply.status.value,
            "said": [entry.message.text for entry in self.page.entries],
            "sentence": problem.sentence if self._reply.status is Status.FAILED and problem.isVisible() else "",
            "offers": [*problem.offers],
            "notes": [label.text() for label in self._last.findChildren(QLabel) if label.isVisible()],
            "versions": len(self.page.entries[-1].siblings),
            "wall_ms": max(wall for wall, _ in gaps),
            "cpu_ms": max(cpu for _, cpu in gaps),
        }


if __name__ == "__main__":
    serve(LocalWindow(Path(sys.argv[1])))
