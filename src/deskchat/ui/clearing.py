"""The button inside a field that empties it: Qt's own has no name."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit, QToolButton


def let_clear(field: QLineEdit) -> None:
    """Give ``field``, which has no other button yet, one that empties it while there is something in it."""
    field.setClearButtonEnabled(True)
    for button in field.findChildren(QToolButton):
        button.setAccessibleName(QCoreApplication.translate("Clearing", "Clear"))
