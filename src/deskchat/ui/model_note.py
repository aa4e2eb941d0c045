"""What is said of a model beside its name, in the language of the window."""

from datetime import date

from deskchat.chat.model import ModelInfo
from deskchat.ui.figures import day_words
from deskchat.ui.sentences import translated


def note_words(model: ModelInfo) -> str:
    """Its note; the day on which it goes away as people write it."""
    said = translated(model.note)
    return said.replace(model.retires_on, day_words(date.fromisoformat(model.retires_on))) if model.retires_on else said
