import re
from collections.abc import Callable
from dataclasses import replace
from time import monotonic

import msgspec
import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QStackedWidget, QTextBrowser, QToolButton
from pytestqt.qtbot import QtBot

from deskchat.chat.conversation import Conversation, Node
from deskchat.chat.events import Progress, Waiting
from deskchat.chat.message import Failure, Status, Timing, Usage
from deskchat.chat.parts import ReasoningPart, TextPart
from deskchat.services.turns import TurnUpdate
from deskchat.ui.conversation.transcript import flash
from deskchat.ui.conversation.transcript.entry import entries_of
from deskchat.ui.conversation.transcript.flash import Flash
from deskchat.ui.conversation.transcript.ink import Ink
from deskchat.ui.conversation.transcript.sheet import sheet
from deskchat.ui.conversation.transcript.spares import SPARE
from deskchat.ui.conversation.transcript.transcript import Transcript
from deskchat.ui.conversation.transcript.views import KEPT
from tests.ui.conversation.conftest import conversation, person, reply

Settle = Callable[[Callable[[], bool]], None]


def long_conversation(exchanges: int) -> Conversation:
    nodes: list[Node] = []
    parent = None
    for number in range(exchanges):
        nodes.append(person(f"u{number}", f"Question {number}", parent))
        nodes.append(reply(f"a{number}", f"Answer {number}.\n\n" + "Some more words. " * (number % 40), f"u{number}"))
        parent = f"a{number}"
    return conversation(*nodes)


def settled(transcript: Transcript) -> bool:
    return all(view.settled for view in transcript.views)


def test_a_message_says_who_spoke_and_what(transcript: Transcript) -> None:
    transcript.show_entries(entries_of(conversation(person("u", "Hello?"), reply("a", "Hi **there**.", "u"))))

    assert transcript.viewport().accessibleName() == "Transcript"
    assert [view.accessibleName() for view in transcript.views] == ["You: Hello?", "Small Model: Hi **there**."]
    assert [view.parent() for view in transcript.views] == [transcript.viewport()] * 2
    assert [view.text.toPlainText() for view in transcript.views] == ["Hello?", "Hi there."]


def test_a_long_conversation_has_few_widgets(transcript: Transcript, settle: Settle) -> None:
    transcript.show_entries(entries_of(long_conversation(1000)), from_start=True)
    bar = transcript.verticalScrollBar()

    for place in range(21):
        bar.setValue(bar.maximum() * place // 20)
        assert len(transcript.views) <= KEPT

    settle(lambda: settled(transcript))
    settle(lambda: len(transcript.findChildren(QTextBrowser)) <= len(transcript.views) + 2 * SPARE)


def test_a_very_long_message_is_laid_out_anew_when_the_window_has_its_width(
    transcript: Transcript, settle: Settle
) -> None:
    said = (person("u", "Short."), reply("a", "These words go on and on.\n\n" * 1_000, "u"))
    transcript.show_entries(entries_of(conversation(*said)), from_start=True)
    settle(lambda: settled(transcript) and not transcript._resizing.isActive())
    long = transcript.views[-1]
    before = long.width()
    for narrower in (40, 80, 120):
        transcript.resize(700 - narrower, 500)
        assert long.width() == long.text.width() == before

    settle(lambda: long.width() < before)
    assert long.width() == long.text.width() == transcript._column_width()


def test_a_widget_that_showed_a_letter_shows_a_long_message_as_wide_as_it_wants_to_be(
    transcript: Transcript, settle: Settle
) -> None:
    long = "These words go on and on. " * 3_000
    said = [person("u0", long)]
    for number in range(1, 4 * KEPT):
        said.append(reply(f"a{number}", "Answer.\n\n" * 9, said[-1].id))
        said.append(person(f"u{number}", "x", f"a{number}"))
    transcript.show_entries(entries_of(conversation(*said)), from_start=True)
    bar = transcript.verticalScrollBar()
    for place in range(30, -1, -1):
        bar.setValue(bar.maximum() * place // 30)

    view = transcript.views[0]
    assert view.entry.id == "u0"
    assert view.text.width() > 300
    settle(lambda: view.settled)
    assert view.text.width() > 300
    assert view.text.toPlainText() == long


def test_a_bubble_is_as_wide_as_its_words_need(transcript: Transcript, settle: Settle) -> None:
    short, long = "Four words of it.", "These words go on and on. " * 30
    said = (person("u", short), reply("a", "Yes.", "u"), person("v", long, "a"))
    for again in said, said[:1], said:    # in widgets that are new, and in those that showed something else
        transcript.show_entries(entries_of(conversation(*again)), from_start=True)
        settle(lambda: settled(transcript))
        widths = [view.text.width() for view in transcript.views if view.entry.is_person]
        needed = transcript.fontMetrics().horizontalAdvance(short)
        assert needed <= widths[0] < 1.5 * needed
        assert widths[1:] == [] or 0.6 * transcript.width() < widths[1] < transcript.width()


def test_the_children_are_in_the_order_of_the_conversation(transcript: Transcript) -> None:
    transcript.show_entries(entries_of(long_conversation(60)), from_start=True)
    transcript.verticalScrollBar().setValue(transcript.verticalScrollBar().maximum() // 2)
    transcript.verticalScrollBar().setValue(transcript.verticalScrollBar().maximum() // 3)

    names = [child.entry.id for child in transcript.viewport().children() if child in transcript.views]

    assert names == [view.entry.id for view in transcript.views]


def test_it_opens_at_the_end_and_follows_it(transcript: Transcript, settle: Settle) -> None:
    talk = long_conversation(20)
    talk = talk.with_node(person("u", "More", talk.leaf)).with_node(reply("a", "", "u", Status.STREAMING))
    transcript.show_entries(entries_of(talk), from_start=True)
    bar = transcript.verticalScrollBar()

    for length in range(50, 3000, 300):
        transcript.show_reply(TurnUpdate(reply("a", "word " * length, "u", Status.STREAMING)))
        settle(lambda: settled(transcript))
        settle(lambda: bar.value() == bar.maximum())


def test_a_reader_who_scrolled_up_stays_where_they_are(transcript: Transcript, settle: Settle) -> None:
    talk = long_conversation(20)
    talk = talk.with_node(person("u", "More", talk.leaf)).with_node(reply("a", "", "u", Status.STREAMING))
    transcript.show_entries(entries_of(talk), from_start=True)
    settle(lambda: settled(transcript))
    bar = transcript.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    settle(lambda: settled(transcript))
    first = next(view for view in transcript.views if view.geometry().bottom() > 0)
    place = first.y()

    transcript.show_reply(TurnUpdate(reply("a", "word " * 3000, "u", Status.STREAMING)))
    settle(lambda: settled(transcript))

    assert first.y() == place
    assert not transcript.follows_end
    transcript.go_to_end()
    assert transcript.follows_end


def test_a_failure_is_a_sentence_with_what_helps(transcript: Transcript, qtbot: QtBot) -> None:
    failed = reply("a", "It began", "u", Status.FAILED)
    failure = Failure("network", "The server can't be reached. Start it.", "Errno 111")
    failed = msgspec.structs.replace(failed, message=msgspec.structs.replace(failed.message, failure=failure))
    transcript.show_entries(entries_of(conversation(person("u", "Hello?"), failed)))
    view = transcript.views[1]

    assert view.problem.sentence == "The server can't be reached. Start it."
    assert view.problem.offers == ("Retry", "Continue", "Continue with", "Another model", "Details")
    with qtbot.waitSignal(transcript.regenerate_asked) as asked:
        view.problem.retry_asked.emit()
    assert asked.args == ["a"]


def test_a_reply_shows_its_speed_its_size_and_who_answered(transcript: Transcript) -> None:
    node = reply("a", "Hi.", "u")
    message = msgspec.structs.replace(
        node.message, answered_by="small-2", usage=Usage(10, 1200), timing=Timing(0.42, 5.0, 81.6)
    )
    transcript.show_entries(
        entries_of(conversation(person("u", "Hello?"), msgspec.structs.replace(node, message=message)))
    )
    view = transcript.views[1]

    assert view.label == "Small Model   answered by small-2"
    assert view.facts == "10 → 1,200 tokens · 82 tokens/s · first token in 0.4 s"


def test_alternatives_can_be_walked(transcript: Transcript, qtbot: QtBot) -> None:
    talk = conversation(person("u", "Hello?"), reply("a", "One.", "u"), reply("b", "Two.", "u"), reply("c", "3.", "u"))
    transcript.show_entries(entries_of(msgspec.structs.replace(talk, leaf="b")))
    buttons = {b.accessibleName(): b for b in transcript.views[1].footer.findChildren(QToolButton)}

    with qtbot.waitSignal(transcript.sibling_asked) as next_one:
        buttons["Next version"].click()
    with qtbot.waitSignal(transcript.sibling_asked) as previous:
        buttons["Previous version"].click()

    assert next_one.args == ["c"]
    assert previous.args == ["a"]


def test_thoughts_are_folded_with_their_duration(transcript: Transcript, settle: Settle) -> None:
    node = reply("a", "Hi.", "u")
    parts = (ReasoningPart("I should greet.", 4.2), TextPart("Hi."))
    node = msgspec.structs.replace(node, message=msgspec.structs.replace(node.message, parts=parts))
    transcript.show_entries(entries_of(conversation(person("u", "Hello?"), node)))
    view = transcript.views[1]
    before = view.height()

    assert view.thoughts == ("▸ Thought for 4.2 s", "")
    view.unfold_thoughts()
    settle(lambda: view.height() > before)
    assert view.thoughts == ("▾ Thought for 4.2 s", "I should greet.")


def test_before_the_first_word_it_says_what_is_going_on(transcript: Transcript) -> None:
    node = reply("a", "", "u", Status.STREAMING)
    entries = entries_of(conversation(person("u", "Hello?"), node))
    transcript.show_entries([entries[0], replace(entries[1], update=TurnUpdate(node, Progress("loading", 0.4)))])

    assert transcript.views[1].progress == "Loading the model… 40 %"
    transcript.show_reply(TurnUpdate(node, Progress("reading", 0.6)))
    assert transcript.views[1].progress == "Reading the conversation… 60 %"
    transcript.show_reply(TurnUpdate(node, Progress("reading", 0.7), goes_on_s=monotonic() + 1.0))
    assert transcript.views[1].progress == "Reading the conversation… 70 %"
    transcript.show_reply(TurnUpdate(node, Progress("reading", 0.8), goes_on_s=monotonic() + 41.0))
    assert transcript.views[1].progress == "Reading the conversation… 80 %, about 40 s left"
    transcript.show_reply(TurnUpdate(node, Progress("queued", 0.0)))
    assert transcript.views[1].progress == "Waiting until another reply on this computer is written…"


def test_a_wait_for_a_busy_server_is_counted_down(transcript: Transcript, settle: Settle) -> None:
    node = reply("a", "", "u", Status.STREAMING)
    transcript.show_entries(entries_of(conversation(person("u", "Hello?"), node)))

    transcript.show_reply(TurnUpdate(node, waiting=Waiting("It is busy.", 900.0), goes_on_s=monotonic() + 900.0))
    assert re.fullmatch(r"It is busy\. Asked again in (8|9)\d\d s\.", transcript.views[1].progress)
    transcript.show_reply(TurnUpdate(node, waiting=Waiting("It is busy.", 1.0), goes_on_s=monotonic() + 1.0))
    settle(lambda: transcript.views[1].progress == "It is busy. Asking again…")


def test_where_the_models_view_goes_on_is_marked(transcript: Transcript) -> None:
    transcript.show_entries(entries_of(long_conversation(3)))

    transcript.mark_view(4)

    assert [entry.view_begins for entry in transcript.entries] == [False] * 4 + [True, False]


def test_selecting_in_one_message_clears_the_other(transcript: Transcript) -> None:
    transcript.show_entries(entries_of(conversation(person("u", "Hello?"), reply("a", "Hi.", "u"))))
    first, second = transcript.views
    first.text.selectAll()

    second.text.selectAll()

    assert not first.text.textCursor().hasSelection()
    assert second.text.textCursor().selectedText() == "Hi."


def test_a_screen_reader_finds_the_messages_and_their_text(transcript: Transcript, settle: Settle) -> None:
    transcript.show_entries(entries_of(conversation(person("u", "Hello?"), reply("a", "Hi **there**.", "u"))))
    settle(lambda: settled(transcript))

    place = QAccessible.queryAccessibleInterface(transcript.viewport())
    messages = [place.child(i) for i in range(place.childCount())]

    assert place.text(QAccessible.Text.Name) == "Transcript"
    assert [m.text(QAccessible.Text.Name) for m in messages] == ["You: Hello?", "Small Model: Hi **there**."]
    texts = [QAccessible.queryAccessibleInterface(view.text).textInterface() for view in transcript.views]
    assert [t.text(0, t.characterCount()) for t in texts] == ["Hello?", "Hi there."]


def test_its_ground_is_that_of_the_conversation_under_any_style_sheet(qtbot: QtBot, ink: Ink, settle: Settle) -> None:
    page = QStackedWidget()
    qtbot.addWidget(page)
    page.setStyleSheet("QLabel { background: transparent; }")
    transcript = Transcript(ink)
    page.addWidget(transcript)
    page.setStyleSheet("QLabel { color: red; }")
    page.resize(400, 300)
    page.show()
    settle(lambda: transcript.grab().toImage().pixelColor(200, 150) == ink.colours.surface)


def test_the_frame_around_a_message_grows_with_it_and_goes_with_it(
    transcript: Transcript, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flash, "SHOWN_MS", 600_000)
    transcript.show_entries(entries_of(conversation(person("u", "Hello"), reply("a", "One line.", "u"))), from_start=True)
    transcript.go_to("a")
    view = transcript.views[1]
    frame = view.findChild(Flash)
    assert frame is not None
    height = frame.height()
    transcript.show_entries(entries_of(conversation(person("u", "Hello"), reply("a", "Line.\n\n" * 9, "u"))))
    settle(lambda: frame.height() > height)
    assert frame.size() == view.size()
    view.hide()
    assert not frame.isVisibleTo(view)


def test_a_bubble_keeps_its_round_corners_when_its_lines_become_more_or_fewer(
    transcript: Transcript, ink: Ink, settle: Settle
) -> None:
    transcript.setStyleSheet(sheet(ink))
    question = "I want to edit a question later, and not to lose the old answer."
    transcript.show_entries(entries_of(conversation(person("u", question))), from_start=True)
    screen = transcript.screen()
    for width in (700, 320, 700):
        transcript.resize(width, 500)
        settle(lambda: settled(transcript) and not transcript._resizing.isActive())

        def painted_as_anew() -> bool:
            return screen.grabWindow(transcript.winId()).toImage() == transcript.grab().toImage()

        settle(painted_as_anew)
