"""The line below a message: a picture while nobody is near, and buttons for pointer, finger, keyboard and screen reader."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from deskchat.ui.conversation.transcript.entry import entries_of
from deskchat.ui.conversation.transcript.footer_place import FooterPlace
from deskchat.ui.conversation.transcript.transcript import Transcript
from deskchat.ui.tab_order import step
from tests.ui.conversation.conftest import conversation, person, reply

Settle = Callable[[Callable[[], bool]], None]
OF_REPLIES = ["Copy", "Copy as…", "Regenerate", "Regenerate with…", "Good reply", "Bad reply"]


@pytest.fixture
def places(transcript: Transcript, qtbot: QtBot) -> list[FooterPlace]:
    """Those of a question and its second reply, which has a link."""
    said = (person("u", "Hello?"), reply("a1", "Hi.", "u"), reply("a2", "See [this](https://example.org/).", "u"))
    transcript.show_entries(entries_of(conversation(*said)), from_start=True)
    transcript.activateWindow()
    qtbot.waitUntil(transcript.isActiveWindow)
    transcript.setFocus()
    QTest.mouseMove(transcript, QPoint(1, 1))
    return [view.findChildren(FooterPlace)[0] for view in transcript.views]


@pytest.fixture
def readers() -> Iterator[None]:
    """Somebody reads accessibility trees from now on."""
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


def names(place: FooterPlace) -> list[str]:
    """Of what there is to press."""
    return [one.accessibleName() for one in place.findChildren(QToolButton) if one.isVisible() and one.isEnabled()]


def test_while_nobody_is_near_it_looks_as_with_buttons_and_has_none(
    transcript: Transcript, places: list[FooterPlace]
) -> None:
    before = transcript.grab().toImage()
    assert [names(place) for place in places] == [[], []]

    for view in transcript.views:
        assert view.footer.isVisible()

    assert [bool(names(place)) for place in places] == [True, True]
    assert transcript.grab().toImage() == before


def test_the_pointer_finds_buttons(places: list[FooterPlace], transcript: Transcript, qtbot: QtBot) -> None:
    place = places[0]
    QTest.mouseMove(place, QPoint(5, 5))
    qtbot.waitUntil(lambda: names(place) == ["Copy", "Copy as…", "Edit"])
    edit = next(one for one in place.row().buttons if one.accessibleName() == "Edit")
    with qtbot.waitSignal(transcript.edit_asked) as asked:
        QTest.mouseClick(edit, Qt.MouseButton.LeftButton)
    assert asked.args == ["u"]


def test_a_finger_presses_what_it_sees(places: list[FooterPlace], transcript: Transcript, qtbot: QtBot) -> None:
    place = places[0]
    inside = QPoint(place.width() - place.height() // 2, place.height() // 2)
    with qtbot.waitSignal(transcript.edit_asked) as asked:
        QTest.mouseClick(place, Qt.MouseButton.LeftButton, pos=inside)
    assert asked.args == ["u"]


def test_the_tab_key_goes_through_the_buttons_in_the_order_they_are_seen(
    places: list[FooterPlace], transcript: Transcript, settle: Settle
) -> None:
    place = places[1]
    settle(transcript.isActiveWindow)
    place.setFocus(Qt.FocusReason.TabFocusReason)
    passed = []
    for _ in range(9):
        focus = QApplication.focusWidget()
        assert focus is not None
        passed.append(focus.accessibleName())
        step(transcript, forward=True)

    assert passed == ["Previous version", "Side by side", *OF_REPLIES[:2], "Links", *OF_REPLIES[2:]]


def test_coming_back_with_the_tab_key_the_last_button_is_first(
    places: list[FooterPlace], transcript: Transcript, settle: Settle
) -> None:
    settle(transcript.isActiveWindow)
    places[1].setFocus(Qt.FocusReason.BacktabFocusReason)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.accessibleName() == "Bad reply"


def test_who_reads_the_tree_finds_the_actions_of_every_message(
    readers: None, places: list[FooterPlace], transcript: Transcript
) -> None:
    assert "Edit" in names(places[0])
    assert set(OF_REPLIES) < set(names(places[1]))

    transcript.show_entries(entries_of(conversation(person("v", "Other"), reply("b", "Words.", "v"))), from_start=True)

    assert [names(view.findChildren(FooterPlace)[0])[-1] for view in transcript.views] == ["Edit", "Bad reply"]


def test_a_screen_reader_that_is_started_later_finds_them_when_the_focus_moves(
    places: list[FooterPlace], transcript: Transcript, settle: Settle, request: pytest.FixtureRequest
) -> None:
    settle(transcript.isActiveWindow)
    request.getfixturevalue("readers")
    transcript.views[0].text.setFocus()
    assert all(names(place) for place in places)


def test_another_message_in_its_place_has_a_picture_again(places: list[FooterPlace], transcript: Transcript) -> None:
    assert transcript.views[1].footer.isVisible()
    transcript.show_entries(entries_of(conversation(person("v", "Other"), reply("b", "Words.", "v"))), from_start=True)
    assert [names(view.findChildren(FooterPlace)[0]) for view in transcript.views] == [[], []]
