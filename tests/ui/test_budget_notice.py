"""A budget that is nearly used up is told in the window, with the way to its page."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from deskchat.chat.conversation import Node
from deskchat.chat.message import Cost, Message, Role, Usage
from deskchat.chat.model import ModelInfo, ModelRef
from deskchat.chat.parts import TextPart
from deskchat.services.loop import BackgroundLoop
from deskchat.services.services import Services
from deskchat.ui.context import UiContext
from deskchat.ui.icons import Icons
from deskchat.ui.main_window import MainWindow
from deskchat.ui.notices import NoticeBar, Notices
from deskchat.ui.panels.spending import SpendingPage
from deskchat.ui.relay import Relay
from deskchat.ui.safe_text import PlainLabel
from deskchat.ui.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
REF = ModelRef("openai", "gpt")


@pytest.fixture
def services(services: Services, loop: BackgroundLoop) -> Services:
    loop.submit(services.spending.budgets.set("openai", Decimal(10))).result(120)
    return services


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, services: Services, loop: BackgroundLoop) -> MainWindow:
    theme = Theme(qapp, services.settings)
    made = MainWindow(theme, services.settings)
    qtbot.addWidget(made)
    made.show()
    made.begin(UiContext(services, Relay(loop, qapp), theme, Icons(theme), Notices()))
    return made


def test_four_fifths_are_told_once_and_lead_to_the_page(
    window: MainWindow, services: Services, loop: BackgroundLoop, qtbot: QtBot
) -> None:
    def spend(message_id: str, dollars: int) -> None:
        message = Message(Role.ASSISTANT, (TextPart("Yes."),), model=REF, usage=Usage(1, 1), cost=Cost(dollars * 10**9))
        node = Node(message_id, None, message, datetime.now(UTC))
        loop.submit(services.spending.spent("c", node, ModelInfo(REF, "GPT"))).result(120)

    bar = window.findChild(NoticeBar)
    assert bar is not None
    spend("m1", 7)
    assert not bar.isVisible()
    spend("m2", 2)
    qtbot.waitUntil(bar.isVisible)
    said = bar.findChild(PlainLabel)
    assert said is not None
    assert said.text() == "$9.00 of your budget of $10.00 for OpenAI is spent this month."
    next(button for button in bar.findChildren(QToolButton) if button.text() == "Spending…").click()
    qtbot.waitUntil(lambda: window.findChild(SpendingPage) is not None)
    assert not bar.isVisible()
    spend("m3", 2)
    qtbot.waitUntil(bar.isVisible)
    assert said.text().startswith("Your budget for OpenAI this month ($10.00) is used up.")
