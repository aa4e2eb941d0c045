from collections.abc import Callable
from datetime import date, timedelta

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from deskchat.chat.conversation import Node
from deskchat.ui.conversation.jumps import DayDialog, Jumps
from deskchat.ui.conversation.transcript.entry import entries_of
from deskchat.ui.conversation.transcript.transcript import Transcript
from deskchat.ui.menu_button import MenuButton
from tests.ui.conversation.conftest import NOW, conversation, person, reply

Settle = Callable[[Callable[[], bool]], None]


@pytest.fixture
def transcript(transcript: Transcript) -> Transcript:
    """A question and a reply a day."""
    nodes: list[Node] = []
    for number in range(40):
        day = NOW + timedelta(days=number)
        parent = nodes[-1].id if nodes else None
        nodes.append(replace(person(f"u{number}", f"Question {number}", parent), created_at=day))
        nodes.append(replace(reply(f"a{number}", "Some words. " * 60, f"u{number}"), created_at=day))
    transcript.show_entries(entries_of(conversation(*nodes)), from_start=True)
    return transcript


@pytest.fixture
def button(qtbot: QtBot) -> MenuButton:
    button = MenuButton()
    qtbot.addWidget(button)
    return button


@pytest.fixture
def jumps(button: MenuButton, transcript: Transcript) -> Jumps:
    return Jumps(button, lambda: transcript)


def top(transcript: Transcript) -> str:
    return transcript.entries[transcript.place].id


def test_from_one_question_to_the_next_and_back(transcript: Transcript, jumps: Jumps) -> None:
    transcript.go_to("u10")
    jumps.step(1)
    assert top(transcript) == "u11"
    jumps.step(1)
    assert top(transcript) == "u12"
    jumps.step(-1)
    assert top(transcript) == "u11"
    transcript.go_to("a5")
    jumps.step(-1)
    assert top(transcript) == "u5"


def test_behind_the_last_question_is_the_end(transcript: Transcript, jumps: Jumps) -> None:
    transcript.go_to("u20")
    for _ in range(30):
        jumps.step(1)
    assert transcript.follows_end


@pytest.mark.usefixtures("jumps")
def test_the_menu_leads_to_the_end(transcript: Transcript, button: MenuButton) -> None:
    transcript.go_to("u3")
    next(action for action in button.menu().actions() if action.text() == "Go to the end").trigger()
    assert transcript.follows_end


def test_a_day_leads_to_its_first_message(transcript: Transcript, jumps: Jumps, qtbot: QtBot) -> None:
    jumps.ask_day()
    dialog = transcript.window().findChild(DayDialog)
    assert dialog is not None
    day = (NOW + timedelta(days=7)).astimezone().date()
    dialog.choose(day)
    assert dialog.day == day
    dialog.accept()
    assert top(transcript) == "u7"
    jumps.go_to_day(date(1999, 1, 1))
    assert top(transcript) == "u0"


def test_from_the_end_the_questions_in_sight_come_first(transcript: Transcript, jumps: Jumps) -> None:
    transcript.resize(700, 1_500)
    transcript.go_to_end()
    walked = []
    for _ in range(4):
        jumps.step(-1)
        walked.append(top(transcript))
    assert walked == ["u39", "u38", "u37", "u36"]
    for _ in range(4):
        jumps.step(1)
    assert transcript.follows_end
