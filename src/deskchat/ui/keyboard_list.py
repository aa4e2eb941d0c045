"""All shortcuts on one page."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QVBoxLayout, QWidget

from deskchat.ui.actions import ALL, text_of
from deskchat.ui.safe_text import PlainLabel


class KeyboardList(QDialog):
    """Made from the table of actions, so that it can't be out of date."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        form = QFormLayout()
        form.setHorizontalSpacing(40)
        for entry in ALL:
            keys = ", ".join(QKeySequence(k).toString(QKeySequence.SequenceFormat.NativeText) for k in entry.keys)
            form.addRow(PlainLabel(text_of(entry)), PlainLabel(keys))
        form.addRow(PlainLabel(self.tr("Send the message")), PlainLabel(self.tr("Enter")))
        form.addRow(PlainLabel(self.tr("A new line in the message")), PlainLabel(self.tr("Shift+Enter")))
        form.addRow(PlainLabel(self.tr("Bring back what was sent")), PlainLabel(self.tr("Up, in an empty message")))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(buttons)
