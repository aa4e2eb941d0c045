"""Tool calls of a reply, as text, and bounded."""

from typing import Any

import pytest

from deskchat.chat.events import ToolCalled
from deskchat.providers.claude_tools import ARGUMENTS_CHARACTERS, MOST_OPEN, RESULT_CHARACTERS, Calls


def block(kind: str, call_id: str = "a", **fields: Any) -> dict[str, Any]:
    return {"type": kind, "id": call_id, "name": "look_up", "input": {}, **fields}


def result_of(content: object) -> str:
    """What is told of a server's tool that found ``content``."""
    calls = Calls()
    events = [*calls.start(0, block("server_tool_use")), *calls.stop(0)]
    assert events == []
    (told,) = calls.start(1, {"type": "x_tool_result", "tool_use_id": "a", "content": content})
    assert list(calls.end()) == []
    return told.result


def test_a_call_for_the_asker_is_told_when_it_is_complete() -> None:
    calls = Calls()
    assert list(calls.start(0, block("tool_use"))) == []
    for piece in ("", '{"q": ', '"x"}'):
        calls.more(0, piece)
    assert list(calls.stop(0)) == [ToolCalled("look_up", '{"q": "x"}')]
    assert list(calls.stop(0)) == []
    assert list(calls.end()) == []


def test_arguments_may_be_there_at_once() -> None:
    calls = Calls()
    assert list(calls.start(None, block("tool_use", input={"q": "é"}))) == []
    assert list(calls.stop(None)) == [ToolCalled("look_up", '{"q": "é"}')]


def test_calls_at_once_are_told_apart() -> None:
    calls = Calls()
    for index in (0, 1):
        assert list(calls.start(index, block("tool_use", name=f"tool {index}"))) == []
    calls.more(1, "one")
    calls.more(0, "zero")
    calls.more(7, "nobody asked")
    assert [*calls.stop(1), *calls.stop(0)] == [ToolCalled("tool 1", "one"), ToolCalled("tool 0", "zero")]


def test_a_servers_call_without_a_result_is_told_at_the_end() -> None:
    calls = Calls()
    assert [*calls.start(0, block("mcp_tool_use")), *calls.stop(0), *calls.start(1, block("server_tool_use", "b"))] == []
    assert [event.name for event in calls.end()] == ["look_up", "look_up"]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("plain", "plain"),
        ([{"type": "text", "text": "one"}, {"type": "text", "text": "two"}], "one\ntwo"),
        (
            [{"type": "web_search_result", "title": "News", "url": "https://a.example", "encrypted_content": "Eo4U"}],
            "News https://a.example",
        ),
        ({"type": "web_search_tool_result_error", "error_code": "max_uses_exceeded"}, "max_uses_exceeded"),
        ({"type": "bash_code_execution_result", "stdout": "4\n", "stderr": "", "return_code": 0, "content": []}, "4"),
        (
            {
                "type": "web_fetch_result",
                "url": "https://a.example",
                "content": {"type": "document", "title": "Page", "source": {"type": "text", "data": "Words"}},
            },
            "https://a.example\nPage\nWords",
        ),
        ({"source": {"type": "base64", "media_type": "image/png", "data": "iVBORw=="}}, ""),
        ({"tool_references": [{"type": "tool_reference", "tool_name": "weather"}]}, "weather"),
        ({"type": "advisor_redacted_result", "encrypted_content": "opaque"}, ""),
        (None, ""),
        (7, ""),
    ],
)
def test_results_are_told_in_words(content: object, text: str) -> None:
    assert result_of(content) == text


def test_a_result_of_no_call_is_passed_over() -> None:
    calls = Calls()
    assert list(calls.start(0, {"type": "web_search_tool_result", "tool_use_id": "z", "content": "x"})) == []
    assert list(calls.end()) == []


def test_nothing_grows_without_end() -> None:
    calls = Calls()
    told: list[ToolCalled] = []
    for index in range(5 * MOST_OPEN):
        told += calls.start(index, block("server_tool_use", str(index)))
        for _ in range(3):
            calls.more(index, "x" * ARGUMENTS_CHARACTERS)
        if index % 2:
            told += calls.stop(index)
    told += calls.end()
    assert len(told) == 5 * MOST_OPEN
    assert max(len(call.arguments) for call in told) == ARGUMENTS_CHARACTERS
    assert len(result_of("x" * 10 * RESULT_CHARACTERS)) == RESULT_CHARACTERS + 1


def test_nesting_has_an_end() -> None:
    content: dict[str, Any] = {"text": "deep"}
    for _ in range(500):
        content = {"content": content}
    assert result_of(content) == ""
