"""How much the model says."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from deskchat.chat.model import ModelInfo
from deskchat.settings import VERBOSITY
from deskchat.ui.context import UiContext
from deskchat.ui.level_button import LevelButton

WORDS = {
    "": QT_TRANSLATE_NOOP("Verbosity", "As the model likes"),
    "low": QT_TRANSLATE_NOOP("Verbosity", "Short"),
    "medium": QT_TRANSLATE_NOOP("Verbosity", "Middling"),
    "high": QT_TRANSLATE_NOOP("Verbosity", "Long"),
}


class VerbosityButton(LevelButton):
    """Accessible name “Length”."""

    def __init__(self, context: UiContext) -> None:
        words = {level: QCoreApplication.translate("Verbosity", str(word)) for level, word in WORDS.items()}
        super().__init__(context, VERBOSITY, self.tr("Length"), self.tr("How much the model says"), words, "length")

    def show_model(self, model: ModelInfo) -> None:
        """Offer it where ``model`` takes it."""
        self.show_levels(("low", "medium", "high") if model.verbosity else ())
