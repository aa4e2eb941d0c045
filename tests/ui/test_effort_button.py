"""How much the model thinks and says: offered only where it can be told, and asked for with the next question."""

from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from deskchat.chat.model import ModelInfo, ModelRef
from deskchat.paths import find
from deskchat.services.services import Services
from deskchat.settings import EFFORT, VERBOSITY, Settings
from deskchat.ui.context import UiContext
from deskchat.ui.effort_button import EffortButton
from deskchat.ui.level_button import LevelButton
from deskchat.ui.verbosity_button import VerbosityButton

THINKER = ModelInfo(ModelRef("x", "t"), "Thinker", reasons=True, efforts=("low", "high", "odd"))


@pytest.fixture
def button(qtbot: QtBot, context: UiContext) -> EffortButton:
    made = EffortButton(context)
    qtbot.addWidget(made)
    return made


def offered(button: LevelButton) -> list[str]:
    return [action.text() for action in button.menu().actions()]


@pytest.mark.parametrize(
    ("model", "words"),
    [
        (THINKER, ["As the model likes", "A little", "Much"]),
        (ModelInfo(ModelRef("x", "u"), "U", reasons=True), ["As the model likes", "Not at all", "A little", "Some", "Much"]),
        (ModelInfo(ModelRef("x", "n"), "N", reasons=False, efforts=("low",)), []),
        (ModelInfo(ModelRef("x", "?"), "?"), []),
    ],
)
def test_only_what_the_model_knows_is_offered(button: EffortButton, model: ModelInfo, words: list[str]) -> None:
    button.show_model(model)
    assert button.isHidden() == (not words)
    assert offered(button) == (words or ["As the model likes"])


def test_another_conversation_leaves_no_entries_behind(button: EffortButton) -> None:
    """A button lives as long as the window, and is filled with each conversation that is opened."""
    button.show_model(THINKER)
    before = len(button.findChildren(QObject))
    for _ in range(20):
        button.show_model(THINKER)
    assert len(button.findChildren(QObject)) == before


def test_a_choice_is_asked_for_kept_and_left_out_for_others(
    button: EffortButton, services: Services, qtbot: QtBot
) -> None:
    button.show_model(THINKER)
    assert button.chosen is None
    with qtbot.waitSignal(button.decided):
        button.menu().actions()[2].trigger()
    assert button.chosen == "high"
    assert services.settings.get(EFFORT) == "high"
    assert button.text() == "Thinking: much"
    button.show_model(ModelInfo(ModelRef("x", "l"), "L", reasons=True, efforts=("low",)))
    assert button.chosen is None
    button.show_model(THINKER)
    assert button.chosen == "high"


def test_the_length_is_offered_only_where_the_model_takes_it(
    qtbot: QtBot, context: UiContext, services: Services, tmp_path: Path
) -> None:
    button = VerbosityButton(context)
    qtbot.addWidget(button)
    button.show_model(THINKER)
    assert button.isHidden()
    talker = ModelInfo(ModelRef("x", "v"), "Talker", verbosity=True)
    button.show_model(talker)
    assert not button.isHidden()
    assert offered(button) == ["As the model likes", "Short", "Middling", "Long"]
    button.menu().actions()[1].trigger()
    assert (button.chosen, services.settings.get(VERBOSITY), button.text()) == ("low", "low", "Length: short")
    file = find(tmp_path).settings
    qtbot.waitUntil(lambda: file.exists() and Settings.load(file).get(VERBOSITY) == "low")
    button.show_model(THINKER)
    assert button.chosen is None
