"""Says that a conversation leaves nothing on the disk, and offers to keep or to erase it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from deskchat.ui.safe_text import PlainLabel


class TemporaryBar(QFrame):
    """Accessible name “Temporary chat”; hidden in all other conversations."""

    keep_asked = Signal()
    erase_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("temporary")
        self.setAccessibleName(self.tr("Temporary chat"))
        said = self.tr(
            "Temporary chat: deskchat writes nothing of it to the disk. A provider elsewhere still gets what you send."
        )
        self._words = PlainLabel(said, self, wrap=True)
        self._keep = QPushButton(self.tr("Keep"), self)
        self._keep.setAccessibleDescription(self.tr("Make it a conversation like any other"))
        self._erase = QPushButton(self.tr("Erase"), self)
        self._erase.setAccessibleDescription(self.tr("Forget it now"))
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 4, 12, 4)
        row.addWidget(self._words, 1)
        row.addWidget(self._keep)
        row.addWidget(self._erase)
        self._keep.clicked.connect(self.keep_asked)
        self._erase.clicked.connect(self.erase_asked)
        self.hide()

    def show_state(self, *, temporary: bool, begun: bool, replying: bool) -> None:
        """There is something to keep once it has begun, and while nothing is being written in it."""
        self.setVisible(temporary)
        self._keep.setEnabled(begun and not replying)
        self._erase.setEnabled(begun)
