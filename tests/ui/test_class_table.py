"""Classes that another thread defines don't take the ground from under the window's thread."""

import subprocess
import sys

import pytest

DRAWN_WHILE_CLASSES_ARE_MADE = """
import gc, os, threading
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from deskchat.ui import class_table

gc.disable()
application = QApplication([])
application.setStyleSheet("QLabel { border: 1px solid red }")
class_table.make_room(12_000)
top, timer, kept = QWidget(), QTimer(), []
column = QVBoxLayout(top)
for number in range(12):
    label = type(f"Label{number}", (QLabel,), {})(str(number))
    column.addWidget(label)
    timer.timeout.connect(label.repaint)    # without Python, as what a screen reader asks

def define():
    kept.extend(type(f"Made{number}", (QObject,), {}) for number in range(10_000))
    QTimer.singleShot(0, application, application.quit)

top.show()
timer.start(0)
threading.Thread(target=define, daemon=True).start()
application.exec()
os._exit(len(kept) != 10_000)
"""
COUNTED = """
import importlib, pkgutil
from shiboken6 import Shiboken
import deskchat.app, deskchat.ui
from deskchat.ui.class_table import ALL_OF_QT, OURS

def count():
    seen, left = set(), [Shiboken.Object]
    while left:
        left += (new := set(type.__subclasses__(left.pop())) - seen)
        seen |= new
    return len(seen)

before = count()
for module in pkgutil.walk_packages(deskchat.ui.__path__, "deskchat.ui."):
    importlib.import_module(module.name)
ours = count() - before
import pyqtgraph
print(ours, OURS, count() - before, ALL_OF_QT)
"""


@pytest.mark.timeout(300)
def test_a_window_is_drawn_while_another_thread_defines_classes() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", DRAWN_WHILE_CLASSES_ARE_MADE], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_there_is_room_for_every_class_that_comes_after_the_window() -> None:
    done = subprocess.run([sys.executable, "-c", COUNTED], capture_output=True, text=True, check=True)
    ours, room, all_of_qt, more_room = map(int, done.stdout.split())
    assert 200 < ours < room
    assert 500 < all_of_qt < more_room, "pyqtgraph alone brings more than 500"
