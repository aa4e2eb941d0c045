"""The guide that comes with the program, read in its own window."""


import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListWidget, QMessageBox, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from deskchat.ui.context import UiContext
from deskchat.ui.conversation.transcript.message_text import MessageText
from deskchat.ui.guide_window import GuideWindow, open_guide
from deskchat.ui.keyboard_list import TYPING, KeyboardList


@pytest.fixture
def guide(qtbot: QtBot, context: UiContext) -> GuideWindow:
    window = GuideWindow(context)
    qtbot.addWidget(window)
    window.show()
    return window


def text_of(window: GuideWindow) -> MessageText:
    found = window.findChildren(MessageText)[-1]
    assert isinstance(found, MessageText)
    return found


def test_it_opens_at_its_first_page_with_all_pages_beside_it(guide: GuideWindow, qtbot: QtBot) -> None:
    pages = guide.findChild(QListWidget)
    assert isinstance(pages, QListWidget)
    assert pages.count() > 20
    qtbot.waitUntil(lambda: "Chat now" in text_of(guide).toPlainText())
    assert guide.page == "guide/first-start.md"


def test_what_is_typed_leads_to_the_page_that_says_it_and_is_marked_there(guide: GuideWindow, qtbot: QtBot) -> None:
    field = guide.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, "monthly budgets")
    assert guide.page == "guide/spending.md"
    qtbot.waitUntil(lambda: len(text_of(guide).extraSelections()) >= 2)
    QTest.keyClicks(field, " zxqv")
    pages = guide.findChild(QListWidget)
    assert isinstance(pages, QListWidget)
    assert pages.count() == 0
    assert guide.isVisible(), "Enter and typing never close it"


def test_a_link_leads_to_its_heading_and_back_leads_back(guide: GuideWindow, qtbot: QtBot) -> None:
    guide.go_to("guide/privacy.md")
    text_of(guide).link_clicked.emit("https://guide.invalid/guide/providers.md#openrouter")
    assert guide.page == "guide/providers.md"
    area = guide.findChild(QScrollArea)
    assert isinstance(area, QScrollArea)
    qtbot.waitUntil(lambda: area.verticalScrollBar().value() > 0)
    QTest.keyClick(guide, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert guide.page == "guide/privacy.md"


def test_a_link_to_the_web_is_asked_about(guide: GuideWindow) -> None:
    text_of(guide).link_clicked.emit("https://platform.openai.com/api-keys")
    box = guide.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    assert "platform.openai.com" in box.text()
    box.reject()


def test_there_is_one_of_it_and_the_list_of_keys_leads_there(context: UiContext, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    open_guide(context, window)
    open_guide(context, window, "guide/snippets.md")
    (shown,) = window.findChildren(GuideWindow)
    assert shown.page == "guide/snippets.md"
    keys = KeyboardList(window)
    with qtbot.waitSignal(keys.guide_wanted):
        next(button for button in keys.findChildren(QPushButton) if button.text() == "User guide").click()
    assert len(TYPING) > 2


def test_another_theme_draws_the_page_anew(guide: GuideWindow, context: UiContext, qtbot: QtBot) -> None:
    guide.go_to("guide/backup.md")
    context.theme.zoom(1)
    qtbot.waitUntil(lambda: "backup restore" in text_of(guide).toPlainText())
    context.theme.zoom(0)


@pytest.mark.usefixtures("french")
def test_it_is_in_the_language_of_the_window(context: UiContext, qtbot: QtBot) -> None:
    guide = GuideWindow(context)
    qtbot.addWidget(guide)
    guide.show()
    assert guide.page == "fr/guide/first-start.md"
    qtbot.waitUntil(lambda: "Maj+Entrée" in text_of(guide).toPlainText())
    guide.go_to("guide/spending.md")
    assert guide.page == "fr/guide/spending.md"
