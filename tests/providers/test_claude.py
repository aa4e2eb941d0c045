"""What is known of Claude models, by their list and by their ids."""

import pytest
from anthropic.types import ModelCapabilities

from deskchat.chat.model import ModelInfo, ModelRef
from deskchat.providers import claude
from deskchat.providers.claude import LEVELS, Abilities, abilities

SUPPORTED, UNSUPPORTED = {"supported": True}, {"supported": False}


def capabilities(*types: str, levels: tuple[str, ...] = ()) -> dict[str, object]:
    """As in the list of models, with all that it holds."""
    others = ("batch", "citations", "code_execution", "image_input", "pdf_input", "structured_outputs")
    given: dict[str, object] = {
        **dict.fromkeys(others, SUPPORTED),
        "context_management": SUPPORTED,
        "server_tools": {"supported": True, "web_search": SUPPORTED, "code_execution": SUPPORTED},
        "thinking": {
            "supported": bool(set(types) - {"disabled"}),
            "types": {word: {"supported": word in types} for word in claude.TYPES},
        },
        "effort": {"supported": bool(levels), **{word: {"supported": word in levels} for word in LEVELS}},
    }
    ModelCapabilities.model_validate(given)
    return given


def by_id(model_id: str, reasons: bool | None = None, traits: tuple[str, ...] = ()) -> Abilities:
    return abilities(ModelInfo(ModelRef("anthropic", model_id), model_id, reasons=reasons, traits=traits))


@pytest.mark.parametrize(
    ("model_id", "types", "unasked", "strongest"),
    [
        ("claude-fable-5-2", "adaptive", True, "max"),
        ("claude-mythos-5", "adaptive", True, "max"),
        ("claude-mythos-preview", "adaptive enabled", True, "max"),
        ("claude-opus-5-5", "adaptive", True, "max"),
        ("claude-sonnet-5-5", "adaptive between_tools", True, "max"),
        ("claude-haiku-5-5-20261001", "adaptive disabled", True, "max"),
        ("claude-opus-5", "adaptive disabled", True, "max"),
        ("claude-opus-4-8", "adaptive disabled", False, "max"),
        ("claude-opus-4-6", "adaptive enabled disabled", False, "max"),
        ("claude-opus-4-5-20251101", "enabled disabled", False, "high"),
        ("claude-sonnet-4-5", "enabled disabled", False, ""),
        ("claude-opus-4-20250514", "enabled disabled", False, ""),
        ("claude-3-7-sonnet-20250219", "enabled disabled", False, ""),
        ("claude-3-5-haiku-latest", "", False, ""),
        ("claude-2.1", "", False, ""),
        ("anthropic/claude-sonnet-4.6", "adaptive enabled disabled", False, "max"),
        ("claude-opus-6", "adaptive", True, "max"),
        ("claude-next", "adaptive", False, "max"),
        ("deepseek-v4", "enabled disabled", False, ""),
    ],
)
def test_an_id_tells_how_a_model_thinks(model_id: str, types: str, unasked: bool, strongest: str) -> None:
    has = by_id(model_id)
    assert has.thinking == tuple(types.split())
    assert has.unasked == unasked
    assert (has.levels[-1] if has.levels else "") == strongest


def test_the_list_knows_better_than_the_id() -> None:
    traits = claude.traits(capabilities("adaptive", "disabled", levels=("low", "high")))
    assert traits == ("thinking:adaptive", "thinking:disabled", "effort:low", "effort:high")
    assert by_id("claude-sonnet-4-5", traits=traits) == Abilities(("adaptive", "disabled"), ("low", "high"))
    assert by_id("claude-new", traits=claude.traits(capabilities("adaptive"))) == Abilities(("adaptive",), (), unasked=True)


def test_a_model_that_does_not_think_is_told_nothing_of_it() -> None:
    plain = capabilities("disabled")
    assert claude.traits(plain) == ()
    assert claude.reasons("claude-opus-9", plain) is False
    assert by_id("claude-opus-9", reasons=False) == Abilities()


@pytest.mark.parametrize(("model_id", "reasons"), [("claude-opus-5", True), ("claude-3-haiku-20240307", False), ("qwen3", None)])
def test_without_a_word_of_the_list_the_id_counts(model_id: str, reasons: bool | None) -> None:
    says_nothing: tuple[object, ...] = (None, {}, [], "yes", {"image_input": SUPPORTED})
    for silent in says_nothing:
        assert claude.traits(silent) == ()
        assert claude.reasons(model_id, silent) is reasons


@pytest.mark.parametrize("odd", [{"thinking": 1}, {"thinking": {"supported": True, "types": [1]}}, {"effort": {"low": True}}])
def test_an_odd_list_is_no_trouble(odd: object) -> None:
    assert claude.traits(odd) == ()


@pytest.mark.parametrize(
    ("model_id", "words"),
    [
        ("claude-opus-5-5", ("low", "medium", "high", "max")),
        ("claude-sonnet-5-5", ("none", "low", "medium", "high", "max")),
        ("claude-opus-4-7", ("none", "low", "medium", "high", "max")),
        ("claude-opus-4-5", ("none", "low", "medium", "high", "max")),
        ("claude-haiku-4-5", ("none", "low", "medium", "high", "max")),
        ("claude-3-haiku-20240307", ()),
        ("qwen3", ()),
    ],
)
def test_efforts_that_make_a_difference(model_id: str, words: tuple[str, ...]) -> None:
    assert claude.efforts(model_id) == words


def test_efforts_are_those_of_the_list() -> None:
    traits = claude.traits(capabilities("adaptive", "disabled", levels=("low", "high")))
    assert claude.efforts("claude-opus-5", traits) == ("none", "low", "high")


@pytest.mark.parametrize(
    ("levels", "effort", "level"),
    [
        (LEVELS, "minimal", "low"),
        (LEVELS, "none", "low"),
        (LEVELS, "max", "max"),
        (("low", "medium", "high"), "max", "high"),
        (("low", "xhigh"), "max", "xhigh"),
        (("medium",), "low", "medium"),
        ((), "high", ""),
    ],
)
def test_the_nearest_level(levels: tuple[str, ...], effort: str, level: str) -> None:
    assert Abilities(levels=levels).level(effort) == level


@pytest.mark.parametrize(
    ("model_id", "takes"),
    [("claude-opus-4-6", True), ("claude-3-haiku-20240307", True), ("claude-opus-4-7", False), ("claude-new", False), ("qwen3", True)],
)
def test_who_takes_a_temperature(model_id: str, takes: bool) -> None:
    assert claude.takes_sampling(model_id) is takes


@pytest.mark.parametrize(
    ("model_id", "tokens"),
    [
        ("claude-opus-5", 128_000),
        ("claude-opus-4-1", 32_000),
        ("claude-sonnet-4-20250514", 64_000),
        ("claude-3-5-sonnet", 8_192),
        ("claude-3-opus", 4_096),
        ("qwen3", None),
    ],
)
def test_how_much_is_written_at_most(model_id: str, tokens: int | None) -> None:
    assert claude.most_output(model_id) == tokens
