"""Sources and tools below a reply."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from deskchat.chat.message import Message, Role
from deskchat.chat.parts import Part, SourcePart, TextPart, ToolPart
from deskchat.ui.conversation.transcript.record import MOST_SOURCES, Record


@pytest.fixture
def show(qtbot: QtBot) -> Callable[..., Record]:
    def shown(*parts: Part) -> Record:
        record = Record()
        qtbot.addWidget(record)
        record.show_message(Message(Role.ASSISTANT, (TextPart("Yes."), *parts)))
        return record

    return shown


def test_a_reply_that_rests_on_nothing_has_no_record(show: Callable[..., Record]) -> None:
    assert show().isHidden()


def test_sources_are_folded_and_a_click_asks_for_the_link(show: Callable[..., Record]) -> None:
    record = show(SourcePart("https://example.org/a", "Bread & butter"), SourcePart("https://example.net/"))
    assert (record.title, record.links) == ("▸ 2 sources", ())
    record.unfold()
    assert [link.accessibleName() for link in record.links] == ["Bread & butter (example.org)", "example.net"]
    asked: list[str] = []
    record.link_clicked.connect(asked.append)
    QTest.mouseClick(record.links[0], Qt.MouseButton.LeftButton)
    assert asked == ["https://example.org/a"]


def test_the_host_is_told_whatever_the_title_claims(show: Callable[..., Record]) -> None:
    record = show(SourcePart("https://evil.example/", "https://bank.example/ <b>login</b>"))
    record.unfold()
    assert record.links[0].accessibleName().endswith("(evil.example)")
    assert "<b>login</b>" in record.links[0].text()


@pytest.mark.parametrize("url", ["file:///etc/passwd", "javascript:alert(1)", "", "https://a b/", "https:///x"])
def test_what_is_no_web_address_is_not_listed(show: Callable[..., Record], url: str) -> None:
    record = show(SourcePart(url, "Click me"), SourcePart("https://example.org/"))
    assert record.title == "▸ One source"


def test_a_flood_of_sources_is_bounded(show: Callable[..., Record]) -> None:
    record = show(*(SourcePart(f"https://example.org/{n}") for n in range(1_000)))
    record.unfold()
    assert len(record.links) == MOST_SOURCES


def test_tools_are_named_with_what_they_were_asked(show: Callable[..., Record]) -> None:
    record = show(ToolPart("web_search", '{"query":\n "walnut bread"}', "hits"), ToolPart("clock"))
    assert record.tools == 'Used the tool “web_search”: {"query": "walnut bread"}\nUsed the tool “clock”'
    assert len(show(ToolPart("x", "y" * 10_000)).tools) < 400
