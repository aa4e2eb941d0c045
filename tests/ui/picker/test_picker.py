"""The model picker, used by keyboard and mouse over real providers."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLineEdit, QListView, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from deskchat.chat.model import ModelInfo, ModelRef
from deskchat.chat.parts import ImagePart, TextPart
from deskchat.paths import find
from deskchat.services.loop import BackgroundLoop
from deskchat.services.services import Services, open_services
from deskchat.settings import BLIND
from deskchat.ui.context import UiContext
from deskchat.ui.model_picker import ModelButton
from deskchat.ui.picker.popup import PickerPopup
from deskchat.ui.picker.row_model import ROW
from deskchat.ui.picker.rows import Kind, Row
from deskchat.ui.safe_text import PlainLabel
from tests.support.home import Home
from tests.support.servers import ChatServer


@pytest.fixture
def services(tmp_path: Path, loop: BackgroundLoop) -> Iterator[Services]:
    with ChatServer(models=["big-1", "big-2", "small-1"]) as server:
        home = Home(tmp_path)
        home.add_provider("loop", server.url)
        home.add_provider("locked", server.url, key_env="NO_SUCH_KEY")
        opened = loop.submit(open_services(find(tmp_path))).result(120)
        loop.submit(opened.accounts.check("loop")).result(120)
        yield opened
        loop.submit(opened.aclose()).result(120)


class Picked:
    """The button with its open list, and what it said."""

    def __init__(self, qtbot: QtBot, window: QWidget, button: ModelButton) -> None:
        self._qtbot = qtbot
        self.button = button
        self.chosen: list[ModelInfo] = []
        self.several: list[tuple[ModelInfo, ...]] = []
        self.settings: list[str] = []
        button.chosen.connect(self.chosen.append)
        button.several_chosen.connect(self.several.append)
        button.settings_wanted.connect(self.settings.append)
        button.open_picker()
        popup, search, models = window.findChild(PickerPopup), window.findChild(QLineEdit), window.findChild(QListView)
        assert isinstance(popup, PickerPopup)
        assert isinstance(search, QLineEdit)
        assert isinstance(models, QListView)
        self.popup, self.search, self.list = popup, search, models
        self.wait(lambda: "big-1" in self.names)

    @property
    def rows(self) -> list[Row]:
        model = self.list.model()
        return [model.index(row, 0).data(ROW) for row in range(model.rowCount())]

    @property
    def names(self) -> list[str]:
        return [row.text for row in self.rows if row.kind is Kind.MODEL]

    @property
    def highlighted(self) -> str:
        return str(self.list.currentIndex().data(ROW).text)

    @property
    def plan(self) -> str:
        labels = self.popup.findChildren(PlainLabel)
        return next(label.text() for label in labels if label.accessibleDescription() == "What this model will see")

    def wait(self, condition: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(condition)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.search, key, modifiers)

    def click(self, text: str) -> None:
        row = next(n for n, row in enumerate(self.rows) if row.text == text)
        index = self.list.model().index(row, 0)
        self.list.scrollTo(index)
        QTest.mouseClick(self.list.viewport(), Qt.MouseButton.LeftButton, pos=self.list.visualRect(index).center())


@pytest.fixture
def picker(qtbot: QtBot, context: UiContext) -> Iterator[Picked]:
    window = QWidget()
    column = QVBoxLayout(window)
    button = ModelButton(context)
    column.addWidget(button)
    column.addStretch(1)
    qtbot.addWidget(window)
    window.resize(700, 700)
    window.show()
    yield Picked(qtbot, window, button)
    window.close()


def test_providers_with_models_stand_first_and_others_say_why_they_cannot_be_asked(picker: Picked) -> None:
    kinds = [row.kind for row in picker.rows]
    assert kinds.index(Kind.REASON) > max(n for n, kind in enumerate(kinds) if kind is Kind.MODEL)
    assert any("key" in row.text for row in picker.rows if row.kind is Kind.REASON)


def test_typing_narrows_the_list_and_enter_takes_the_highlighted_one(picker: Picked) -> None:
    QTest.keyClicks(picker.search, "BIG loop")
    assert picker.names == ["big-1", "big-2"]
    picker.press(Qt.Key.Key_Down)
    assert picker.highlighted == "big-2"
    picker.press(Qt.Key.Key_Return)
    assert [str(info.ref) for info in picker.chosen] == ["loop/big-2"]
    assert not picker.popup.isVisible()


@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_Backtab])
def test_the_tab_key_stays_in_the_list_while_it_is_open(picker: Picked, key: Qt.Key) -> None:
    window = picker.popup.window()
    window.activateWindow()
    picker.wait(picker.search.hasFocus)
    passed: list[QWidget] = []
    while not passed or passed[-1] is not picker.search:
        focus = window.focusWidget()
        assert isinstance(focus, QWidget)
        QTest.keyClick(focus, key)
        focus = window.focusWidget()
        assert isinstance(focus, QWidget)
        assert picker.popup.isAncestorOf(focus), "the keyboard has left the list, which is open still"
        passed.append(focus)
    assert len(passed) == 7


def test_the_model_in_use_is_highlighted_each_time_the_list_opens(picker: Picked) -> None:
    picker.press(Qt.Key.Key_Escape)
    for name in ("small-1", "big-2"):
        picker.button.set_model(ModelInfo(ModelRef("loop", name), name))
        picker.button.open_picker()
        picker.wait(lambda name=name: picker.highlighted == name)    # type: ignore[misc]
        picker.press(Qt.Key.Key_Down)
        picker.press(Qt.Key.Key_Escape)


def test_a_click_takes_a_model(picker: Picked) -> None:
    picker.click("small-1")
    assert [info.name for info in picker.chosen] == ["small-1"]


def test_what_the_highlighted_model_would_see_is_told(picker: Picked) -> None:
    picker.wait(lambda: "tokens" in picker.plan)
    assert picker.plan.startswith("A new conversation")


def test_a_provider_without_a_key_leads_to_its_settings(picker: Picked) -> None:
    reason = next(row.text for row in picker.rows if row.kind is Kind.REASON and row.provider.id == "locked")
    picker.click(reason)
    assert picker.settings == ["locked"]
    assert picker.chosen == []


def test_escape_closes_the_list_and_nothing_is_chosen(picker: Picked) -> None:
    picker.press(Qt.Key.Key_Escape)
    assert (picker.popup.isVisible(), picker.chosen) == (False, [])


def test_a_closed_list_shows_nothing_to_a_screen_reader_and_opens_with_what_is_known(picker: Picked) -> None:
    listed = QAccessible.queryAccessibleInterface(picker.list)
    assert listed.childCount() > 0
    picker.press(Qt.Key.Key_Escape)
    assert listed.childCount() == 0

    picker.button.open_picker()
    assert "big-1" in picker.names
    assert listed.childCount() > 0


def test_escape_leads_back_to_where_the_person_typed(picker: Picked, qtbot: QtBot) -> None:
    picker.press(Qt.Key.Key_Escape)
    field = QLineEdit(picker.button.window())
    field.show()
    field.setFocus()
    picker.wait(field.hasFocus)
    picker.button.open_picker()
    picker.press(Qt.Key.Key_Escape)
    picker.wait(field.hasFocus)


def test_the_plan_is_for_the_message_that_is_being_written(picker: Picked) -> None:
    picker.press(Qt.Key.Key_Escape)
    picker.button.set_draft(lambda: (ImagePart("chart.png", "image/png", b"x"), TextPart("What is it?")))
    picker.button.open_picker()
    picker.wait(lambda: "images" in picker.plan or "chart.png" in picker.plan)


def test_words_that_no_model_has_are_answered(picker: Picked) -> None:
    QTest.keyClicks(picker.search, "zzz")
    picker.wait(lambda: picker.plan == "No model has that in its name.")
    picker.search.clear()
    picker.wait(lambda: picker.plan.startswith("A new conversation"))


def test_several_are_marked_and_taken_together(picker: Picked) -> None:
    several = next(button for button in picker.popup.findChildren(QPushButton) if button.text() == "Ask several")
    several.click()
    picker.click("big-1")
    picker.click("small-1")
    picker.click("big-2")
    picker.click("big-2")    # and not, after all
    states = {row.text: picker.list.model().index(n, 0).data(Qt.ItemDataRole.CheckStateRole) for n, row in enumerate(picker.rows)}
    assert [name for name, state in states.items() if state == Qt.CheckState.Checked] == ["big-1", "small-1"]
    picker.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [[info.name for info in several] for several in picker.several] == [["big-1", "small-1"]]


def test_names_are_hidden_here_as_the_settings_say_meanwhile(picker: Picked, services: Services) -> None:
    hide = next(box for box in picker.popup.findChildren(QCheckBox))
    several = next(button for button in picker.popup.findChildren(QPushButton) if button.text() == "Ask several")
    services.settings.set(BLIND, True)
    several.click()
    assert hide.isChecked()
    hide.click()
    assert services.settings.get(BLIND) is False


def test_one_model_is_not_several(picker: Picked) -> None:
    next(button for button in picker.popup.findChildren(QPushButton) if button.text() == "Ask several").click()
    picker.click("big-1")
    picker.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert picker.several == []
    assert picker.popup.isVisible()


def test_refresh_asks_the_providers_again(picker: Picked, services: Services) -> None:
    button = next(button for button in picker.popup.findChildren(QPushButton) if button.text() == "Refresh")
    button.click()
    assert not button.isEnabled()
    picker.wait(button.isEnabled)
    assert "big-1" in picker.names


def test_a_list_that_is_filled_again_and_again_chooses_nothing(picker: Picked, services: Services, qtbot: QtBot) -> None:
    for _ in range(5):
        services.directory.tell()
        picker.search.setText("b")
        picker.search.setText("")
    qtbot.wait(300)
    assert picker.popup.isVisible()
    assert picker.chosen == []


def test_a_long_name_leaves_room_for_the_title_and_is_told_whole(picker: Picked) -> None:
    name = "a-model-with-a-name-that-says-everything-about-it-and-more-2026-11-preview"
    picker.button.set_model(ModelInfo(ModelRef("loop", name), name))
    assert len(picker.button.text()) < len(name)
    assert picker.button.accessibleDescription() == name
    assert name in picker.button.toolTip()
