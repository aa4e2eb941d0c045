"""PySide6 itself: a version that loses references to None aborts the program after some tens of thousands of calls."""

import sys

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot


def test_calls_that_return_nothing_keep_the_references_to_none(qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for _ in range(500):
        label.setText("a")
        label.update()
    lost = before - sys.getrefcount(None)
    assert lost < 100, f"{lost} references to None were lost in 1,000 calls: this PySide6 can't be used on this Python"
