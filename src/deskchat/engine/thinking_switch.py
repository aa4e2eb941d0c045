"""Chat templates that let one choose how much the model thinks: found in their text, without running them.

The names are those of the templates themselves (Qwen 3, GLM, SmolLM3, Gemma 4: ``enable_thinking``; DeepSeek, Granite:
``thinking``; gpt-oss, Solar, Hunyuan: ``reasoning_effort``; Kimi K3: ``thinking_effort``; Seed-OSS: ``thinking_budget``;
MiniMax: ``thinking_mode``), as they stand in llama.cpp's ``models/templates``.
"""

import re
from typing import Final, TypeAlias

Options: TypeAlias = dict[str, str | int | bool]

ORDER: Final = ("none", "minimal", "low", "medium", "high", "max")    # as in ``Sampling.effort``
LEVELS: Final = ("low", "medium", "high")
SWITCHES: Final = ("enable_thinking", "thinking")
WORDED: Final = ("reasoning_effort", "thinking_effort", "reasoning_strength")
BUDGETS: Final = {"none": 0, "low": 512, "medium": 2048, "high": 8192}    # tokens; Seed-OSS was trained on these
NO_THOUGHT: Final = ("none", "no_think")
SOURCE_LIMIT: Final = 1 << 18       # characters; the longest known template has 30,000

_CLOSED: Final = {"{#": "#}", "{%": "%}", "{{": "}}"}
# closing quotes are optional so that a text without one is read but once, however many quotes there are
_TEXT: Final = re.compile(r"'((?:[^'\\]|\\.)*+)'?|\"((?:[^\"\\]|\\.)*+)\"?", re.DOTALL)
# a name that is read: no attribute (ns.thinking), no key (message['thinking']), no argument (namespace(thinking=true))
_READ: Final = re.compile(r"(?<![\w.])(?<!set )([a-z_]+)\b(?!\s*=[^=])(?!\()")


def efforts(source: str) -> tuple[str, ...]:
    """The efforts (``ModelInfo.efforts``) between which a template can choose, weakest first; empty without a choice."""
    blocks = _blocks(source)
    names = {name for block in blocks for name in _READ.findall(_TEXT.sub("''", block))}
    found: set[str] = set()
    if names & {*SWITCHES, "thinking_mode"}:
        found |= {"none", "high"}
    if "thinking_budget" in names:
        found |= {*BUDGETS}
    for name in WORDED:
        if name in names:
            found |= _levels(_words(blocks, name))
    return tuple(word for word in ORDER if word in found)


def options(source: str, effort: str | None) -> Options:
    """The names a template is to be rendered with so that the model thinks as much as ``effort`` says, or near it."""
    offered = efforts(source)
    if not effort or effort not in ORDER or not offered or (effort == "none" and "none" not in offered):
        return {}
    chosen = _nearest(effort, offered)
    given: Options = dict.fromkeys(SWITCHES, chosen != "none")
    given["thinking_mode"] = "disabled" if chosen == "none" else "enabled"
    given["thinking_budget"] = BUDGETS.get(chosen, -1)
    blocks = _blocks(source)
    for name in WORDED:
        words = _words(blocks, name)
        word = next((w for w in NO_THOUGHT if w in words), "") if chosen == "none" else chosen
        if word in words or (word and not _own(words)):
            given[name] = word
    return given


def _nearest(effort: str, offered: tuple[str, ...]) -> str:
    """Who asks for thinking is not given none, as long as there is something else."""
    wanted = ORDER.index(effort)
    thinking = [word for word in offered if word != "none"] if effort != "none" else [effort]
    return min(thinking, key=lambda word: abs(ORDER.index(word) - wanted))


def _blocks(source: str) -> list[str]:
    """What stands in the braces, without comments; in time that grows with the length alone."""
    source, place, found = source[:SOURCE_LIMIT], 0, list[str]()
    while (place := source.find("{", place)) >= 0:
        closing = _CLOSED.get(source[place : place + 2])
        if closing is None:
            place += 1
            continue
        end = source.find(closing, place + 2)
        if end < 0:
            break
        if closing != "#}":
            found.append(source[place + 2 : end])
        place = end + 2
    return found


def _words(blocks: list[str], name: str) -> set[str]:
    """The efforts that are written out where the template looks at ``name``."""
    near = [block for block in blocks if re.search(rf"(?<![\w.]){name}\b", block)]
    texts = {text for block in near for match in _TEXT.finditer(block) for text in match.groups() if text}
    return texts & {*ORDER, *NO_THOUGHT}


def _own(words: set[str]) -> bool:
    """Does the template name its levels? One alone is the value it takes when none is given."""
    return len(words - {*NO_THOUGHT}) > 1 or bool(words & {"max", *NO_THOUGHT})


def _levels(words: set[str]) -> set[str]:
    levels = (words - {*NO_THOUGHT}) if _own(words) else {*LEVELS}
    return {*(levels or {"high"}), *({"none"} if words & {*NO_THOUGHT} else ())}
