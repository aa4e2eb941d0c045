"""The one screen of the first start: four ways to begin, each of which can be taken later as well."""

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from deskchat.chat.model import ModelInfo
from deskchat.ui.conversation.transcript.caption import Caption
from deskchat.ui.icons import Icons
from deskchat.ui.safe_text import PlainLabel


class Welcome(QWidget):
    """Stands where the examples will be; whatever is chosen, it is not seen again."""

    chat_chosen = Signal()
    key_chosen = Signal()
    model_chosen = Signal()
    import_chosen = Signal()
    skipped = Signal()

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._icons = icons
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addStretch(2)
        greeting = PlainLabel(self.tr("Welcome to deskchat"))
        greeting.setObjectName("greeting")
        promise = Caption(self.tr("Everything stays on this computer, until you choose a model that does not."), quiet=True)
        for label in (greeting, promise):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        column.addSpacing(16)
        column.addWidget(self._ways(), 0, Qt.AlignmentFlag.AlignHCenter)
        skip = QPushButton(self.tr("Skip"))
        skip.setFlat(True)
        skip.clicked.connect(self.skipped)
        column.addWidget(skip, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def show_model(self, model: ModelInfo | None) -> None:
        """Name who answers when the person just begins."""
        local = model is not None and model.ref.is_local
        said = self.tr("%1 answers here, offline.") if local else self.tr("%1 answers.")
        self._name(self._chat, self.tr("Chat now"), said.replace("%1", model.name) if model else "")
        self._chat.setEnabled(model is not None)

    def _ways(self) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        grid.setSpacing(10)
        self._chat = self._way("new-chat", self.tr("Chat now"), "", self.chat_chosen)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        key, model, files = (
            self._way("key", self.tr("Add a key"), self.tr("For OpenAI, Anthropic, Google and others."), self.key_chosen),
            self._way("local", self.tr("Get a better model"), self.tr("One that fits this computer."), self.model_chosen),
            self._way("file", self.tr("Bring my chats"), self.tr("From ChatGPT, Claude and others."), self.import_chosen),
        )
        for index, way in enumerate((self._chat, key, model, files)):
            grid.addWidget(way, index // 2, index % 2)
        return box

    def _way(self, icon: str, title: str, said: str, chosen: SignalInstance) -> QPushButton:
        button = QPushButton()
        button.setObjectName("example")
        button.setIcon(self._icons.icon(icon))
        button.setIconSize(self._icons.size * 1.2)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(chosen)
        self._name(button, title, said)
        return button

    def _name(self, button: QPushButton, title: str, said: str) -> None:
        button.setText(f"{title}\n{said}" if said else title)
        button.setAccessibleName(title)
        button.setAccessibleDescription(said)
