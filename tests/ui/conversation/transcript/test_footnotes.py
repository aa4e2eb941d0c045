"""Footnotes: from the mark to the note, and back."""

from collections.abc import Callable

from PySide6.QtCore import QUrl
from pytestqt.qtbot import QtBot

from deskchat.ui.conversation.transcript.entry import entries_of
from deskchat.ui.conversation.transcript.ink import Ink
from deskchat.ui.conversation.transcript.message_text import MessageText
from deskchat.ui.conversation.transcript.transcript import Transcript
from tests.ui.conversation.conftest import conversation, person, reply

Settle = Callable[[Callable[[], bool]], None]


def follow(text: MessageText, words: str) -> None:
    """Click the link of those words."""
    found = text.document().find(words)
    text.anchorClicked.emit(QUrl(found.charFormat().anchorHref()))


def test_a_mark_leads_to_its_note_and_the_note_back(qtbot: QtBot, ink: Ink, settle: Settle) -> None:
    transcript = Transcript(ink)
    qtbot.addWidget(transcript)
    transcript.resize(700, 400)
    transcript.show()
    said = "Here[^ré] it is.\n\n" + "Some words.\n\n" * 100 + "[^ré]: The note.\n\n" + "More words.\n\n" * 100
    transcript.show_entries(entries_of(conversation(person("u", "?"), reply("a", said, "u"))), from_start=True)
    text = transcript.views[-1].text
    settle(lambda: text.settled)
    transcript.verticalScrollBar().setValue(0)

    with qtbot.assertNotEmitted(transcript.link_clicked):
        follow(text, "ré")
    assert text.textCursor().selectedText() == "ré."
    place = text.viewport().mapTo(transcript.viewport(), text.cursorRect().center())
    assert transcript.viewport().rect().contains(place)

    with qtbot.assertNotEmitted(transcript.link_clicked):
        follow(text, "ré.")
    assert text.textCursor().selectedText() == "ré"
    assert transcript.verticalScrollBar().value() < 200
