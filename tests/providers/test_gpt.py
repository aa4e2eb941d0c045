"""What is told of OpenAI's models by their ids."""

import pytest

from deskchat.providers.gpt import Gpt, nearest


@pytest.mark.parametrize(
    ("model", "efforts", "samples_at", "verbosity"),
    [
        ("gpt-4.1", (), (), False),
        ("gpt-4o-mini", (), (), False),
        ("o3", ("low", "medium", "high"), (), False),
        ("gpt-5", ("minimal", "low", "medium", "high"), (), True),
        ("gpt-5-chat-latest", (), (), False),
        ("gpt-5-pro", ("high",), (), True),
        ("gpt-5-codex", ("low", "medium", "high"), (), False),
        ("gpt-5.1", ("none", "low", "medium", "high"), ("", "none"), True),
        ("gpt-5.1-codex-max", ("low", "medium", "high", "xhigh"), (), False),
        ("gpt-5.2-pro", ("medium", "high", "xhigh"), (), True),
        ("gpt-5.3-chat-latest", ("medium",), (), False),
        ("gpt-5.3-codex", ("none", "low", "medium", "high", "xhigh"), ("", "none"), False),
        ("gpt-5.4-mini-2026-03-17", ("none", "low", "medium", "high", "xhigh"), ("", "none"), True),
        ("gpt-5.5", ("none", "low", "medium", "high", "xhigh"), ("none",), True),
        ("openai/gpt-5.6-sol", ("none", "low", "medium", "high", "xhigh", "max"), ("none",), True),
        ("gpt-6-astra", ("low", "medium", "high", "xhigh", "max"), (), True),
        ("gpt-6.1-sol", ("low", "medium", "high", "xhigh", "max"), (), True),
        ("gpt-6.1-terra", ("none", "low", "medium", "high", "xhigh", "max"), ("none",), True),
        ("somebody-elses", (), (), False),
        ("", (), (), False),
    ],
)
def test_what_a_model_takes(model: str, efforts: tuple[str, ...], samples_at: tuple[str, ...], verbosity: bool) -> None:
    gpt = Gpt.of(model)
    assert (gpt.efforts, gpt.samples_at, gpt.takes_verbosity) == (efforts, samples_at, verbosity)
    assert gpt.thinks == bool(efforts)


@pytest.mark.parametrize(
    ("effort", "known", "word"),
    [
        ("max", ("low", "high"), "high"),
        ("max", ("low", "xhigh"), "xhigh"),
        ("none", ("minimal", "low"), "minimal"),
        ("minimal", ("none", "low"), "low"),
        ("low", ("medium",), "medium"),
        ("high", (), "high"),
        ("own-word", ("low",), "own-word"),
        ("high", ("none",), "none"),
    ],
)
def test_the_nearest_effort_is_rather_weaker_than_stronger(effort: str, known: tuple[str, ...], word: str) -> None:
    assert nearest(effort, known) == word
