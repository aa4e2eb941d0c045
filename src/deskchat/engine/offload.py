"""How many layers of a model go to the graphics devices, and what is said of it."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import msgspec

from deskchat.chat.errors import ChatError
from deskchat.engine.device import Device, graphics, usable_bytes
from deskchat.engine.fit import Use, layers_that_fit, needs
from deskchat.engine.frames import AUTOMATIC
from deskchat.engine.shape import Shape

T = TypeVar("T")


class Plan(msgspec.Struct, frozen=True):
    """``layers``: the output counts as one. ``reason``: a sentence that says why it is so many."""

    layers: int
    reason: str


def planned(
    shape: Shape, use: Use, devices: Sequence[Device], wanted: int = AUTOMATIC, faults: str = ""
) -> Plan:
    """As many layers as the devices' free memory takes; ``wanted``: the person's own number, taken as it is.

    ``faults``: why there may be fewer devices than the person thinks.
    """
    cards, whole = graphics(devices), len(shape.layers) + 1
    if not cards:
        told = f"There is no graphics device that the engine can use, so the processor computes. {faults}"
        return Plan(0, told.strip())
    names = ", ".join(card.description or card.name for card in cards)
    if wanted == 0:
        return Plan(0, f"The settings leave {names} out, so the processor computes.")
    if wanted > 0:
        return Plan(min(wanted, whole), f"The settings give {min(wanted, whole)} of {whole} layers to {names}.")
    # each device computes with buffers of its own; the estimate holds those of one
    others = (len(cards) - 1) * needs(shape, use, whole).device.compute
    layers = layers_that_fit(shape, use, max(usable_bytes(devices) - others, 0))
    if layers == 0:
        return Plan(0, f"{names} has too little free memory for this model, so the processor computes.")
    if layers < whole:
        told = f"{layers} of {whole} layers fit into the free memory of {names}; the processor computes the rest."
        return Plan(layers, told)
    return Plan(whole, f"The whole model is on {names}.")


def attempts(layers: int) -> tuple[int, ...]:
    """What to try when a load fails for want of memory: fewer and fewer layers, at last none."""
    steps = (layers, layers * 3 // 4, layers // 2, layers // 4, 0)
    return tuple(dict.fromkeys(step for step in steps if step <= layers))


def first_that_loads(plan: Plan, load: Callable[[int], T]) -> tuple[T, Plan]:
    """What ``load`` returns for the planned number of layers, or for fewer where memory is too short for that."""
    *steps, least = attempts(plan.layers)
    for layers in steps:
        try:
            return load(layers), _fewer(plan, layers)
        except ChatError as error:
            if error.about != "memory":
                raise
    return load(least), _fewer(plan, least)


def _fewer(plan: Plan, loaded: int) -> Plan:
    if loaded == plan.layers:
        return plan
    if loaded == 0:
        return Plan(0, "The graphics device could not take any layers of this model, so the processor computes.")
    return Plan(loaded, f"The graphics device took only {loaded} of the {plan.layers} layers meant for it.")
