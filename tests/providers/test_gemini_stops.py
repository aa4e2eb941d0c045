"""Why Google ends a reply: every reason its SDK knows has a meaning and, where it is no ordinary end, a whole sentence."""

import pytest
from google.genai.types import BlockedReason, FinishReason

from deskchat.chat.message import Stop
from deskchat.providers.gemini_stops import BLOCK_WORDS, STOPS, block, finish

ANSWERED_ELSEWHERE = {"FINISH_REASON_UNSPECIFIED", "MISSING_THOUGHT_SIGNATURE"}    # no end, and a failure
NO_REASON = {"OTHER", "BLOCKED_REASON_UNSPECIFIED", "IMAGE_OTHER", "NO_IMAGE"}


def test_every_reason_of_the_sdk_is_known() -> None:
    assert {reason.value for reason in FinishReason} - ANSWERED_ELSEWHERE - NO_REASON == STOPS.keys()
    assert {reason.value for reason in BlockedReason} - NO_REASON == BLOCK_WORDS.keys()


@pytest.mark.parametrize("reason", [*STOPS, "OTHER", "SOMETHING_NEW"])
def test_a_reason_is_told_in_a_whole_sentence(reason: str) -> None:
    stop, sentence = finish("Google", reason)
    assert (sentence == "") == (reason in ("STOP", "MAX_TOKENS"))
    assert sentence == "" or (sentence.startswith("Google ") and sentence.endswith("."))
    assert (stop is Stop.END) == (reason in ("STOP", "MALFORMED_RESPONSE", "OTHER", "SOMETHING_NEW"))


@pytest.mark.parametrize("reason", [*BLOCK_WORDS, "OTHER", "<b>\n"])
def test_a_blocked_prompt_is_told_in_a_whole_sentence(reason: str) -> None:
    sentence = block("Google", reason, " It was\nbad. ")
    assert sentence.startswith("Google did not pass the conversation on to the model ")
    assert sentence.endswith(" It says: “It was bad”.")
    assert "\n" not in sentence
