"""The list of models to fall back on, made with the mouse and kept in the settings."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QCompleter, QLineEdit, QListWidget, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from deskchat.paths import find
from deskchat.services.services import Services
from deskchat.settings import FALLBACK_ENABLED, FALLBACK_MODELS, Settings
from deskchat.ui.context import UiContext
from deskchat.ui.model_list import ModelList
from deskchat.ui.panels.fallback import FallbackPage


@pytest.fixture
def page(qtbot: QtBot, context: UiContext) -> Iterator[FallbackPage]:
    parent = QWidget()
    qtbot.addWidget(parent)
    made = FallbackPage(context, parent)
    parent.show()
    known = made.findChild(QCompleter)
    assert isinstance(known, QCompleter)
    qtbot.waitUntil(lambda: known.model() is not None and known.model().rowCount() > 0)
    yield made
    parent.close()    # it owns the page, and has to live as long


def press(page: FallbackPage, text: str) -> None:
    next(button for button in page.findChildren(QPushButton) if button.text() == text).click()


@pytest.fixture
def add(page: FallbackPage, qtbot: QtBot) -> Callable[[str], None]:
    """Type a name, press Add, and wait until it is looked up."""
    field, models = page.findChild(QLineEdit), page.findChild(ModelList)
    assert isinstance(field, QLineEdit)
    assert isinstance(models, ModelList)

    def add_it(name: str) -> None:
        field.setText(name)
        press(page, "Add")
        qtbot.waitUntil(lambda: not field.text() or bool(models.sentence))

    return add_it


def test_it_is_off_until_it_is_turned_on(page: FallbackPage, services: Services) -> None:
    switch = page.findChild(QCheckBox)
    assert isinstance(switch, QCheckBox)
    assert not switch.isChecked()
    switch.click()
    assert services.settings.get(FALLBACK_ENABLED)


def test_models_are_added_ordered_and_removed(
    page: FallbackPage, services: Services, qtbot: QtBot, tmp_path: Path, add: Callable[[str], None]
) -> None:
    for name in ("openai/a", "mistral/b", "openai/a"):
        add(name)
    assert services.settings.get(FALLBACK_MODELS) == ("openai/a", "mistral/b")
    press(page, "Move up")
    assert services.settings.get(FALLBACK_MODELS) == ("mistral/b", "openai/a")
    press(page, "Remove")
    assert services.settings.get(FALLBACK_MODELS) == ("openai/a",)
    file = find(tmp_path).settings
    qtbot.waitUntil(lambda: file.exists() and Settings.load(file).get(FALLBACK_MODELS) == ("openai/a",))


def test_a_name_that_means_no_model_is_not_added_and_the_reason_said(
    page: FallbackPage, services: Services, add: Callable[[str], None]
) -> None:
    add("no such model")
    models = page.findChild(ModelList)
    assert isinstance(models, ModelList)
    assert models.sentence == "There is no model “no such model”."
    assert services.settings.get(FALLBACK_MODELS) == ()
    add("openai/a")
    assert models.sentence == ""


def test_the_delete_key_removes_a_model(
    page: FallbackPage, services: Services, qtbot: QtBot, add: Callable[[str], None]
) -> None:
    add("openai/a")
    models = page.findChild(QListWidget)
    assert isinstance(models, QListWidget)
    models.window().activateWindow()
    models.setFocus()
    qtbot.waitUntil(models.hasFocus)
    QTest.keyClick(models, Qt.Key.Key_Delete)
    assert services.settings.get(FALLBACK_MODELS) == ()


def test_what_can_not_be_done_can_not_be_pressed(page: FallbackPage, add: Callable[[str], None]) -> None:
    buttons = {button.text(): button for button in page.findChildren(QPushButton)}
    assert not any(buttons[name].isEnabled() for name in ("Move up", "Move down", "Remove"))
    add("openai/1")
    add("openai/2")
    models = page.findChild(QListWidget)
    assert isinstance(models, QListWidget)
    models.setCurrentRow(0)
    assert [buttons[name].isEnabled() for name in ("Move up", "Move down", "Remove")] == [False, True, True]
