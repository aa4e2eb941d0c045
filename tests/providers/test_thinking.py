"""Thinking between tags, cut anywhere."""

import pytest

from deskchat.chat.events import ReasoningDelta, TextDelta
from deskchat.providers.thinking import ThinkTags


@pytest.mark.parametrize(
    ("text", "thought", "answer"),
    [
        ("<think>\nTwo and two.\n</think>\n\nFour.\n\nNo?", "\nTwo and two.\n", "Four.\n\nNo?"),
        ("\n<think>a</think>b", "a", "b"),
        ("<think></think>b", "", "b"),
        ("<think>never closed", "never closed", ""),
        ("<think>a </ b </thinK> c</think>d", "a </ b </thinK> c", "d"),
        ("No thinking, but a <think> tag </think>.", "", "No thinking, but a <think> tag </think>."),
        ("<thin air>", "", "<thin air>"),
        ("<thi", "", "<thi"),
        ("  indented", "", "  indented"),
        ("", "", ""),
    ],
)
def test_thinking_is_told_apart_at_every_cut(text: str, thought: str, answer: str) -> None:
    for size in range(1, len(text) + 2):
        tags = ThinkTags()
        events = [e for i in range(0, len(text), size) for e in tags.feed(text[i : i + size])] + tags.end()
        assert "".join(e.text for e in events if isinstance(e, ReasoningDelta)) == thought
        assert "".join(e.text for e in events if isinstance(e, TextDelta)) == answer
