"""The dialog for choosing files: the system's own where there is one, else Qt's, whole in the language of the window."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget


def file_dialog(parent: QWidget, title: str) -> QFileDialog:
    """Deletes itself when it is closed; nothing is opened yet."""
    dialog = QFileDialog(parent, title)
    dialog.finished.connect(dialog.deleteLater)
    label = QFileDialog.DialogLabel
    for which, words in ((label.LookIn, _tr("Folder:")), (label.FileType, _tr("Kind of file:"))):
        dialog.setLabelText(which, words)    # of those Qt has no French
    return dialog


def ask_for_model_file(parent: QWidget, take: Callable[[str], object]) -> None:
    """Let the person choose a GGUF file; ``take`` is given its path."""
    dialog = file_dialog(parent, _tr("Add a GGUF file"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters([_tr("GGUF files (*.gguf)"), _tr("All files (*)")])
    dialog.fileSelected.connect(take)
    dialog.open()


def _tr(text: str) -> str:
    return QCoreApplication.translate("FileDialog", text)
