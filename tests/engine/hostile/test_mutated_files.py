"""Two hundred model files with something wrong in them cost a sentence each, and nothing else."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pytest

from deskchat.engine.local import LocalProvider
from tests.engine.hostile.full import part
from tests.engine.hostile.mutations import KINDS, Sound
from tests.engine.hostile.outcome import outcome
from tests.engine.talking import CAPITAL, ask, asking
from tests.faults.cases import case
from tests.support import models
from tests.support.made_models import Made, write

TINY = Made(
    name="tiny", arch="gemma3", layers=2, embd=64, ff=128, heads=2, kv=1, head=32, vocab=256, tied=True,
    more={"attention.sliding_window": 512},
)    # fmt: skip
OF_SMOLLM2, OF_TINY, GROUP = 160, 40, 10


@lru_cache(maxsize=1)
def smollm2() -> Sound:
    return Sound(models.smollm2())


@case(106)
@pytest.mark.parametrize("first", part(range(0, OF_SMOLLM2, GROUP), 8))
async def test_a_damaged_copy_of_a_real_model(first: int, tmp_path: Path, provider_of: Callable[..., LocalProvider]) -> None:
    path = tmp_path / "damaged.gguf"
    provider = provider_of(damaged=path, smol=models.smollm2())
    for number in range(first, first + GROUP):
        smollm2().mutated(number).write(path)
        await outcome(provider, "damaged")
    assert "Paris" in (await ask(provider, asking(CAPITAL))).text


@case(106)
@pytest.mark.parametrize("first", part(range(0, OF_TINY, GROUP), 4))
async def test_a_damaged_model_of_another_shape(first: int, tmp_path: Path, provider_of: Callable[..., LocalProvider]) -> None:
    path = tmp_path / "damaged.gguf"
    sound = Sound(write(TINY, tmp_path))
    provider = provider_of(damaged=path)
    for number in range(first, first + GROUP):
        sound.mutated(number).write(path)
        assert (await outcome(provider, "damaged")).failed    # without words, it can't be talked to in any case


def test_the_files_are_two_hundred_different_ones_of_every_kind() -> None:
    made = [smollm2().mutated(number) for number in range(OF_SMOLLM2)]
    assert len({(one.header, one.size) for one in made}) == OF_SMOLLM2
    assert {one.name.partition("-")[2] for one in made} == {*KINDS}
    assert (smollm2().header, smollm2().size) not in {(one.header, one.size) for one in made}
    assert OF_SMOLLM2 + OF_TINY == 200
