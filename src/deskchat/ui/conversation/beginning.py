"""What stands where the transcript will be: ways to begin, and on the first start the welcome."""

import asyncio
from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from deskchat.chat.errors import ChatError
from deskchat.chat.model import ModelInfo
from deskchat.settings import WELCOMED
from deskchat.ui.context import UiContext
from deskchat.ui.conversation.empty import EmptyView
from deskchat.ui.conversation.welcome import Welcome


class Beginning(QStackedWidget):
    """The empty conversation. The welcome is shown until something was begun in this home, and never again."""

    example_chosen = Signal(str)     # a text for the composer
    settings_wanted = Signal(str)    # a page
    import_wanted = Signal()
    ready = Signal()                 # the person wants to type

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._model: ModelInfo | None = None
        self._welcome: Welcome | None = None
        self._usual = EmptyView()
        self._usual.example_chosen.connect(self.example_chosen)
        self.addWidget(self._usual)
        if context.services.first_start and not context.services.settings.get(WELCOMED):
            self._greet()

    def show_model(self, model: ModelInfo | None) -> None:
        """Name who will answer."""
        self._model = model
        self._usual.show_model(model, server_here=model is not None and self._is_here(model.ref.provider))
        if self._welcome is not None:
            self._welcome.show_model(model)

    def _is_here(self, provider_id: str) -> bool:
        try:
            return self._context.services.accounts.look_up(provider_id).local
        except ChatError:    # it was removed since
            return False

    def show_problem(self, sentence: str) -> None:
        """Say why nobody can answer yet."""
        self._usual.show_problem(sentence)

    def leave_welcome(self) -> None:
        """Something was begun."""
        if self._welcome is not None:
            self._welcome.deleteLater()
            self.removeWidget(self._welcome)
            self._welcome = None
        self._remember()

    def _greet(self) -> None:
        self._welcome = Welcome(self._context.icons)
        self._welcome.show_model(self._model)
        self._welcome.chat_chosen.connect(lambda: self._chose(self.ready.emit))
        self._welcome.skipped.connect(lambda: self._chose(self.ready.emit))
        self._welcome.key_chosen.connect(lambda: self._chose(lambda: self.settings_wanted.emit("providers")))
        self._welcome.model_chosen.connect(lambda: self._chose(lambda: self.settings_wanted.emit("downloads")))
        self._welcome.import_chosen.connect(lambda: self._chose(self.import_wanted.emit))
        self.addWidget(self._welcome)
        self.setCurrentWidget(self._welcome)

    def _chose(self, then: Callable[[], object]) -> None:
        self.leave_welcome()
        then()

    def _remember(self) -> None:
        settings = self._context.services.settings
        if not settings.get(WELCOMED):
            settings.set(WELCOMED, True)
            self._context.relay.run(self._context.relay, asyncio.to_thread(settings.save))
