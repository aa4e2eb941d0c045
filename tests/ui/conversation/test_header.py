"""The head of a conversation in wide and narrow windows: the title can be read, and every button says what it is."""

from typing import TypeVar

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLayout, QToolButton
from pytestqt.qtbot import QtBot

from deskchat.chat.message import Cost
from deskchat.chat.model import ModelInfo, ModelRef
from deskchat.ui.context import UiContext
from deskchat.ui.conversation.header import Header
from deskchat.ui.conversation.more_button import MoreButton
from deskchat.ui.conversation.persona_button import PersonaButton
from deskchat.ui.conversation.transcript.caption import Caption
from deskchat.ui.effort_button import EffortButton
from deskchat.ui.model_picker import ModelButton
from deskchat.ui.verbosity_button import VerbosityButton
from tests.ui.conversation.conftest import conversation, person, reply

Button = TypeVar("Button", bound=QToolButton)
KINDS: tuple[type[QToolButton], ...] = (PersonaButton, EffortButton, VerbosityButton, ModelButton, MoreButton)
MODEL = ModelInfo(ModelRef("x", "m"), "A model with a rather long name", reasons=True, verbosity=True)
TITLE = "How to keep messages"


@pytest.fixture
def header(qtbot: QtBot, context: UiContext) -> Header:
    effort, verbosity, model = EffortButton(context), VerbosityButton(context), ModelButton(context)
    effort.show_model(MODEL)
    verbosity.show_model(MODEL)
    model.set_model(MODEL)
    made = Header(PersonaButton(context), effort, verbosity, model, MoreButton(context))
    made.show_title(TITLE)
    qtbot.addWidget(made)
    made.show()
    return made


def button_of(header: Header, kind: type[Button]) -> Button:
    found = header.findChild(kind)
    assert isinstance(found, kind)
    return found


def words_of(header: Header) -> list[bool]:
    """Does each of assistant, thinking and length stand there in words?"""
    buttons = [button_of(header, kind) for kind in KINDS[:3]]
    return [button.toolButtonStyle() is not Qt.ToolButtonStyle.ToolButtonIconOnly for button in buttons]


def test_the_cost_is_there_when_something_was_paid(header: Header, context: UiContext) -> None:
    header.resize(60 * round(context.theme.em), header.height())
    header.show_conversation(None)
    caption = header.findChild(Caption)
    assert isinstance(caption, Caption)
    assert caption.isHidden()

    paid = reply("a", "words", "u")
    paid = replace(paid, message=replace(paid.message, model=ModelRef("x", "m"), cost=Cost(2_000_000_000)))
    header.show_conversation(conversation(person("u", "Hello"), paid))
    assert not caption.isHidden()
    assert "1 reply" in caption.accessibleName()
    header.show_conversation(None)
    assert caption.isHidden()


def test_in_a_narrow_window_icons_stand_for_words_and_come_back(header: Header, context: UiContext) -> None:
    em = round(context.theme.em)
    header.resize(60 * em, header.height())
    assert words_of(header) == [True] * 3
    header.resize(header.minimumSizeHint().width(), header.height())
    assert words_of(header) == [False] * 3
    header.resize(60 * em, header.height())
    assert words_of(header) == [True] * 3


def test_every_button_keeps_its_name_and_says_what_is_chosen(header: Header) -> None:
    header.resize(header.minimumSizeHint().width(), header.height())
    effort, model = button_of(header, EffortButton), button_of(header, ModelButton)
    assert (effort.accessibleName(), effort.accessibleDescription()) == ("Thinking", "As the model likes")
    assert "As the model likes".lower() in effort.toolTip()
    assert model.accessibleDescription() == MODEL.name
    assert "…" in model.text()


def test_nothing_is_laid_over_another_in_the_narrowest_window(header: Header, qtbot: QtBot) -> None:
    header.resize(header.minimumSizeHint().width(), header.height())
    layout = header.layout()
    assert layout is not None
    qtbot.waitUntil(lambda: layout.minimumSize().width() <= header.width())
    for kind in KINDS:
        button = button_of(header, kind)
        assert button.width() >= button.sizeHint().width()


def test_what_is_chosen_later_is_fitted_in(header: Header, context: UiContext, qtbot: QtBot) -> None:
    em = round(context.theme.em)
    for width in range(60 * em, 20 * em, -em):
        header.resize(width, header.height())
        if not all(words_of(header)):
            break
    header.resize(width + em, header.height())
    assert all(words_of(header))
    header.show_title(TITLE * 3)
    button_of(header, EffortButton).menu().actions()[-1].trigger()    # “Thinking: much” is longer
    qtbot.waitUntil(lambda: not all(words_of(header)))


def test_a_title_that_has_no_room_beside_the_buttons_stands_above_them(header: Header, context: UiContext) -> None:
    title = header.findChild(QLabel, "title")
    assert isinstance(title, QLabel)
    model = button_of(header, ModelButton)

    layout = header.layout()
    assert layout is not None
    layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)    # within a page it goes by its own least size
    header.setMinimumSize(1, 1)
    header.resize(18 * round(context.theme.em), 80)
    QApplication.processEvents()
    assert title.geometry().bottom() <= model.geometry().top()
    assert title.text() == TITLE[: len(title.text()) - 1] + "…" or title.text() == TITLE
    assert len(title.text()) > len("How to")

    header.resize(60 * round(context.theme.em), header.minimumSizeHint().height())
    QApplication.processEvents()
    assert title.text() == TITLE
    assert title.geometry().right() < model.geometry().left()
