"""What importing a module does while the window is there."""

import subprocess
import sys
from pathlib import Path

ODD = '''
import sys

def __getattr__(name):
    sys.stdout.write(f"asked for {name}")
    raise ImportError("not while it is half imported")
'''


def test_a_module_that_is_imported_is_asked_for_nothing(tmp_path: Path) -> None:
    (tmp_path / "odd.py").write_text(ODD, "utf-8")
    told = subprocess.run(
        [sys.executable, "-c", "import deskchat.ui, PySide6.QtWidgets, odd"],
        cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False,
    )    # fmt: skip
    assert (told.returncode, told.stdout, told.stderr) == (0, "", "")


def test_what_is_imported_from_qt_is_all_there(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-c", "import deskchat.ui\nfrom PySide6.QtWidgets import *\nprint(QApplication.__name__)"],
        cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False,
    )    # fmt: skip
    assert told.stdout.strip() == "QApplication", told.stderr
