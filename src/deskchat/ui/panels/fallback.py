"""Who answers when a model can't: off until the person turns it on, and always shown when it acts."""

import asyncio

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from deskchat.settings import FALLBACK_ENABLED, FALLBACK_MODELS
from deskchat.ui.context import UiContext
from deskchat.ui.model_list import ModelList
from deskchat.ui.safe_text import HintLabel

TITLE = "Fallback"
ORDER = 45


def create(context: UiContext, parent: QWidget) -> QWidget:
    """The page."""
    return FallbackPage(context, parent)


class FallbackPage(QWidget):
    """A switch, and the models in the order in which they are asked."""

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._settings = context.services.settings
        self._switch = QCheckBox(self.tr("When a model can't answer, ask the next of this list by itself"), self)
        self._list = ModelList(context, self.tr("Models to fall back on"), self)
        self._place()
        self._switch.setChecked(self._settings.get(FALLBACK_ENABLED))
        self._list.show_models(self._settings.get(FALLBACK_MODELS))
        self._switch.toggled.connect(self._keep)
        self._list.changed.connect(self._keep)

    @property
    def models(self) -> tuple[str, ...]:
        """The list as it stands."""
        return self._list.models

    def _place(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(round(0.6 * self._context.theme.em))
        column.addWidget(self._switch)
        said = self.tr(
            "No network, a refused key, used-up credit, a busy server or a failed engine: the reply then comes from the next"
            " model that can be asked, and says so. A model on this computer at the end of the list always answers. The"
            " conversation goes to every provider that is asked. A conversation can have a list of its own: see the button"
            " with the three dots above it."
        )
        column.addWidget(HintLabel(said, self))
        column.addWidget(self._list, 1)

    def _keep(self) -> None:
        self._settings.set(FALLBACK_ENABLED, self._switch.isChecked())
        self._settings.set(FALLBACK_MODELS, self._list.models)
        self._context.relay.run(self._context.relay, asyncio.to_thread(self._settings.save))
