"""What a screen reader is told while a reply is written."""

from typing import Any, cast

import pytest
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from deskchat.ui.conversation.replies import Replies


def test_a_reply_is_announced_at_its_beginning_and_its_end_and_never_by_its_words(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    def note(event: QAccessibleAnnouncementEvent) -> None:
        told.append(event.message())

    monkeypatch.setattr(QAccessible, "updateAccessibility", note)
    page = QWidget()
    qtbot.addWidget(page)
    nobody = cast("Any", None)
    replies = Replies(nobody, nobody, page)
    replies._set(cast("Any", {"reply": (None, None)}))
    for _ in range(100):
        replies.updated.emit(None)
    replies._set({})
    replies.ended.emit()
    assert told == ["A reply is being written.", "The reply has ended."]
