import msgspec
import pytest

from deskchat.engine import gguf
from deskchat.engine.fit import Use, needs
from deskchat.engine.machine import Machine, copied_per_second, this_machine
from deskchat.engine.shape import Shape, shape_of
from deskchat.engine.verdict import Fit, guessed, judge
from tests.support import models

GIB = 1 << 30
USE = Use(8192)


@pytest.fixture(scope="module")
def shape() -> Shape:
    return msgspec.structs.replace(shape_of(gguf.header(models.smollm2())), context_tokens=0)


def test_a_model_that_fits_into_memory_fits(shape: Shape) -> None:
    verdict = judge(shape, USE, Machine(4 * GIB, bytes_per_s=10e9))
    assert (verdict.fit, verdict.context_tokens, verdict.reason) == (Fit.FITS, 8192, "")
    assert verdict.needs_bytes == needs(shape, USE).host.total
    assert verdict.tokens_per_s == pytest.approx(10e9 / shape.read_per_token)


def test_a_model_with_room_for_less_context_fits_partly(shape: Shape) -> None:
    verdict = judge(shape, USE, Machine(needs(shape, Use(4096)).host.total))
    assert (verdict.fit, verdict.context_tokens) == (Fit.PARTLY, 4096)
    assert verdict.reason == "There is room for 4,096 tokens of context, not for 8,192."
    assert verdict.tokens_per_s is None    # nobody has measured this machine


def test_a_model_with_room_for_hardly_any_context_is_too_big(shape: Shape) -> None:
    verdict = judge(shape, USE, Machine(needs(shape, Use(1024)).host.total))
    assert verdict.fit is Fit.TOO_BIG
    assert verdict.reason.startswith("It needs about 0.4 GB, and this computer has 0.2 GB for it.")


def test_a_model_shared_between_card_and_processor_fits_partly(shape: Shape) -> None:
    half = Machine(4 * GIB, needs(shape, USE, 15).device.total, 10e9, 100e9)
    verdict = judge(shape, USE, half)
    assert (verdict.fit, verdict.gpu_layers) == (Fit.PARTLY, 15)
    alone, whole = judge(shape, USE, Machine(4 * GIB, 0, 10e9)), judge(shape, USE, Machine(4 * GIB, GIB, 10e9, 100e9))
    assert (whole.fit, whole.gpu_layers) == (Fit.FITS, 31)
    assert alone.tokens_per_s is not None
    assert verdict.tokens_per_s is not None
    assert whole.tokens_per_s is not None
    assert whole.tokens_per_s == pytest.approx(10 * alone.tokens_per_s)
    assert alone.tokens_per_s < verdict.tokens_per_s < whole.tokens_per_s


def test_a_card_of_unknown_speed_promises_none(shape: Shape) -> None:
    assert judge(shape, USE, Machine(4 * GIB, GIB, 10e9)).tokens_per_s is None


def test_context_beyond_what_a_model_was_made_for_is_not_asked_of_the_machine() -> None:
    trained = shape_of(gguf.header(models.smollm2()))
    assert judge(trained, Use(131_072), Machine(1 << 40)).context_tokens == trained.context_tokens


@pytest.mark.parametrize(("gigabytes", "memory", "fit"), [(5, 16, Fit.FITS), (15.2, 16, Fit.PARTLY), (40, 16, Fit.TOO_BIG)])
def test_of_a_file_that_is_not_here_the_size_says_enough(gigabytes: float, memory: int, fit: Fit) -> None:
    assert judge(guessed(round(gigabytes * GIB)), USE, Machine(memory * GIB)).fit is fit


def test_what_is_guessed_from_the_size_is_close_to_what_the_header_says() -> None:
    shape = shape_of(gguf.header(models.smollm2()))
    rough = guessed(models.smollm2().stat().st_size, 30 * 3 * 128 * 2)
    assert needs(rough, Use(2048)).host.total == pytest.approx(needs(shape, Use(2048)).host.total, rel=0.15)


def test_this_machine_has_memory_and_a_speed() -> None:
    machine = this_machine()
    assert machine.memory > 0
    assert machine.device_memory == 0
    assert machine.bytes_per_s > 1e7    # a core that is another program's for a while copies little
    assert copied_per_second(2) > 1e7
