"""The list of conversations, used with keys and mouse over a real history."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from deskchat.paths import find
from deskchat.services.loop import BackgroundLoop
from deskchat.services.services import Services, open_services
from deskchat.ui.context import UiContext
from deskchat.ui.icons import Icons
from deskchat.ui.notices import Notice, Notices
from deskchat.ui.relay import Relay
from deskchat.ui.sidebar.conversation_list import ConversationList
from deskchat.ui.sidebar.sidebar import Sidebar
from deskchat.ui.theme import Theme

TITLES = ("Bread", "Rainbows", "Trains")    # made in this order: the last stands first


@pytest.fixture
def loop() -> Iterator[BackgroundLoop]:
    running = BackgroundLoop()
    running.start()
    yield running
    running.stop()


@pytest.fixture
def services(tmp_path: Path, loop: BackgroundLoop) -> Iterator[Services]:
    opened = loop.submit(open_services(find(tmp_path))).result(30)
    for title in TITLES:
        made = loop.submit(opened.chats.create()).result(10)
        loop.submit(opened.chats.rename(made.id, title)).result(10)
    yield opened
    loop.submit(opened.aclose()).result(30)


class Used:
    """The sidebar as a person uses it, and what it said."""

    def __init__(self, qtbot: QtBot, sidebar: Sidebar, notices: Notices) -> None:
        self._qtbot = qtbot
        self.sidebar = sidebar
        self.opened: list[str] = []
        self.deleted: list[str] = []
        self.notices: list[Notice] = []
        sidebar.chosen.connect(self.opened.append)
        sidebar.deleted.connect(self.deleted.append)
        notices.told.connect(self.notices.append)
        found = sidebar.findChild(ConversationList)
        assert isinstance(found, ConversationList)
        self.list = found

    @property
    def titles(self) -> list[str]:
        model = self.list.model()
        return [model.index(row, 0).data() for row in range(model.rowCount())]

    def wait(self, condition: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(condition, timeout=10_000)

    def click(self, row: int) -> None:
        rect = self.list.visualRect(self.list.model().index(row, 0))
        at = QPoint(rect.center().x(), rect.bottom() - 4)    # below a heading
        QTest.mouseClick(self.list.viewport(), Qt.MouseButton.LeftButton, pos=at)


@pytest.fixture
def used(qtbot: QtBot, qapp: QApplication, services: Services, loop: BackgroundLoop) -> Used:
    theme, notices = Theme(qapp, services.settings), Notices()
    sidebar = Sidebar(UiContext(services, Relay(loop, qapp), theme, Icons(theme), notices))
    qtbot.addWidget(sidebar)
    sidebar.resize(260, 600)
    sidebar.show()
    used = Used(qtbot, sidebar, notices)
    used.wait(lambda: len(used.titles) == len(TITLES))
    return used


def test_the_newest_conversation_stands_first_and_a_click_opens_it(used: Used) -> None:
    assert used.titles == ["Trains", "Rainbows", "Bread"]
    used.click(1)
    used.click(0)
    assert [used.list.model().index(row, 0).data(Qt.ItemDataRole.UserRole) for row in (1, 0)] == used.opened


def test_what_is_open_is_marked_without_being_opened_again(used: Used) -> None:
    bread = used.list.model().index(2, 0).data(Qt.ItemDataRole.UserRole)
    used.sidebar.show_as_open(bread)
    assert (used.list.current_id, used.opened) == (bread, [])


def test_keys_step_through_the_list_and_stop_at_its_ends(used: Used) -> None:
    used.click(0)
    for _ in range(5):
        used.sidebar.step(1)
    used.sidebar.step(-1)
    ids = [used.list.model().index(row, 0).data(Qt.ItemDataRole.UserRole) for row in range(3)]
    assert used.opened == [ids[0], ids[1], ids[2], ids[1]]


def test_a_title_is_edited_in_place(used: Used) -> None:
    used.click(2)
    QTest.keyClick(used.list, Qt.Key.Key_F2)
    editor = used.list.findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, "Sourdough")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    used.wait(lambda: "Sourdough" in used.titles)


def test_a_pinned_conversation_moves_to_the_top(used: Used) -> None:
    used.click(2)
    used.sidebar.toggle_pin()
    used.wait(lambda: used.titles[0] == "Bread")
    used.click(0)
    used.sidebar.toggle_pin()
    used.wait(lambda: used.titles[-1] == "Bread")


def test_two_deletions_are_undone_one_by_one_each_by_its_own_notice(used: Used) -> None:
    for title in ("Trains", "Rainbows"):
        used.click(used.titles.index(title))
        QTest.keyClick(used.list, Qt.Key.Key_Delete)
        used.wait(lambda title=title: title not in used.titles)    # type: ignore[misc]
    assert [notice.sentence for notice in used.notices] == ["“Trains” was deleted.", "“Rainbows” was deleted."]
    first = used.notices[0].action
    assert first is not None
    first[1]()
    used.wait(lambda: sorted(used.titles) == ["Bread", "Trains"])
    used.sidebar.undo_delete()
    used.wait(lambda: sorted(used.titles) == ["Bread", "Rainbows", "Trains"])
    assert used.opened[-2:] == used.deleted    # what came back is shown
    used.sidebar.undo_delete()    # there is nothing more to undo
    assert len(used.titles) == 3


def test_search_narrows_the_list_while_typing(used: Used) -> None:
    used.sidebar.focus_search()
    field = next(field for field in used.sidebar.findChildren(QLineEdit) if field.accessibleName() == "Search conversations")
    QTest.keyClicks(field, "rainb")
    used.wait(lambda: used.titles == ["Rainbows"])
    field.clear()
    QTest.keyClicks(field, "nothing like it")
    used.wait(lambda: used.titles == [])
    field.clear()
    used.wait(lambda: len(used.titles) == 3)


def test_every_control_has_a_name(used: Used) -> None:
    controls = [*used.sidebar.findChildren(QToolButton), *used.sidebar.findChildren(QLineEdit), used.list]
    assert all(control.accessibleName() for control in controls)
