"""All shortcuts on one page."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QScrollArea, QVBoxLayout, QWidget

from deskchat.ui.actions import ALL, text_of
from deskchat.ui.main_menu import KEY
from deskchat.ui.safe_text import PlainLabel

# what is done without an action of the window, mostly in the message field: what, and with which keys
TYPING = (
    (str(QT_TRANSLATE_NOOP("KeyboardList", "Send the message")), str(QT_TRANSLATE_NOOP("KeyboardList", "Enter"))),
    (
        str(QT_TRANSLATE_NOOP("KeyboardList", "A new line in the message")),
        str(QT_TRANSLATE_NOOP("KeyboardList", "Shift+Enter")),
    ),
    (
        str(QT_TRANSLATE_NOOP("KeyboardList", "Bring back what was sent")),
        str(QT_TRANSLATE_NOOP("KeyboardList", "Up, in an empty message")),
    ),
    (
        str(QT_TRANSLATE_NOOP("KeyboardList", "Put in a snippet")),
        str(QT_TRANSLATE_NOOP("KeyboardList", "/, in an empty message")),
    ),
    (str(QT_TRANSLATE_NOOP("KeyboardList", "Open the menu of all actions")), KEY),
)


class KeyboardList(QDialog):
    """Made from the table of actions, so that it can't be out of date."""

    guide_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        rows = QWidget()
        form = QFormLayout(rows)
        form.setHorizontalSpacing(40)
        for entry in ALL:
            keys = ", ".join(QKeySequence(k).toString(QKeySequence.SequenceFormat.NativeText) for k in entry.keys)
            form.addRow(PlainLabel(text_of(entry)), PlainLabel(keys))
        for what, keys in TYPING:
            form.addRow(*(PlainLabel(QCoreApplication.translate("KeyboardList", words)) for words in (what, keys)))
        area = QScrollArea(self)    # on a small screen the list is longer than there is room
        area.setWidget(rows)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setAccessibleName(self.windowTitle())
        area.setMinimumWidth(rows.sizeHint().width() + area.verticalScrollBar().sizeHint().width())
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        guide = buttons.addButton(self.tr("User guide"), QDialogButtonBox.ButtonRole.HelpRole)
        guide.clicked.connect(self.guide_wanted)
        guide.clicked.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(area)
        column.addWidget(buttons)
        highest = self.screen().availableSize().height() * 4 // 5
        self.resize(self.sizeHint().width(), min(rows.sizeHint().height() + 80, highest))
