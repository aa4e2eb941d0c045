"""What Claude models take: as Anthropic's list of models says, else by their ids (November 2026).

The list: anthropic 2.12.0, ``types/model_capabilities.py``, ``thinking_types.py`` and ``effort_capability.py``. The ids:
https://platform.claude.com/docs/en/build-with-claude/thinking-troubleshooting (which ``thinking.type`` each model takes, and
which of them think unasked), ``…/effort`` (its levels) and ``…/models/overview`` (how much they write).
"""

import re
from typing import Final

import msgspec

from deskchat.chat.model import ModelInfo
from deskchat.providers.reading import table

THINKING: Final = "thinking:"    # begins the words in ``ModelInfo.traits`` that stand for values of ``thinking.type``
EFFORT: Final = "effort:"        # and those for values of ``output_config.effort``
TYPES: Final = ("adaptive", "enabled", "disabled", "between_tools")
LEVELS: Final = ("low", "medium", "high", "xhigh", "max")
OURS: Final = ("none", "low", "medium", "high", "max")
VERSION: Final = re.compile(r"claude-(?:[a-z]+-)?(\d{1,2})(?:[-.](\d{1,2}))?(?!\d)")    # a date follows, or nothing
LAST_SAMPLER: Final = (4, 6)


class Abilities(msgspec.Struct, frozen=True):
    """``thinking``: the values of ``thinking.type`` it takes. ``levels``: those of ``output_config.effort``, weakest first.

    ``unasked``: does it think when the request says nothing of it?
    """

    thinking: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    unasked: bool = False

    @property
    def off(self) -> str:
        """The type that turns thinking off; ``""`` when none does."""
        return next((word for word in ("disabled", "between_tools") if word in self.thinking), "")

    @property
    def may_be_quiet(self) -> bool:
        """Can it be had without thinking?"""
        return bool(self.off) or not self.unasked

    def level(self, effort: str) -> str:
        """The level nearest to ``effort``, which is one of ours; ``""`` where there are none."""
        wanted = LEVELS.index(effort) if effort in LEVELS else 0
        return min(self.levels, key=lambda word: abs(LEVELS.index(word) - wanted), default="")


ALWAYS: Final = Abilities(("adaptive",), LEVELS, unasked=True)
WITHOUT_XHIGH: Final = ("low", "medium", "high", "max")
PREVIEW: Final = Abilities(("adaptive", "enabled"), WITHOUT_XHIGH, unasked=True)
UNKNOWN: Final = Abilities(("adaptive",), LEVELS)    # a Claude without a number: nothing is said unless it is asked for
NOT_A_CLAUDE: Final = Abilities(("enabled", "disabled"))    # what compatible servers take for their own models

# line, from which version on, what holds; the first that fits
BY_VERSION: Final = (
    ("", (5, 6), ALWAYS),    # not known yet: all since 5.0 take these
    ("sonnet", (5, 5), Abilities(("adaptive", "between_tools"), LEVELS, unasked=True)),
    ("opus", (5, 5), ALWAYS),
    ("fable", (5, 0), ALWAYS),
    ("mythos", (5, 0), ALWAYS),
    ("", (5, 0), Abilities(("adaptive", "disabled"), LEVELS, unasked=True)),
    ("", (4, 7), Abilities(("adaptive", "disabled"), LEVELS)),
    ("", (4, 6), Abilities(("adaptive", "enabled", "disabled"), WITHOUT_XHIGH)),
    ("opus", (4, 5), Abilities(("enabled", "disabled"), ("low", "medium", "high"))),
    ("", (3, 7), Abilities(("enabled", "disabled"))),
    ("", (0, 0), Abilities()),
)
WRITTEN: Final = (
    ("", (4, 6), 128_000),
    ("", (4, 5), 64_000),
    ("opus", (4, 0), 32_000),
    ("", (3, 7), 64_000),
    ("", (3, 5), 8_192),
    ("", (0, 0), 4_096),
)


def abilities(model: ModelInfo) -> Abilities:
    """What ``model`` takes: by its traits where its list gave them, else by its id."""
    if model.reasons is False:
        return Abilities()
    return _told(model.ref.model, model.traits)


def traits(capabilities: object) -> tuple[str, ...]:
    """The words for ``ModelInfo.traits``, from ``capabilities`` in the list of models; empty when it says nothing."""
    given = table(capabilities)
    types, levels = table(table(given.get("thinking")).get("types")), table(given.get("effort"))
    thinks = _supported(given.get("thinking"))
    words = (THINKING + word for word in TYPES if thinks and _supported(types.get(word)))
    return (*words, *(EFFORT + word for word in LEVELS if _supported(levels.get(word))))


def reasons(model_id: str, capabilities: object) -> bool | None:
    """``ModelInfo.reasons``: does it take an effort? By its id where the list says nothing; ``None``: not known."""
    given = table(capabilities)
    if "thinking" in given or "effort" in given:
        return _supported(given.get("thinking")) or _supported(given.get("effort"))
    has = _by_id(model_id)
    return None if has in (UNKNOWN, NOT_A_CLAUDE) else bool(has.thinking)


def efforts(model_id: str, traits: tuple[str, ...] = ()) -> tuple[str, ...]:
    """``ModelInfo.efforts``: our words that make a difference, weakest first; empty for a model that can't be asked."""
    has = _told(model_id, traits)
    known = _by_id(model_id) is not NOT_A_CLAUDE or bool(traits)
    if not known or not (has.levels or "enabled" in has.thinking):
        return ()
    budgeted = "enabled" in has.thinking and "adaptive" not in has.thinking
    some = OURS[1:] if budgeted else tuple(word for word in OURS[1:] if word in has.levels)
    return ("none", *some) if has.may_be_quiet else some


def takes_sampling(model_id: str) -> bool:
    """Does it take temperature, top-p and top-k? Claude does up to 4.6, and models that are no Claude do."""
    version = _version(model_id)
    return version <= LAST_SAMPLER if version is not None else not is_claude(model_id)


def most_output(model_id: str) -> int | None:
    """How many tokens it writes at most; ``None`` when that is not known."""
    version = _version(model_id)
    if version is None:
        return None
    return next(tokens for line, since, tokens in WRITTEN if line in model_id and version >= since)


def is_claude(model_id: str) -> bool:
    """Is it one of Anthropic's, by its name?"""
    return "claude" in model_id


def _told(model_id: str, traits: tuple[str, ...]) -> Abilities:
    by_id = _by_id(model_id)
    if not any(word.startswith((THINKING, EFFORT)) for word in traits):
        return by_id
    types = tuple(word.removeprefix(THINKING) for word in traits if word.startswith(THINKING))
    levels = tuple(word for word in LEVELS if EFFORT + word in traits)
    always = "adaptive" in types and not {"enabled", "disabled"} & set(types)
    return Abilities(types, levels, unasked=bool(types) and (by_id.unasked or always))


def _by_id(model_id: str) -> Abilities:
    version = _version(model_id)
    if version is None:
        known = PREVIEW if "mythos-preview" in model_id else UNKNOWN
        return known if is_claude(model_id) else NOT_A_CLAUDE
    return next(has for line, since, has in BY_VERSION if line in model_id and version >= since)


def _version(model_id: str) -> tuple[int, int] | None:
    found = VERSION.search(model_id)
    return None if found is None else (int(found[1]), int(found[2] or 0))


def _supported(value: object) -> bool:
    return table(value).get("supported") is True
