"""The one screen of the first start: four ways to begin, each of which can be taken later as well."""

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QPushButton

from deskchat.chat.model import ModelInfo
from deskchat.ui.conversation.greeting import Greeting, name_card
from deskchat.ui.icons import Icons


class Welcome(Greeting):
    """Stands where the examples will be; whatever is chosen, it is not seen again."""

    chat_chosen = Signal()
    key_chosen = Signal()
    model_chosen = Signal()
    import_chosen = Signal()
    skipped = Signal()

    def __init__(self, icons: Icons) -> None:
        said = self.tr("Everything stays on this computer, until you choose a model that does not.")
        super().__init__(self.tr("Welcome to deskchat"), said)
        self._icons = icons
        self._chat = self._way("new-chat", self.tr("Chat now"), "", self.chat_chosen)
        self._way("key", self.tr("Add a key"), self.tr("For OpenAI, Anthropic, Google and others."), self.key_chosen)
        self._way("local", self.tr("Get a better model"), self.tr("One that fits this computer."), self.model_chosen)
        self._way("file", self.tr("Bring my chats"), self.tr("From ChatGPT, Claude and others."), self.import_chosen)
        skip = QPushButton(self.tr("Skip"))
        skip.setFlat(True)
        skip.clicked.connect(self.skipped)
        self.add_below(skip)

    def show_model(self, model: ModelInfo | None) -> None:
        """Name who answers when the person just begins."""
        local = model is not None and model.ref.is_local
        said = self.tr("%1 answers here, offline.") if local else self.tr("%1 answers.")
        name_card(self._chat, self.tr("Chat now"), said.replace("%1", model.name) if model else "")
        self._chat.setEnabled(model is not None)

    def _way(self, icon: str, title: str, said: str, chosen: SignalInstance) -> QPushButton:
        card = self.add_card(title, said)
        card.setIcon(self._icons.icon(icon))
        card.setIconSize(self._icons.size * 1.2)
        card.clicked.connect(chosen)
        return card
