import time

import pytest

from deskchat.engine.thinking_switch import efforts, options

QWEN = "{%- if enable_thinking is defined and enable_thinking is false %}{{- '<think>\\n\\n</think>\\n\\n' }}{%- endif %}"
GPT_OSS = "{%- if reasoning_effort is not defined %}{%- set reasoning_effort = 'medium' %}{%- endif %}{{ reasoning_effort }}"
SEED = "{%- if thinking_budget is defined %}{{ thinking_budget }}{% endif %}"
NO_SWITCH = (
    "{# enable_thinking #}{% set ns = namespace(thinking=true) %}{% if ns.thinking %}{{ message['thinking'] }}{% endif %}"
    "enable_thinking{{ 'set thinking\nto ' + message.thinking }}"
)


def test_a_switch_is_on_or_off() -> None:
    assert efforts(QWEN) == ("none", "high")
    assert options(QWEN, "none")["enable_thinking"] is False
    assert options(QWEN, "low")["enable_thinking"] is True


def test_levels_are_those_of_the_template() -> None:
    assert efforts(GPT_OSS) == ("low", "medium", "high")
    assert options(GPT_OSS, "max")["reasoning_effort"] == "high"
    assert options(GPT_OSS, "none") == {}    # it can't stop thinking


def test_a_budget_is_given_in_tokens() -> None:
    assert efforts(SEED) == ("none", "low", "medium", "high")
    assert options(SEED, "none")["thinking_budget"] == 0
    assert options(SEED, "medium")["thinking_budget"] == 2048


@pytest.mark.parametrize("source", [NO_SWITCH, "", "{{ messages }}"])
def test_a_template_without_a_switch_offers_nothing(source: str) -> None:
    assert efforts(source) == ()
    assert options(source, "high") == {}


def test_no_wish_leaves_it_to_the_model() -> None:
    assert options(QWEN, None) == {}
    assert options(QWEN, "nonsense") == {}


@pytest.mark.parametrize("part", ["{#", "{%", "{{", "{", "'", "{{ '\\'", '"', "{% '", "a ", "a" * 50 + " " * 50, "{{ a \n", "\\'"])
def test_reading_any_text_takes_time_by_its_length_alone(part: str) -> None:
    for begin in ("", "{{ "):
        source = begin + part * (300_000 // len(part)) + " }}"
        started = time.process_time()
        efforts(source)
        options(source, "high")
        assert time.process_time() - started < 2.0
