"""What is drawn from a few candidates is what llama.cpp draws from all of them."""

import ctypes
from collections.abc import Iterator
from typing import Any

import pytest

from deskchat.chat.model import Sampling
from deskchat.engine import native, sampling
from deskchat.engine.drawing import Chain, Few, Likeliest, Narrowed
from deskchat.engine.loaded import LoadedModel, Opening
from tests.support import models

TOKENS = 40


@pytest.fixture(scope="module")
def loaded() -> Iterator[tuple[native.Native, LoadedModel]]:
    engine = native.start()
    model = LoadedModel(engine, native.AbortFlag(engine.c), str(models.smollm2()), Opening(256, 1, 1), lambda _: None)
    yield engine, model
    model.free()


def theirs(c: Any, given: Sampling) -> Any:
    """The chain as it is documented, by hand."""
    chain = c.llama_sampler_chain_init(c.llama_sampler_chain_default_params())
    if not given.temperature:
        c.llama_sampler_chain_add(chain, c.llama_sampler_init_greedy())
        return chain
    c.llama_sampler_chain_add(chain, c.llama_sampler_init_top_k(given.top_k))
    c.llama_sampler_chain_add(chain, c.llama_sampler_init_top_p(given.top_p, 1))
    c.llama_sampler_chain_add(chain, c.llama_sampler_init_min_p(given.min_p, 1))
    c.llama_sampler_chain_add(chain, c.llama_sampler_init_temp(given.temperature))
    c.llama_sampler_chain_add(chain, c.llama_sampler_init_dist(given.seed))
    return chain


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        (Sampling(temperature=0.0), Likeliest),
        (Sampling(temperature=0.8, top_k=40, top_p=0.95, min_p=0.05, seed=7), Narrowed),
        (Sampling(temperature=1.5, top_k=200, top_p=1.0, min_p=0.0, seed=8), Narrowed),
        (Sampling(temperature=1.0, top_k=0, top_p=0.9, min_p=0.0, seed=9), Chain),
    ],
)
def test_the_same_tokens_are_drawn(loaded: tuple[native.Native, LoadedModel], given: Sampling, kind: type) -> None:
    engine, model = loaded
    drawer = sampling.drawer(engine.c, model.vocabulary.size, given)
    chain = theirs(engine.c, given)
    context, sequence = model.sequence._context, model.sequence
    assert type(drawer) is kind
    sequence.clear()
    sequence.read(model.vocabulary.of_text("Once upon a time, there was a fox who"), lambda _: None)
    try:
        for _ in range(TOKENS):
            expected = engine.c.llama_sampler_sample(chain, context, -1)
            assert sequence.draw(drawer) == expected
            sequence.append(expected)
    finally:
        drawer.free()
        engine.c.llama_sampler_free(chain)


def test_the_likeliest_are_among_the_few_however_the_values_lie() -> None:
    import numpy as np

    few, dice = Few(40), np.random.default_rng(4711)
    for spread in (0.1, 1.0, 5.0, 30.0, 200.0):
        for _ in range(20):
            logits = dice.normal(0.0, spread, 50_000).astype(np.float32)
            found = few.of(logits)
            assert found is None or set(np.argsort(logits)[-40:]) <= set(found)
    assert few.of(np.full(50_000, np.nan, np.float32)) is None
    assert few.of(np.zeros(50_000, np.float32)) is None


def test_a_row_is_seen_where_it_lies() -> None:
    values = (ctypes.c_float * 4)(1.0, 5.0, 2.0, 5.0)

    class C:
        @staticmethod
        def llama_get_logits_ith(_context: object, _place: int) -> Any:
            return ctypes.cast(values, ctypes.POINTER(ctypes.c_float))

    likeliest = Likeliest(C, 4)
    assert likeliest.draw(None, -1) == 1    # the first of several
    values[3] = 6.0
    assert likeliest.draw(None, -1) == 3
