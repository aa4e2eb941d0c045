import pytest

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.engine import gguf, offload
from deskchat.engine.device import Device
from deskchat.engine.fit import Use, needs
from deskchat.engine.offload import Plan
from deskchat.engine.shape import Shape, shape_of
from tests.faults.cases import case
from tests.support import models

GIB = 1 << 30
USE = Use(4096)
CPU = Device("CPU", "A processor", "cpu", 16 * GIB, 16 * GIB)


@pytest.fixture(scope="module")
def shape() -> Shape:
    return shape_of(gguf.header(models.smollm2()))


def card(free_bytes: int, name: str = "A card") -> Device:
    return Device("Vulkan0", name, "gpu", free_bytes + GIB, 16 * GIB)    # a GiB is left to the desktop


def test_without_a_graphics_device_the_processor_computes_and_it_is_said(shape: Shape) -> None:
    plan = offload.planned(shape, USE, (CPU,))
    assert plan == Plan(0, "There is no graphics device that the engine can use, so the processor computes.")
    assert offload.planned(shape, USE, (CPU,), wanted=12).layers == 0
    told = offload.planned(shape, USE, (CPU,), faults="The part for Vulkan can't be loaded: no driver.").reason
    assert told == f"{plan.reason} The part for Vulkan can't be loaded: no driver."


def test_a_model_that_fits_goes_to_the_card_as_a_whole(shape: Shape) -> None:
    assert offload.planned(shape, USE, (CPU, card(8 * GIB))) == Plan(31, "The whole model is on A card.")


def test_as_many_layers_go_to_the_card_as_fit(shape: Shape) -> None:
    plan = offload.planned(shape, USE, (CPU, card(needs(shape, USE, 12).device.total)))
    assert plan.layers == 12
    assert plan.reason == "12 of 31 layers fit into the free memory of A card; the processor computes the rest."


def test_a_full_card_is_named(shape: Shape) -> None:
    plan = offload.planned(shape, USE, (CPU, card(1 << 20)))
    assert plan == Plan(0, "A card has too little free memory for this model, so the processor computes.")


def test_a_second_card_needs_buffers_of_its_own(shape: Shape) -> None:
    needed = needs(shape, USE, 31).device
    halves = (card(needed.total // 2, "One"), card(needed.total // 2, "Two"))
    assert 20 < offload.planned(shape, USE, halves).layers < 31
    more = (card(needed.total // 2 + needed.compute, "One"), card(needed.total // 2 + 8, "Two"))
    assert offload.planned(shape, USE, more) == Plan(31, "The whole model is on One, Two.")


@pytest.mark.parametrize(("wanted", "layers"), [(0, 0), (5, 5), (999, 31)])
def test_the_person_s_own_number_is_taken_as_it_is(shape: Shape, wanted: int, layers: int) -> None:
    plan = offload.planned(shape, USE, (card(1 << 20),), wanted)
    assert plan.layers == layers
    assert plan.reason.startswith(f"The settings give {layers} of 31" if layers else "The settings leave A card out")


@case(113)
def test_a_load_that_fails_is_tried_with_fewer_layers_and_at_last_with_none() -> None:
    assert offload.attempts(32) == (32, 24, 16, 8, 0)
    assert offload.attempts(1) == (1, 0)
    assert offload.attempts(0) == (0,)


@case(113)
def test_what_was_loaded_instead_is_said() -> None:
    plan, tried = Plan(32, "The whole model is on A card."), list[int]()

    def load(layers: int, room: int) -> str:
        tried.append(layers)
        if layers > room:
            raise ChatError(ErrorKind.ENGINE, "There is too little memory.", about="memory")
        return "loaded"

    assert offload.first_that_loads(plan, lambda layers: load(layers, 32)) == ("loaded", plan)
    assert tried == [32]
    half = Plan(16, "The graphics device took only 16 of the 32 layers meant for it.")
    assert offload.first_that_loads(plan, lambda layers: load(layers, 20)) == ("loaded", half)
    _, none = offload.first_that_loads(plan, lambda layers: load(layers, 0))
    assert none.reason == "The graphics device could not take any layers of this model, so the processor computes."


def test_a_load_that_fails_for_another_reason_is_not_tried_again() -> None:
    def load(_layers: int) -> None:
        tried.append(1)
        raise ChatError(ErrorKind.MODEL_FILE, "The file is damaged.")

    tried: list[int] = []
    with pytest.raises(ChatError, match="damaged"):
        offload.first_that_loads(Plan(32, ""), load)
    assert tried == [1]


@case(113)
def test_memory_that_is_too_short_for_the_processor_as_well_is_an_error() -> None:
    def load(_layers: int) -> None:
        raise ChatError(ErrorKind.ENGINE, "There is too little memory.", about="memory")

    with pytest.raises(ChatError, match="too little memory"):
        offload.first_that_loads(Plan(3, ""), load)
