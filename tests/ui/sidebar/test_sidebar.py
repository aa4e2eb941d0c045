"""The list of conversations, used with keys and mouse over a real history."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QToolButton
from pytestqt.qtbot import QtBot

from deskchat.chat.conversation import Listed, Snippet
from deskchat.services.finding import Hit
from deskchat.services.loop import BackgroundLoop
from deskchat.services.services import Services
from deskchat.ui.context import UiContext
from deskchat.ui.icons import Icons
from deskchat.ui.notices import Notice, Notices
from deskchat.ui.relay import Relay
from deskchat.ui.sidebar.conversation_list import ConversationList
from deskchat.ui.sidebar.conversation_model import HEADING, ID, SNIPPET, ConversationModel
from deskchat.ui.sidebar.filter_button import FilterButton
from deskchat.ui.sidebar.sidebar import Sidebar
from deskchat.ui.theme import Theme

TITLES = ("Bread", "Rainbows", "Trains")    # made in this order: the last stands first


@pytest.fixture
def services(services: Services, loop: BackgroundLoop) -> Services:
    for title in TITLES:
        made = loop.submit(services.chats.create()).result(120)
        loop.submit(services.chats.rename(made.id, title)).result(120)
    return services


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
        return [index.data() for index in self.rows]

    @property
    def rows(self) -> list[QModelIndex]:
        """Without the headings."""
        model = self.list.model()
        indexes = [model.index(row, 0) for row in range(model.rowCount())]
        return [index for index in indexes if not index.data(HEADING)]

    def wait(self, condition: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(condition)

    def click(self, row: int) -> None:
        self.press(row)

    def press(self, row: int, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        at = self.list.visualRect(self.rows[row]).center()
        QTest.mouseClick(self.list.viewport(), Qt.MouseButton.LeftButton, modifier, at)


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
    assert [used.rows[row].data(ID) for row in (1, 0)] == used.opened


def test_what_is_pressed_in_the_accessibility_tree_is_opened_alone(used: Used) -> None:
    used.click(0)
    listed = QAccessible.queryAccessibleInterface(used.list)
    items = {listed.child(at).text(QAccessible.Text.Name): listed.child(at) for at in range(listed.childCount())}
    items["Bread"].actionInterface().doAction("Toggle")
    items["Rainbows"].actionInterface().doAction("Toggle")
    items["Rainbows"].actionInterface().doAction("Toggle")    # what is open stays open
    assert used.opened == [used.rows[row].data(ID) for row in (0, 2, 1)]
    assert used.list.current_id == used.opened[-1]
    used.press(0, Qt.KeyboardModifier.ControlModifier)
    assert used.list.selected_count == 2, "the mouse still chooses several"


def test_a_hidden_list_shows_nothing_to_a_screen_reader_and_comes_back_as_it_was(used: Used) -> None:
    listed = QAccessible.queryAccessibleInterface(used.list)
    assert not listed.child(1).state().invisible
    used.sidebar.resize(260, 190)
    bar = used.list.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert bar.value() > 0
    place, scrolled = used.list.geometry(), bar.value()
    used.sidebar.hide()
    assert listed.child(1).state().invisible
    used.sidebar.show()
    assert not listed.child(2).state().invisible
    assert (used.list.geometry(), bar.value()) == (place, scrolled)


def test_what_is_open_is_marked_without_being_opened_again(used: Used) -> None:
    bread = used.rows[2].data(ID)
    used.sidebar.show_as_open(bread)
    assert (used.list.current_id, used.opened) == (bread, [])


def test_a_click_beside_the_conversations_leaves_the_open_one_marked(used: Used) -> None:
    used.sidebar.show_as_open(used.rows[1].data(ID))
    heading = used.list.visualRect(used.list.model().index(0, 0)).center()
    below = used.list.viewport().rect().bottomLeft()
    for button in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
        for place in (heading, below):
            QTest.mouseClick(used.list.viewport(), button, pos=place)
            assert used.list.current_id == used.rows[1].data(ID)
    assert used.opened == []


def test_a_menu_for_another_conversation_leaves_the_open_one_marked_when_it_is_gone(used: Used) -> None:
    used.sidebar.show_as_open(used.rows[1].data(ID))
    at = used.list.visualRect(used.rows[0]).center()
    QTest.mouseClick(used.list.viewport(), Qt.MouseButton.RightButton, pos=at)
    used.list.customContextMenuRequested.emit(at)
    assert used.list.current_id == used.rows[0].data(ID)    # seen while the menu is open
    menu = used.list.findChild(QMenu)
    assert isinstance(menu, QMenu)
    menu.close()
    used.wait(lambda: used.list.current_id == used.rows[1].data(ID))
    assert used.opened == []


def test_when_several_are_let_go_the_open_one_is_marked_again(used: Used) -> None:
    used.sidebar.show_as_open(used.rows[1].data(ID))
    used.press(0, Qt.KeyboardModifier.ControlModifier)
    assert used.list.selected_count == 2
    QTest.keyClick(used.list, Qt.Key.Key_Escape)
    assert used.list.current_id == used.rows[1].data(ID)
    assert used.opened == []


def test_keys_step_through_the_list_and_stop_at_its_ends(used: Used) -> None:
    used.click(0)
    for _ in range(5):
        used.sidebar.step(1)
    used.sidebar.step(-1)
    ids = [index.data(ID) for index in used.rows]
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
    used.wait(lambda: len(used.notices) == 2)
    assert [notice.sentence for notice in used.notices] == ["“Trains” was deleted.", "“Rainbows” was deleted."]
    first = used.notices[0].action
    assert first is not None
    first[1]()
    used.wait(lambda: sorted(used.titles) == ["Bread", "Trains"])
    used.sidebar.undo_delete()
    used.wait(lambda: sorted(used.titles) == ["Bread", "Rainbows", "Trains"])
    used.wait(lambda: used.opened[-2:] == used.deleted)    # what came back is shown
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


def test_several_are_selected_and_archived_together_and_that_is_undone(used: Used) -> None:
    used.click(0)
    used.press(2, Qt.KeyboardModifier.ControlModifier)
    assert used.opened == [used.rows[0].data(ID)]    # the second is chosen, not opened
    used.sidebar.archive_current()
    used.wait(lambda: used.titles == ["Rainbows"] and bool(used.notices))
    undo = used.notices[-1].action
    assert undo is not None
    undo[1]()
    used.wait(lambda: used.titles == ["Trains", "Rainbows", "Bread"])


def test_a_tag_narrows_the_list_and_is_left_when_nothing_has_it_any_more(
    used: Used, services: Services, loop: BackgroundLoop
) -> None:
    trains = used.rows[0].data(ID)
    loop.submit(services.sorting.tag([trains], "Journeys", True)).result(120)
    button = used.sidebar.findChild(FilterButton)
    assert isinstance(button, FilterButton)
    used.wait(lambda: button.tags == ["Journeys"])
    button.choose(Listed(tag="Journeys"))
    used.wait(lambda: used.titles == ["Trains"])
    loop.submit(services.sorting.tag([trains], "Journeys", False)).result(120)
    used.wait(lambda: len(used.titles) == 3)
    assert not button.isVisible()


def test_all_of_a_long_list_can_be_selected_also_what_was_never_looked_at(
    used: Used, services: Services, loop: BackgroundLoop
) -> None:
    async def make() -> None:
        for _ in range(200):
            await services.chats.create()

    loop.submit(make()).result(240)
    used.wait(lambda: used.list.model().rowCount() > 203)    # a heading, too
    used.list.selectAll()
    used.wait(lambda: used.list.selected_count == 203)
    used.sidebar.delete_current()
    used.wait(lambda: used.titles == [] and len(used.deleted) == 203)
    assert loop.submit(services.chats.all()).result(120) == ()
    used.sidebar.undo_delete()
    used.wait(lambda: used.list.model().rowCount() > 200)


def test_the_words_that_were_found_are_marked(used: Used, services: Services, loop: BackgroundLoop) -> None:
    loop.submit(services.chats.rename(used.rows[0].data(ID), "Walnut")).result(120)
    field = next(field for field in used.sidebar.findChildren(QLineEdit) if field.accessibleName() == "Search conversations")
    QTest.keyClicks(field, "waln")
    used.wait(lambda: used.titles == ["Walnut"])
    snippet = used.rows[0].data(SNIPPET)
    assert [snippet.text[start:end] for start, end in snippet.marks] == ["Waln"]


def test_down_leads_from_the_search_field_into_the_list(used: Used) -> None:
    field = next(field for field in used.sidebar.findChildren(QLineEdit) if field.accessibleName() == "Search conversations")
    QTest.keyClicks(field, "train")
    used.wait(lambda: used.titles == ["Trains"])
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert used.opened == [used.rows[0].data(ID)]


def test_down_is_pressed_before_the_search_has_an_answer_and_leads_into_it(used: Used) -> None:
    used.sidebar.activateWindow()
    used.wait(used.sidebar.isActiveWindow)
    used.sidebar.focus_search()
    field = used.sidebar.focusWidget()
    assert isinstance(field, QLineEdit)
    wanted = used.rows[0].data(ID)
    QTest.keyClicks(field, "train")
    QTest.keyClick(field, Qt.Key.Key_Down)
    used.wait(lambda: used.opened == [wanted])
    assert used.sidebar.focusWidget() is used.list


def test_a_hit_in_the_open_conversation_leads_to_its_message(used: Used, services: Services) -> None:
    opened = used.rows[0].data(ID)
    used.sidebar.show_as_open(opened)
    found: list[tuple[str, str]] = []
    used.sidebar.found.connect(lambda conversation_id, node_id: found.append((conversation_id, node_id)))
    model = used.list.model()
    assert isinstance(model, ConversationModel)
    summary = model.summary(model.row_of(opened))
    assert summary is not None
    model.show_hits([Hit(summary, "m1", Snippet("words", ((0, 5),)))])
    used.list.select(0)    # as the search does: it is what is open

    used.press(0)
    assert found == [(opened, "m1")]
    QTest.keyClick(used.list, Qt.Key.Key_Return)
    assert found == [(opened, "m1")] * 2
