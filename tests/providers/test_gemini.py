"""What is told of Google's models by their ids."""

import pytest

from deskchat.providers import gemini


@pytest.mark.parametrize(
    ("model", "efforts", "samples", "system"),
    [
        ("models/gemini-4-argon", ("low", "medium", "high"), False, True),
        ("gemini-9.5-neon", ("low", "medium", "high"), False, True),
        ("gemini-3.8-flash", ("low", "medium", "high"), False, True),
        ("gemini-3.6-flash", ("minimal", "low", "medium", "high"), False, True),
        ("gemini-3.1-pro-preview", ("low", "medium", "high"), True, True),
        ("gemini-3-pro-preview", ("low", "high"), True, True),
        ("gemini-2.5-pro", ("minimal", "low", "medium", "high", "max"), True, True),
        ("gemini-2.5-flash", ("none", "minimal", "low", "medium", "high"), True, True),
        ("gemini-2.0-flash", (), True, True),
        ("gemini-pro-latest", ("low", "medium", "high"), False, True),
        ("gemma-4-31b-it", ("minimal", "high"), True, True),
        ("models/gemma-3-27b-it", (), True, False),
        ("gemma-3n-e4b-it", (), True, False),
        ("", (), True, True),
    ],
)
def test_what_a_model_takes(model: str, efforts: tuple[str, ...], samples: bool, system: bool) -> None:
    told = (gemini.efforts(model), gemini.takes_sampling(model), gemini.takes_system(model))
    assert told == (efforts, samples, system)


def test_the_nearest_level_is_taken_and_between_two_the_stronger() -> None:
    assert [gemini.level(effort, ("low", "high")) for effort in gemini.EFFORTS] == ["low", "low", "low", "high", "high", "high"]


def test_every_effort_has_a_budget_that_pro_takes() -> None:
    assert [gemini.budget(effort, "gemini-2.5-pro") for effort in gemini.EFFORTS] == [128, 512, 1_024, 8_192, 24_576, 32_768]
    assert [gemini.budget(effort, "gemini-2.5-flash") for effort in gemini.EFFORTS] == [0, 512, 1_024, 8_192, 24_576, 24_576]
