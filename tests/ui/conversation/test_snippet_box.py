"""“/” offers snippets, Tab fills them in, and everything else is typed as ever."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QListWidget, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from deskchat.services.loop import BackgroundLoop
from deskchat.services.services import Services
from deskchat.services.snippets import Snippet
from deskchat.ui.context import UiContext
from deskchat.ui.conversation.message_box import MessageBox
from deskchat.ui.conversation.snippet_box import SnippetBox
from deskchat.ui.notices import Notice
from deskchat.ui.panels.snippets import SnippetsPage

Settle = Callable[[Callable[[], bool]], None]
MAIL = Snippet("Mail", "Dear 😀 {{name}}, about {{what}}: {{clipboard}}")
NOTE = Snippet("Note", "Note this.")


@pytest.fixture
def services(services: Services, loop: BackgroundLoop) -> Services:
    loop.submit(services.snippets.keep((MAIL, NOTE))).result(120)
    return services


@pytest.fixture
def box(qtbot: QtBot, context: UiContext, settle: Settle) -> Iterator[MessageBox]:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    column.addStretch(1)
    made = MessageBox(lambda: False)
    column.addWidget(made)
    column.addWidget(QPushButton("Next"))
    SnippetBox(context, made)
    window.resize(500, 400)
    window.show()
    window.activateWindow()
    made.setFocus()
    settle(made.hasFocus)
    yield made
    window.hide()    # it lives until here


def offered(box: MessageBox) -> tuple[str, ...]:
    found = box.findChild(SnippetBox)
    assert isinstance(found, SnippetBox)
    return found.offered


def test_a_snippet_is_found_put_in_and_filled_in_by_keys_alone(box: MessageBox, settle: Settle) -> None:
    QGuiApplication.clipboard().setText("copied")
    QTest.keyClicks(box, "/")
    settle(lambda: offered(box) == ("Mail", "Note", "Manage snippets…"))
    QTest.keyClicks(box, "ma")
    assert offered(box)[0] == "Mail"
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert offered(box) == ()
    assert box.toPlainText() == "Dear 😀 {{name}}, about {{what}}: copied"
    assert box.textCursor().selectedText() == "{{name}}"
    QTest.keyClicks(box, "Ann")
    QTest.keyClick(box, Qt.Key.Key_Tab)
    assert box.textCursor().selectedText() == "{{what}}"
    QTest.keyClicks(box, "bread")
    assert box.toPlainText() == "Dear 😀 Ann, about bread: copied"
    QTest.keyClick(box, Qt.Key.Key_Tab)
    assert not box.hasFocus()    # nothing is left to be filled in: Tab leaves the field as ever


def test_a_closed_list_shows_nothing_to_a_screen_reader(box: MessageBox, settle: Settle) -> None:
    QTest.keyClicks(box, "/")
    settle(lambda: len(offered(box)) == 3)
    shown = box.window().findChild(QListWidget)
    assert isinstance(shown, QListWidget)
    QTest.keyClick(box, Qt.Key.Key_Escape)
    settle(lambda: shown.count() == 0)
    QTest.keyClicks(box, "n")
    settle(lambda: offered(box)[:1] == ("Note",))


def test_a_message_that_begins_with_a_slash_is_sent_as_it_is(box: MessageBox, settle: Settle, qtbot: QtBot) -> None:
    QTest.keyClicks(box, "/")
    settle(lambda: bool(offered(box)))
    QTest.keyClick(box, Qt.Key.Key_Down)
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert offered(box) == ()
    QTest.keyClicks(box, "etc/passwd")
    assert offered(box) == ()
    with qtbot.waitSignal(box.submitted):
        QTest.keyClick(box, Qt.Key.Key_Return)
    box.clear()
    QTest.keyClicks(box, "a/b")
    assert offered(box) == ()


def test_a_draft_that_comes_back_offers_nothing(box: MessageBox, qtbot: QtBot) -> None:
    box.set_text("/ma")
    qtbot.wait(50)
    assert offered(box) == ()


def test_snippets_are_made_and_deleted_in_the_settings(
    qtbot: QtBot, context: UiContext, services: Services, loop: BackgroundLoop, settle: Settle
) -> None:
    page = SnippetsPage(context, None)  # type: ignore[arg-type]    # without its dialog
    qtbot.addWidget(page)
    page.show()
    settle(lambda: page.things == (MAIL, NOTE))

    def stored() -> list[Snippet]:
        return list(loop.submit(services.snippets.all()).result(120))

    def press(text: str) -> None:
        next(button for button in page.findChildren(QPushButton) if button.text() == text).click()

    press("New")
    text = page.findChild(QPlainTextEdit)
    assert isinstance(text, QPlainTextEdit)
    QTest.keyClicks(text, "Be brief.")
    settle(lambda: stored()[-1] == Snippet("New snippet", "Be brief."))
    told: list[Notice] = []
    context.notices.told.connect(told.append)
    press("Delete")
    settle(lambda: stored() == [MAIL, NOTE])
    assert told[0].action is not None
    told[0].action[1]()    # Undo
    settle(lambda: stored()[-1] == Snippet("New snippet", "Be brief."))


def test_without_any_the_page_says_how_one_is_made(
    qtbot: QtBot, context: UiContext, services: Services, loop: BackgroundLoop, settle: Settle
) -> None:
    loop.submit(services.snippets.keep(())).result(120)
    page = SnippetsPage(context, None)  # type: ignore[arg-type]    # without its dialog
    qtbot.addWidget(page)
    page.show()
    hint = next(label for label in page.findChildren(QLabel) if "“New” makes one" in label.text())
    settle(hint.isVisible)
    next(button for button in page.findChildren(QPushButton) if button.text() == "New").click()
    assert not hint.isVisible()
