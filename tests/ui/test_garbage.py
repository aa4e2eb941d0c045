"""Cycles are collected on the window's thread and nowhere else."""

import gc
import threading
import weakref

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from deskchat.ui.garbage import Garbage, collect_when_due


class InACycle(QObject):
    def __init__(self, died_on: list[int]) -> None:
        super().__init__()
        self.itself = self
        weakref.finalize(self, lambda: died_on.append(threading.get_ident()))


def allocate_much(kept: list[list[int]]) -> None:
    kept.extend([number] for number in range(50_000))


def test_a_cycle_dies_on_the_thread_of_the_window(qtbot: QtBot) -> None:
    keeper = QObject()
    Garbage(keeper)
    died_on: list[int] = []
    InACycle(died_on)
    kept: list[list[int]] = []    # what lives makes a collection due
    other = threading.Thread(target=allocate_much, args=(kept,))
    other.start()
    other.join()
    assert died_on == [], "another thread has collected it"
    assert not gc.isenabled()
    for _ in range(3):
        collect_when_due()
    assert died_on == [threading.get_ident()]
