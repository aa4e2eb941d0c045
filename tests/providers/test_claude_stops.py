"""Why Anthropic ends a reply, in sentences."""

from typing import get_args

import pytest
from anthropic.types import RefusalStopDetails, StopReason

from deskchat.chat.message import Stop
from deskchat.providers.claude_stops import CATEGORY_WORDS, STOPS, stop


def test_every_reason_and_category_of_the_sdk_is_known() -> None:
    assert set(get_args(StopReason)) == set(STOPS)
    categories = RefusalStopDetails.model_fields["category"].annotation
    assert {word for one in get_args(categories) for word in get_args(one)} == set(CATEGORY_WORDS)


@pytest.mark.parametrize(("reason", "expected"), [*STOPS.items(), ("something_new", Stop.END)])
def test_reasons(reason: str, expected: Stop) -> None:
    assert stop("Anthropic", reason, {})[0] is expected


@pytest.mark.parametrize(
    ("details", "sentence"),
    [
        ({}, "Anthropic declined to answer."),
        ({"category": None, "explanation": None}, "Anthropic declined to answer."),
        ({"category": "new_one"}, "Anthropic declined to answer."),
        ({"category": "cyber"}, "Anthropic declined to answer because it could help to attack computers."),
        ({"explanation": "Not\nthis."}, "Anthropic declined to answer. It says: “Not this”."),
        (
            {"category": "bio", "explanation": "No.", "recommended_model": "claude-opus-5"},
            "Anthropic declined to answer because it could help to do biological harm. It says: “No”. "
            "It suggests asking claude-opus-5.",
        ),
        ({"category": ["cyber"], "explanation": {}, "recommended_model": 5}, "Anthropic declined to answer."),
    ],
)
def test_a_refusal_says_why(details: dict[str, object], sentence: str) -> None:
    assert stop("Anthropic", "refusal", details) == (Stop.REFUSAL, sentence)


def test_a_full_context_is_told() -> None:
    assert "whole context" in stop("Anthropic", "model_context_window_exceeded", {})[1]
