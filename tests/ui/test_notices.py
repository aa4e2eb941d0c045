"""The notice at the foot of the window: whole however narrow the window is, and never over the field one writes in."""

import pytest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from deskchat.ui.notices import NoticeBar, Notices
from deskchat.ui.safe_text import PlainLabel

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
SENTENCE = "Something went wrong inside deskchat. What you wrote is kept, and nothing of it is lost."


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.addStretch(1)
    column.addWidget(QLineEdit(made))
    made.resize(700, 400)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.mark.parametrize("width", [700, 300])
def test_all_of_it_is_seen_and_the_field_below_stays_free(window: QWidget, width: int, qtbot: QtBot) -> None:
    window.resize(width, 400)
    field = window.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    notices = Notices()
    bar = NoticeBar(notices, window, field)
    notices.tell(SENTENCE, ("Show the report…", lambda: None))
    label = bar.findChild(PlainLabel)
    assert isinstance(label, PlainLabel)
    qtbot.waitUntil(lambda: label.height() >= label.heightForWidth(label.width()))
    assert bar.geometry().bottom() <= field.geometry().top()


def test_it_moves_with_the_field(window: QWidget, qtbot: QtBot) -> None:
    field = window.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    notices = Notices()
    bar = NoticeBar(notices, window, field)
    notices.tell(SENTENCE)
    before = bar.y()
    window.resize(700, 600)
    qtbot.waitUntil(lambda: bar.y() > before)
    assert bar.geometry().bottom() <= field.geometry().top()
