"""The dialog for choosing files: the system's own where there is one, else Qt's, whole in the language of the window."""

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


def _tr(text: str) -> str:
    return QCoreApplication.translate("FileDialog", text)
