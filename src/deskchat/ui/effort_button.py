"""How much the model thinks before it answers."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from deskchat.chat.model import ModelInfo
from deskchat.settings import EFFORT
from deskchat.ui.context import UiContext
from deskchat.ui.level_button import LevelButton

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


class EffortButton(LevelButton):
    """Accessible name “Thinking”."""

    def __init__(self, context: UiContext) -> None:
        words = {level: QCoreApplication.translate("Effort", str(word)) for level, word in WORDS.items()}
        super().__init__(
            context, EFFORT, self.tr("Thinking"), self.tr("How much the model thinks before it answers"), words, "thinking"
        )

    def show_model(self, model: ModelInfo) -> None:
        """Offer what ``model`` knows, or nothing."""
        known = () if model.reasons is False else tuple(level for level in model.efforts if level in WORDS)
        self.show_levels(known or (USUAL if model.reasons else ()))
