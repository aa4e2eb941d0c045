"""Finding words in a transcript of five hundred messages, of which forty exist as widgets."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from deskchat.ui.conversation.find_bar import FindBar
from deskchat.ui.conversation.transcript.entry import entries_of
from deskchat.ui.conversation.transcript.ink import Ink
from deskchat.ui.conversation.transcript.message_view import MessageView
from deskchat.ui.conversation.transcript.transcript import Transcript
from deskchat.ui.icons import Icons
from deskchat.ui.theme import Theme
from tests.ui.conversation.conftest import conversation, person, reply

Settle = Callable[[Callable[[], bool]], None]


@pytest.fixture
def transcript(qtbot: QtBot, ink: Ink) -> Transcript:
    nodes = [person("0", "Where is the Needle?")]
    for n in range(1, 500):
        text = f"Answer {n}. " + ("A needle, and a **NEEDLE**." if n == 100 else "Straw. " * 30)
        nodes.append(reply(str(n), text, str(n - 1)) if n % 2 else person(str(n), text, str(n - 1)))
    made = Transcript(ink)
    made.show_entries(entries_of(conversation(*nodes)), from_start=True)
    return made


@pytest.fixture
def bar(qtbot: QtBot, theme: Theme, transcript: Transcript) -> Iterator[FindBar]:
    window = QWidget()
    made = FindBar(theme, Icons(theme), lambda: transcript)
    column = QVBoxLayout(window)
    column.addWidget(made)
    column.addWidget(transcript)
    qtbot.addWidget(window)
    window.resize(800, 600)
    window.show()
    made.open()
    yield made
    window.close()


def marked(transcript: Transcript) -> dict[str, list[str]]:
    """The words that are marked, by message."""
    found = {view.entry.id: view.text.extraSelections() for view in transcript.views}
    return {node: [mark.cursor.selectedText() for mark in marks] for node, marks in found.items() if marks}


def in_sight(transcript: Transcript, node_id: str) -> bool:
    view: MessageView | None = next((view for view in transcript.views if view.entry.id == node_id), None)
    return view is not None and view.geometry().intersects(transcript.viewport().rect())


def test_hits_are_counted_and_walked_through_wherever_they_are(bar: FindBar, transcript: Transcript, settle: Settle) -> None:
    QTest.keyClicks(bar.field, "needle")

    settle(lambda: bar.count.text() == "3 of 3")
    settle(lambda: in_sight(transcript, "100") and marked(transcript) == {"100": ["needle", "NEEDLE"]})
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    settle(lambda: bar.count.text() == "1 of 3")
    settle(lambda: in_sight(transcript, "0") and marked(transcript).get("0") == ["Needle"])
    QTest.keyClick(bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    settle(lambda: bar.count.text() == "3 of 3" and in_sight(transcript, "100"))


def test_words_that_are_nowhere_are_said_to_be_nowhere(bar: FindBar, transcript: Transcript, settle: Settle) -> None:
    QTest.keyClicks(bar.field, "haystack")

    settle(lambda: bar.count.text() == "Not found")
    assert marked(transcript) == {}


def test_esc_puts_it_away_and_takes_the_marks_off(bar: FindBar, transcript: Transcript, settle: Settle) -> None:
    QTest.keyClicks(bar.field, "straw")
    settle(lambda: bool(marked(transcript)))

    QTest.keyClick(bar.field, Qt.Key.Key_Escape)

    assert bar.isHidden()
    assert marked(transcript) == {}


def test_every_control_has_a_name(bar: FindBar) -> None:
    assert [button.accessibleName() for button in bar.findChildren(QToolButton) if button.parent() is bar] == [
        "Previous hit", "Next hit", "Close"
    ]  # fmt: skip
    assert bar.field.accessibleName() == "Find in the conversation"
