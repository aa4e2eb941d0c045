"""What Google's models take, told by their ids, because Google's list of models does not say it (November 2026).

Thinking: https://ai.google.dev/gemini-api/docs/generate-content/thinking. Gemini 3 and later have levels, 2.5 has a budget
of tokens, older ones have neither; both in one request is a 400, and so is a level that a model does not have.
"""

import re
from typing import Final

EFFORTS: Final = ("none", "minimal", "low", "medium", "high", "max")
THREE: Final = ("low", "medium", "high")
FOUR: Final = ("minimal", *THREE)
# the first that fits; a Gemini that is not known yet has the three levels that all but the first of them had
LEVELS: Final = (
    (r"gemma-?4", ("minimal", "high")),
    (r"gemini-3-pro", ("low", "high")),
    (r"gemini-3\.[78]-", THREE),
    (r"gemini-3(\.\d+)?-(flash|pro-image)", FOUR),
    (r"gemini-([3-9]|\d\d)", THREE),
    (r"gemini-(flash|flash-lite|pro)-latest", THREE),
)
BUDGETS: Final = {"none": 0, "minimal": 512, "low": 1_024, "medium": 8_192, "high": 24_576, "max": 24_576}
LEAST_OF_PRO, MOST_OF_PRO = 128, 32_768    # 2.5 Pro can't be asked not to think
OLD_SAMPLERS: Final = r"gemini-([12]\.|3-(flash|pro)|3\.1-|3\.5-flash(?!-lite))"


def short_id(model_id: str) -> str:
    """The id as people write it: ``models/gemini-4-argon`` is ``gemini-4-argon``."""
    return model_id.removeprefix("models/")


def levels(model_id: str) -> tuple[str, ...]:
    """The thinking levels of a model, weakest first, in our words; empty for one that has none."""
    name = short_id(model_id)
    return next((found for pattern, found in LEVELS if re.match(pattern, name)), ())


def has_budget(model_id: str) -> bool:
    """Is its thinking limited by a number of tokens?"""
    return re.match(r"gemini-2\.5-", short_id(model_id)) is not None


def level(effort: str, known: tuple[str, ...]) -> str:
    """The level in ``known`` that is nearest to ``effort``; between two, the stronger."""
    wanted = EFFORTS.index(effort)
    return min(known, key=lambda word: (abs(EFFORTS.index(word) - wanted), -EFFORTS.index(word)))


def budget(effort: str, model_id: str) -> int:
    """The tokens that stand for ``effort``."""
    if "pro" not in short_id(model_id):
        return BUDGETS[effort]
    return MOST_OF_PRO if effort == "max" else max(BUDGETS[effort], LEAST_OF_PRO)


def efforts(model_id: str) -> tuple[str, ...]:
    """The thinking efforts that make a difference for a model; empty for one that can't be asked."""
    if has_budget(model_id):
        return EFFORTS[1:] if "pro" in short_id(model_id) else EFFORTS[:-1]
    return levels(model_id)


def takes_sampling(model_id: str) -> bool:
    """Does it take temperature, top-p and top-k? Newer models pass over them, and Google asks to leave them out."""
    name = short_id(model_id)
    return re.match(OLD_SAMPLERS, name) is not None or not name.startswith("gemini-")


def takes_system(model_id: str) -> bool:
    """Has it a place for a system text? “Developer instruction is not enabled for models/gemma-3-27b-it” is a 400."""
    return re.match(r"gemma-(?!4)", short_id(model_id)) is None
