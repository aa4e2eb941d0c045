"""A used-up budget, asked about in a real page with a server that has prices."""

from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from deskchat.services.loop import BackgroundLoop
from deskchat.services.services import Services
from deskchat.ui.conversation.budget_bar import BudgetBar
from deskchat.ui.conversation.header import Header
from deskchat.ui.conversation.page import ConversationPage
from deskchat.ui.safe_text import PlainLabel
from tests.support.home import Home
from tests.support.servers import ChatServer
from tests.ui.conversation.conftest import knowing

PAID = {"id": "paid", "object": "model", "pricing": {"prompt": "0.001", "completion": "0.002"}}
Settle = Callable[[Callable[[], bool]], None]


@pytest.fixture
def services(home: Home, loop: BackgroundLoop) -> Iterator[Services]:
    with ChatServer("Short.", models=(PAID, "plain")) as server, knowing(server, home, loop, "paid") as opened:
        yield opened


@pytest.fixture
def refused(page: ConversationPage, services: Services, loop: BackgroundLoop, settle: Settle) -> BudgetBar:
    """The bar, after a message for which there is not enough budget."""
    loop.submit(services.spending.budgets.set("loop", Decimal("0.01"))).result(120)
    QTest.keyClicks(page.composer.box, "What does it cost to ask something as long as this is?")
    QTest.keyClick(page.composer.box, Qt.Key.Key_Return)
    bar = page.findChild(BudgetBar)
    assert bar is not None
    settle(lambda: bar.question != "")
    return bar


def press(bar: BudgetBar, name: str) -> None:
    next(b for b in bar.findChildren(QPushButton) if b.accessibleName() == name).click()


def test_the_person_is_asked_and_the_text_stays(page: ConversationPage, refused: BudgetBar) -> None:
    assert refused.question == (
        "This would exceed your budget for Loop this month ($0.01): $0.01 is left of it. Send anyway?"
    )
    assert page.composer.box.toPlainText().startswith("What does it cost")
    assert page.entries == ()
    assert page.composer.can_send
    assert page.composer.sentence == ""


def test_send_once_sends_once(page: ConversationPage, refused: BudgetBar, settle: Settle) -> None:
    press(refused, "Send once")
    settle(lambda: len(page.entries) == 2 and not page.replying)
    assert refused.question == ""
    assert page.composer.box.toPlainText() == ""
    QTest.keyClicks(page.composer.box, "And again?")
    QTest.keyClick(page.composer.box, Qt.Key.Key_Return)
    settle(lambda: refused.question.startswith("Your budget for Loop this month ($0.01) is used up."))
    assert len(page.entries) == 2


def test_what_was_asked_about_is_not_sent_once_it_is_changed(page: ConversationPage, refused: BudgetBar) -> None:
    QTest.keyClicks(page.composer.box, "!")
    assert refused.question == ""


def test_another_conversation_has_another_question(page: ConversationPage, refused: BudgetBar) -> None:
    page.show_conversation(None)
    assert refused.question == ""


def test_raising_the_budget_opens_the_page_of_spending(page: ConversationPage, refused: BudgetBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.settings_wanted) as wanted:
        press(refused, "Raise the budget")
    assert wanted.args == ["spending/loop"]
    assert refused.question == ""


def test_a_raised_budget_lets_the_message_through(
    page: ConversationPage, refused: BudgetBar, services: Services, loop: BackgroundLoop, settle: Settle
) -> None:
    loop.submit(services.spending.budgets.set("loop", Decimal(5))).result(120)
    QTest.keyClick(page.composer.box, Qt.Key.Key_Return)
    settle(lambda: len(page.entries) == 2 and not page.replying)
    assert refused.question == ""


def test_a_reply_shows_its_cost_and_the_header_the_sum(
    page: ConversationPage, refused: BudgetBar, settle: Settle
) -> None:
    press(refused, "Send once")
    settle(lambda: len(page.entries) == 2 and not page.replying)
    cost = page.entries[1].message.cost
    assert cost is not None
    facts = page.transcript.views[1].facts
    assert f" tokens · ${cost.nanos / 10**9:.3g}" in facts
    header = page.findChild(Header)
    assert header is not None
    settle(lambda: any(label.text().startswith("$") for label in header.findChildren(PlainLabel)))
    labels = {label.text(): label.accessibleName() for label in header.findChildren(PlainLabel)}
    said = next(name for text, name in labels.items() if text.startswith("$"))
    assert said.startswith("Cost of this conversation: 1 reply · ")
