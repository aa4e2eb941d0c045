from collections.abc import Iterator

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from deskchat.ui import resting_cursor
from deskchat.ui.resting_cursor import RestingCursor


@pytest.fixture
def flash_ms(qtbot: QtBot) -> Iterator[int]:
    hints = QGuiApplication.styleHints()
    usual = hints.cursorFlashTime()
    hints.setCursorFlashTime(1_000)
    yield 1_000
    hints.setCursorFlashTime(usual)


def test_the_cursor_stops_blinking_some_time_after_the_last_key(
    qtbot: QtBot, flash_ms: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resting_cursor, "RESTS_AFTER_MS", 50)
    field = QPlainTextEdit()
    qtbot.addWidget(field)
    RestingCursor(field)
    hints = QGuiApplication.styleHints()

    QTest.keyClicks(field, "a")
    qtbot.waitUntil(lambda: hints.cursorFlashTime() == 0)
    seen: list[int] = []
    hints.cursorFlashTimeChanged.connect(seen.append)
    QTest.keyClicks(field, "b")
    assert seen[:1] == [flash_ms]


def test_for_who_wants_no_blinking_it_stays_lit_whatever_is_typed(qtbot: QtBot, flash_ms: int) -> None:
    field = QPlainTextEdit()
    qtbot.addWidget(field)
    cursor = RestingCursor(field)
    hints = QGuiApplication.styleHints()
    cursor.set_blinking(False)
    QTest.keyClicks(field, "a")
    assert hints.cursorFlashTime() == 0
    cursor.set_blinking(True)
    assert hints.cursorFlashTime() == flash_ms
