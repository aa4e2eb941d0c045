"""How much the model thinks before it answers: shown only for models that can be told."""

import asyncio

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from deskchat.chat.model import ModelInfo, Sampling
from deskchat.settings import EFFORT
from deskchat.ui.context import UiContext
from deskchat.ui.safe_text import set_tooltip

WORDS = {
    "": QT_TRANSLATE_NOOP("Effort", "As the model likes"),
    "none": QT_TRANSLATE_NOOP("Effort", "Not at all"),
    "minimal": QT_TRANSLATE_NOOP("Effort", "Hardly"),
    "low": QT_TRANSLATE_NOOP("Effort", "A little"),
    "medium": QT_TRANSLATE_NOOP("Effort", "Some"),
    "high": QT_TRANSLATE_NOOP("Effort", "Much"),
    "max": QT_TRANSLATE_NOOP("Effort", "As much as it can"),
}
USUAL = ("none", "low", "medium", "high")    # for a model that thinks, and does not say by which words


class EffortButton(QToolButton):
    """Accessible name “Thinking”; the choice holds for all conversations until it is changed."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._model: ModelInfo | None = None
        self._menu = QMenu(self)
        self._menu.setAccessibleName(self.tr("Thinking"))
        self.setMenu(self._menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setAccessibleName(self.tr("Thinking"))
        set_tooltip(self, self.tr("How much the model thinks before it answers"))
        self.hide()

    @property
    def sampling(self) -> Sampling:
        """What the next question asks for, as far as the model knows the word."""
        effort = self._context.services.settings.get(EFFORT)
        return Sampling(effort=effort) if effort in self._efforts else Sampling()

    def show_model(self, model: ModelInfo) -> None:
        """Offer what ``model`` knows, or nothing."""
        self._model = model
        self.setVisible(bool(self._efforts))
        self._menu.clear()
        group = QActionGroup(self._menu)
        for effort in ("", *self._efforts):
            action = QAction(_tr(WORDS[effort]), group, checkable=True)
            action.setChecked(effort == (self.sampling.effort or ""))
            action.triggered.connect(lambda _=False, effort=effort: self._choose(effort))
            self._menu.addAction(action)
        self._name()

    @property
    def _efforts(self) -> tuple[str, ...]:
        model = self._model
        if model is None or model.reasons is False:
            return ()
        known = tuple(word for word in model.efforts if word in WORDS)
        return known or (USUAL if model.reasons else ())

    def _choose(self, effort: str) -> None:
        settings = self._context.services.settings
        settings.set(EFFORT, effort)
        self._context.relay.run(self._context.relay, asyncio.to_thread(settings.save))
        self._name()

    def _name(self) -> None:
        chosen = self.sampling.effort
        self.setText(self.tr("Thinking: %s") % _tr(WORDS[chosen]).lower() if chosen else self.tr("Thinking"))
        self.setAccessibleDescription(_tr(WORDS[chosen or ""]))


def _tr(text: object) -> str:
    return QCoreApplication.translate("Effort", str(text))
