import os
from pathlib import Path

import pytest

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.engine import environment, quantisation, resources
from tests.faults.cases import case


@case(113)
def test_a_model_that_does_not_fit_is_refused_with_numbers() -> None:
    with pytest.raises(ChatError) as caught:
        resources.check_memory("Big", 9_400_000_000, 6_000_000_000)
    assert caught.value.kind is ErrorKind.ENGINE
    assert "too little memory for Big: it needs about 9.4 GB, and 6.0 GB are free" in caught.value.sentence
    resources.check_memory("Big", 9_400_000_000, 10_000_000_000)


def test_a_core_is_left_free_where_there_is_more_than_one() -> None:
    decoding, reading = resources.threads()
    assert 1 <= decoding <= max(1, len(os.sched_getaffinity(0)) - 1)
    assert decoding <= reading
    assert resources.threads(3)[0] == 3


@case(116)
def test_only_known_variables_reach_the_engine() -> None:
    own = {"PATH": "/bin", "OPENAI_API_KEY": "k", "HF_TOKEN": "t", "AWS_SECRET": "s", "PYTHONPATH": "src"}
    made = environment.for_engine(own)
    assert made["PYTHONPATH"] == str(Path("src").absolute())
    assert {name: made[name] for name in own if name in made} == {"PATH": "/bin", "PYTHONPATH": made["PYTHONPATH"]}


@pytest.mark.parametrize(
    ("number", "name", "expected"),
    [(15, "x", "Q4_K_M"), (None, "model.Q5_K_S", "Q5_K_S"), (None, "gemma-q4_0-it", "Q4_0"), (None, "plain", ""),
     (9999, "a-IQ3_XXS", "IQ3_XXS"), (None, "Qwen3-4B", "")],
)    # fmt: skip
def test_the_quantisation_has_the_name_people_know(number: int | None, name: str, expected: str) -> None:
    assert quantisation.name_of(number, Path(f"{name}.gguf")) == expected
