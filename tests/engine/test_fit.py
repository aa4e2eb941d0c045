from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskchat.engine import fit, gguf
from deskchat.engine.fit import Use
from deskchat.engine.shape import Shape, shape_of
from tests.support import made_models, models
from tests.support.made_shapes import SHAPES
from tests.support.measured_memory import Measured, Run, measure

KEYS = tuple(
    f"ARCH.{key}"
    for key in (
        "block_count", "embedding_length", "feed_forward_length", "attention.head_count", "attention.head_count_kv",
        "attention.key_length", "attention.value_length_mla", "attention.key_length_mla", "attention.sliding_window",
        "attention.sliding_window_pattern", "attention.shared_kv_layers", "nextn_predict_layers", "expert_count",
        "expert_used_count", "expert_feed_forward_length", "full_attention_interval", "ssm.conv_kernel", "ssm.state_size",
        "shortconv.l_cache", "context_length",
    )
)    # fmt: skip
USES = (Use(4096, "f16"), Use(16_384, "q8_0"))


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, tuple[Shape, Sequence[Measured]]]:
    """The shape of each made model, and what llama.cpp took for it with each of ``USES``."""
    folder = tmp_path_factory.mktemp("made")
    paths = {made.name: made_models.write(made, folder) for made in SHAPES}
    runs = [Run(str(path), use.context_tokens, use.cache_type) for path in paths.values() for use in USES]
    measured = iter(measure(*runs))
    return {name: (shape_of(gguf.header(path)), [next(measured) for _ in USES]) for name, path in paths.items()}


@pytest.mark.parametrize("name", [made.name for made in SHAPES])
def test_the_estimate_is_within_a_tenth_of_what_llama_cpp_takes(
    name: str, taken: Mapping[str, tuple[Shape, Sequence[Measured]]]
) -> None:
    shape, measured = taken[name]
    for use, found in zip(USES, measured, strict=True):
        _assert_close(fit.needs(shape, use).host, found)


@pytest.mark.parametrize("model", [models.smollm2, models.gemma3], ids=["smollm2", "gemma3"])
def test_the_estimate_is_within_a_tenth_of_what_the_process_takes(model: Callable[[], Path]) -> None:
    path = model()
    needs = fit.needs(shape_of(gguf.header(path)), Use(4096)).host
    (measured,) = measure(Run(str(path), read=True))
    _assert_close(needs, measured)
    if measured.process:
        assert needs.total == pytest.approx(measured.process, rel=0.1)


def test_the_longest_context_that_fits_is_found_to_the_step() -> None:
    shape, use = _smollm2(), Use(8192)
    enough = fit.needs(shape, Use(4096)).host.total
    assert fit.largest_context(shape, use, enough) == 4096
    assert fit.largest_context(shape, use, enough - 1) == 4096 - 256
    assert fit.largest_context(shape, use, 1 << 40) == 8192
    assert fit.largest_context(shape, use, 100 << 20) == 0


def test_as_many_layers_go_to_a_device_as_its_memory_takes() -> None:
    shape, use = _smollm2(), Use(4096)
    everything = len(shape.layers) + 1
    for layers in (1, 7, everything):
        enough = fit.needs(shape, use, layers).device.total
        assert fit.layers_that_fit(shape, use, enough) == layers
        assert fit.layers_that_fit(shape, use, enough - 1) == layers - 1
    assert fit.layers_that_fit(shape, use, 1 << 40) == everything


def test_what_goes_to_a_device_leaves_main_memory() -> None:
    shape, use = _smollm2(), Use(4096)
    alone, everything = fit.needs(shape, use), fit.needs(shape, use, len(shape.layers) + 1)
    assert alone.device == fit.Needs()
    assert everything.host.cache == 0
    assert everything.device.cache == alone.host.cache
    assert everything.host.weights == shape.looked_up    # a token reads one row of it: it stays
    assert everything.host.weights + everything.device.weights == alone.host.weights + shape.tied


def test_of_experts_only_those_in_use_are_read(tmp_path: Path) -> None:
    made = next(made for made in SHAPES if made.name == "experts")
    shape = shape_of(gguf.header(made_models.write(made, tmp_path)))
    experts = sum(layer.experts for layer in shape.layers)
    assert shape.read_per_token == pytest.approx(shape.weights - shape.looked_up - experts * (1 - 8 / 32), abs=8)


def test_layers_for_guessing_ahead_take_nothing(tmp_path: Path) -> None:
    plain = SHAPES[0]
    whole = shape_of(gguf.header(made_models.write(plain, tmp_path)))
    guessing = shape_of(gguf.header(made_models.write(replace(plain, more={"nextn_predict_layers": 2}), tmp_path)))
    assert [layer.weights > 0 for layer in guessing.layers] == [True] * 6 + [False] * 2
    assert fit.needs(guessing, Use()).host.cache * 8 == fit.needs(whole, Use()).host.cache * 6


NUMBERS = st.one_of(st.sampled_from((-1, 0, 1, 3, 2**31, 2**32, 2**63)), st.just((0, 1, 2**64)), st.just(1.5), st.just(""))


@given(st.dictionaries(st.sampled_from(KEYS), NUMBERS), st.sampled_from(("llama", "gemma4", "qwen35", "falcon-h1")))
def test_absurd_numbers_end_in_a_number(values: dict[str, gguf.Value], name: str) -> None:
    said: dict[str, gguf.Value] = {key.replace("ARCH", name): value for key, value in values.items()}
    shape = shape_of(gguf.Header({"general.architecture": name} | said, ()))
    assert fit.needs(shape, Use(), 3).host.total > 0
    assert fit.layers_that_fit(shape, Use(), 1 << 30) >= 0


def _smollm2() -> Shape:
    return shape_of(gguf.header(models.smollm2()))


def _assert_close(needs: fit.Needs, measured: Measured) -> None:
    assert needs.weights == pytest.approx(measured.weights, rel=0.01)
    assert needs.cache == pytest.approx(measured.cache, rel=0.01)
    assert needs.compute == pytest.approx(measured.compute, rel=0.1)
