"""The page of spending, with real services over a ledger that has a past."""

import csv
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QLabel
from pytestqt.qtbot import QtBot

from deskchat.chat.conversation import Conversation, Node
from deskchat.chat.message import Cost, Message, Role, Usage
from deskchat.chat.model import ModelInfo, ModelRef
from deskchat.chat.parts import TextPart
from deskchat.services.loop import BackgroundLoop
from deskchat.services.services import Services
from deskchat.settings import BUDGETS, THEME
from deskchat.store.conversations import Conversations
from deskchat.store.database import Database
from deskchat.store.spending import Ledger, Spent
from deskchat.ui.context import UiContext
from deskchat.ui.panels.budget_rows import BudgetRow
from deskchat.ui.panels.dialog import SettingsDialog
from deskchat.ui.panels.spending import SpendingPage
from deskchat.ui.panels.spending_plot import SpendingPlot
from deskchat.ui.panels.spending_table import SpendingTable
from tests.support.home import Home

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
LONG_AGO = datetime(2026, 1, 31, 12, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made, now = Home(tmp_path), datetime.now(UTC)    # not that of the beginning of the run: the month may be another one
    made.paths.database.parent.mkdir(parents=True, exist_ok=True)
    database = Database.open(made.paths.database)
    ledger = Ledger(database)
    Conversations(database).create(Conversation("c1", "Tax questions", now, now))
    for message, conversation, ref, usage, cost, at in (
        ("m1", "c1", "openai/gpt", Usage(1_000, 200, 800), Cost(1_500_000_000, "USD", 250_000_000), now),
        ("m2", "c1", "openai/gpt", Usage(10, 20), None, now),
        ("m3", "gone", "mistral/large", Usage(5, 5), Cost(250_000_000), now),
        ("m4", "gone", "local/tiny", Usage(7, 7), None, now),
        ("m5", "c1", "openai/gpt", Usage(1, 1), Cost(9_000_000_000), LONG_AGO),
    ):
        ledger.add(Spent(message, conversation, at, ModelRef.parse(ref), usage, cost))
    database.close()
    return made


@pytest.fixture
def dialog(context: UiContext, qtbot: QtBot) -> SettingsDialog:
    made = SettingsDialog(context, "spending")
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: bool(table(made)) and bool(made.findChildren(BudgetRow)))
    return made


def table(dialog: SettingsDialog) -> tuple[tuple[str, ...], ...]:
    found = dialog.findChild(SpendingTable)
    assert found is not None
    return found.texts()


def choose(dialog: SettingsDialog, name: str, text: str) -> None:
    box = next(box for box in dialog.findChildren(QComboBox) if box.accessibleName() == name)
    box.setCurrentIndex(box.findText(text))
    assert box.currentText() == text
    box.activated.emit(box.currentIndex())


def choose_month(dialog: SettingsDialog, month: str) -> None:
    """By its date: how months are called is a matter of the system."""
    box = next(box for box in dialog.findChildren(QComboBox) if box.accessibleName() == "Period")
    choose(dialog, "Period", box.itemText(box.findData(month)))


def field(dialog: SettingsDialog, provider: str) -> QDoubleSpinBox:
    return next(f for f in dialog.findChildren(QDoubleSpinBox) if f.accessibleName() == f"Monthly budget for {provider}")


def label(dialog: SettingsDialog, words: str) -> bool:
    return any(words in one.text() for one in dialog.findChildren(QLabel))


def test_a_month_is_shown_with_what_is_not_known_in_it(dialog: SettingsDialog) -> None:
    assert label(dialog, "$1.75")
    assert label(dialog, "4 replies · 1,022 → 232 tokens · $0.25 saved by caches · 1 on this computer · the cost of 1 reply")
    assert table(dialog) == (
        ("OpenAI", "2", "1,010", "220", "800", "$1.50 + 1 not known"),
        ("Mistral", "1", "5", "5", "0", "$0.25"),
        ("On this computer", "1", "7", "7", "0", "local"),
        ("All", "4", "1,022", "232", "800", "$1.75 + 1 not known"),
    )


def test_the_table_goes_by_model_conversation_and_day(dialog: SettingsDialog) -> None:
    choose(dialog, "Rows of the table", "By model")
    assert [row[0] for row in table(dialog)] == ["gpt (OpenAI)", "large (Mistral)", "tiny (On this computer)", "All"]
    choose(dialog, "Rows of the table", "By conversation")
    assert [(row[0], row[5]) for row in table(dialog)] == [
        ("Tax questions", "$1.50 + 1 not known"),
        ("A deleted conversation", "$0.25"),
        ("All", "$1.75 + 1 not known"),
    ]
    choose(dialog, "Rows of the table", "By day")
    assert [row[5] for row in table(dialog)] == ["$1.75 + 1 not known", "$1.75 + 1 not known"]


def test_the_year_has_months_and_earlier_months_can_be_looked_at(dialog: SettingsDialog, qtbot: QtBot) -> None:
    choose_month(dialog, "2026-01")
    qtbot.waitUntil(lambda: table(dialog)[-1][5] == "$9.00")
    choose_month(dialog, "")
    qtbot.waitUntil(lambda: table(dialog)[-1][1] != "1")
    choose(dialog, "Rows of the table", "By month")
    assert table(dialog)[0][0].endswith(f" {datetime.now(UTC).year}")
    assert table(dialog)[0][1] == "4"


def test_the_plot_is_drawn_in_both_themes_and_says_where_its_numbers_are(
    dialog: SettingsDialog, services: Services, qtbot: QtBot
) -> None:
    plot = dialog.findChild(SpendingPlot)
    assert plot is not None
    qtbot.waitUntil(lambda: plot.is_drawn)
    heard = QAccessible.queryAccessibleInterface(plot)
    assert heard.text(QAccessible.Text.Name).startswith("Plot: Cost in USD, ")
    assert "table" in heard.text(QAccessible.Text.Description)
    light = plot.grab().toImage()
    services.settings.set(THEME, "dark")
    dark = plot.grab().toImage()
    middle = light.width() - 14, light.height() // 2
    assert light.pixelColor(*middle).lightness() > 200
    assert dark.pixelColor(*middle).lightness() < 60
    assert {"#3b7dd8", "#e69f00"} <= colours(dark) & colours(light)    # two providers, paid
    choose(dialog, "Measure", "Tokens")
    assert "#009e73" in colours(plot.grab().toImage())    # and one that is free


def colours(image: QImage) -> set[str]:
    return {image.pixelColor(x, y).name() for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)}


def test_a_screen_reader_hears_which_number_a_cell_is(dialog: SettingsDialog) -> None:
    found = dialog.findChild(SpendingTable)
    assert found is not None
    assert found.accessibleName() == "Spending, By provider"
    heard = QAccessible.queryAccessibleInterface(found)
    cells = {heard.child(n).text(QAccessible.Text.Name) for n in range(heard.childCount())}
    assert {"OpenAI", "OpenAI, Cost: $1.50 + 1 not known", "Mistral, Tokens read: 5"} <= cells


def test_a_budget_is_set_and_taken_away(dialog: SettingsDialog, services: Services, qtbot: QtBot) -> None:
    assert field(dialog, "OpenAI").text() == "No budget"
    field(dialog, "OpenAI").setValue(2)
    qtbot.waitUntil(lambda: label(dialog, "$1.50 spent (75 %), 1 not known"))
    assert services.settings.get(BUDGETS) == ("openai 2.00 USD",)
    field(dialog, "OpenAI").setValue(0)
    qtbot.waitUntil(lambda: services.settings.get(BUDGETS) == ())


def test_a_provider_that_was_not_used_yet_can_have_a_budget(dialog: SettingsDialog, qtbot: QtBot) -> None:
    assert not [f for f in dialog.findChildren(QDoubleSpinBox) if "Groq" in f.accessibleName()]
    choose(dialog, "Another provider", "Groq")
    qtbot.waitUntil(lambda: any("Groq" in f.accessibleName() for f in dialog.findChildren(QDoubleSpinBox)))
    assert field(dialog, "OpenAI").text() == "No budget"


@pytest.fixture
def used_up(services: Services, loop: BackgroundLoop) -> None:
    loop.submit(services.spending.budgets.set("mistral", Decimal("0.20"))).result(120)


def test_who_comes_for_a_used_up_budget_is_led_to_it(used_up: None, dialog: SettingsDialog, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: field(dialog, "Mistral").hasFocus())
    qtbot.waitUntil(lambda: not field(dialog, "Mistral").visibleRegion().isEmpty())    # scrolled to


def test_who_wants_to_raise_a_budget_is_led_to_that_one(used_up: None, dialog: SettingsDialog, qtbot: QtBot) -> None:
    dialog.open_page("spending/openai")
    qtbot.waitUntil(lambda: field(dialog, "OpenAI").hasFocus())


def test_what_is_spent_meanwhile_appears_by_itself(
    dialog: SettingsDialog, services: Services, loop: BackgroundLoop, qtbot: QtBot
) -> None:
    ref = ModelRef("mistral", "large")
    message = Message(Role.ASSISTANT, (TextPart("Oui."),), model=ref, usage=Usage(1, 1), cost=Cost(750_000_000))
    loop.submit(services.spending.spent("c1", Node("m9", None, message, datetime.now(UTC)), ModelInfo(ref, "Large"))).result(120)
    qtbot.waitUntil(lambda: table(dialog)[1][5] == "$1.00")


def test_the_replies_are_exported(dialog: SettingsDialog, tmp_path: Path, qtbot: QtBot) -> None:
    page = dialog.findChild(SpendingPage)
    assert page is not None
    page.export_to(str(tmp_path / "out.csv"))
    qtbot.waitUntil(lambda: label(dialog, "4 replies were written."))
    rows = list(csv.DictReader((tmp_path / "out.csv").read_text("utf-8").splitlines()))
    assert sorted(row["cost"] for row in rows) == ["", "0", "0.250000000", "1.500000000"]
    page.export_to(str(tmp_path / "nowhere" / "out.csv"))
    qtbot.waitUntil(lambda: label(dialog, "could not be written"))
