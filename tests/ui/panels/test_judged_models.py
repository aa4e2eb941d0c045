"""The page that shows what one's own chats say of the models, over a real history."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from deskchat.chat.conversation import Conversation, Node
from deskchat.chat.message import Contest, Cost, Message, Role, Timing
from deskchat.chat.model import ModelRef
from deskchat.chat.parts import TextPart
from deskchat.store.conversations import Conversations
from deskchat.store.database import Database
from deskchat.store.messages import Messages
from deskchat.ui.context import UiContext
from deskchat.ui.panels.dialog import SettingsDialog
from deskchat.ui.panels.judged_models import JudgedModels
from deskchat.ui.panels.spending_plot import SpendingPlot
from deskchat.ui.panels.spending_table import SpendingTable
from tests.support.home import Home

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
LONG_NAME = "hub/a-model-whose-name-is-longer-than-any-table-has-room-for-Q4_K_M"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Two comparisons, one of them long ago; the short-named model was picked in both."""
    made, now = Home(tmp_path), datetime.now(UTC)    # not that of the beginning of the run: the month may be another one
    made.paths.database.parent.mkdir(parents=True, exist_ok=True)
    database = Database.open(made.paths.database)
    Conversations(database).create(Conversation("c1", "Which?", now, now))
    messages = Messages(database)
    for question, at in (("q1", now), ("q2", now - timedelta(200))):
        messages.add("c1", Node(question, None, Message(Role.USER, (TextPart("Which?"),)), at))
        names = []
        for model, speed in (("hub/a", 40.0), (LONG_NAME, 20.0)):
            said = Message(Role.ASSISTANT, (TextPart("This."),), model=ModelRef.parse(model), timing=Timing(0.5, 2.0, speed),
                           cost=Cost(2_000_000))    # fmt: skip
            names.append(f"{question}{speed}")
            messages.add("c1", Node(names[-1], question, said, at))
        messages.enter_contest(names, Contest.BLIND)
        messages.settle_contest(names[0])
    messages.rate("q120.0", -1)
    database.close()
    return made


@pytest.fixture
def dialog(context: UiContext, qtbot: QtBot) -> SettingsDialog:
    made = SettingsDialog(context, "judged_models")
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def page(dialog: SettingsDialog, qtbot: QtBot) -> JudgedModels:
    qtbot.waitUntil(lambda: bool(dialog.findChild(JudgedModels)))
    made = dialog.findChild(JudgedModels)
    assert made is not None
    qtbot.waitUntil(lambda: bool(table(made).texts()))
    return made


def table(page: JudgedModels) -> SpendingTable:
    found = page.findChild(SpendingTable)
    assert found is not None
    return found


def choose(page: JudgedModels, name: str, at: int) -> None:
    box = next(box for box in page.findChildren(QComboBox) if box.accessibleName() == name)
    box.setCurrentIndex(at)
    box.activated.emit(at)


def test_each_model_has_its_row_of_numbers(page: JudgedModels) -> None:
    rows = {row[0]: row[1:] for row in table(page).texts()}

    assert rows["hub/a"][:4] == ("100 % (2/2)", "2/2", "", "2")
    assert rows[LONG_NAME][:4] == ("0 % (0/2)", "0/2", "+0 −1", "2")
    assert rows["hub/a"][5:] == ("40.0", "0.5 s")


def test_the_time_can_be_chosen(page: JudgedModels, qtbot: QtBot) -> None:
    choose(page, "Period", 1)
    qtbot.waitUntil(lambda: ("hub/a", "100 % (1/1)") in [row[:2] for row in table(page).texts()])


def test_the_plot_shows_what_is_chosen_the_highest_first(page: JudgedModels) -> None:
    choose(page, "Measure", 3)
    plot = page.findChild(SpendingPlot)

    assert plot is not None
    assert "Tokens a second" in plot.accessibleName() + plot.accessibleDescription()


def test_all_numbers_are_in_sight_and_names_are_cut(page: JudgedModels) -> None:
    shown = table(page)

    assert shown.horizontalScrollBar().maximum() == 0
