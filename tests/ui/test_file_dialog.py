"""What is chosen in a dialog for files reaches who asked, and the dialog goes."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from deskchat.ui.file_dialog import ask_for_model_file


def test_a_chosen_model_file_is_given_to_who_asked(qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "small.gguf"
    file.touch()
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    taken: list[str] = []
    ask_for_model_file(window, taken.append)
    dialog = window.findChild(QFileDialog)
    assert dialog is not None
    assert dialog.nameFilters() == ["GGUF files (*.gguf)", "All files (*)"]

    dialog.selectFile(str(file))
    dialog.accept()

    assert [Path(path) for path in taken] == [file]
    qtbot.waitUntil(lambda: not isValid(dialog))
