"""Why Anthropic ends a reply, and what the person is told (November 2026).

anthropic 2.12.0, ``types/stop_reason.py``, ``refusal_stop_details.py`` and ``beta/beta_refusal_stop_details.py``.
"""

from collections.abc import Mapping
from typing import Any, Final

from deskchat.chat.message import Stop
from deskchat.providers import failures
from deskchat.providers.reading import string

STOPS: Final = {
    "end_turn": Stop.END,
    "stop_sequence": Stop.END,
    "max_tokens": Stop.LENGTH,
    "model_context_window_exceeded": Stop.LENGTH,
    "tool_use": Stop.TOOL,
    "pause_turn": Stop.TOOL,
    "refusal": Stop.REFUSAL,
}
CATEGORY_WORDS: Final = {
    "cyber": "it could help to attack computers",
    "bio": "it could help to do biological harm",
    "frontier_llm": "it could help to develop a competing model",
    "reasoning_extraction": "it asks for the model's inner reasoning",
    "general_harms": "it could help to do harm",
}


def stop(name: str, reason: str, details: Mapping[str, Any]) -> tuple[Stop, str]:
    """What a ``stop_reason`` is for us, and a sentence on it, ``""`` where it needs none; ``details``: ``stop_details``."""
    if reason == "refusal":
        return Stop.REFUSAL, _refused(name, details)
    if reason == "model_context_window_exceeded":
        return Stop.LENGTH, "The reply ends here because the conversation fills the model's whole context."
    return STOPS.get(reason, Stop.END), ""


def fallback(name: str, first: str, second: str) -> str:
    """One model declined, and another went on."""
    return f"{name} let {second} go on, because {first or 'the model that was asked'} declined to answer."


def _refused(name: str, details: Mapping[str, Any]) -> str:
    why = CATEGORY_WORDS.get(string(details.get("category")))
    sentence = f"{name} declined to answer because {why}." if why else f"{name} declined to answer."
    if said := failures.clean(string(details.get("explanation"))).rstrip("."):
        sentence += f" It says: “{said}”."
    if other := failures.clean(string(details.get("recommended_model")), 100):
        sentence += f" It suggests asking {other}."
    return sentence
