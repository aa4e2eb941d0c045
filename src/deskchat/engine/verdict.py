"""Does a model fit this machine, and about how fast will it write? Also of files that are not here yet."""

from enum import StrEnum
from typing import Final

import msgspec

from deskchat.engine.architecture import Attention
from deskchat.engine.fit import Use, largest_context, layers_that_fit, needs
from deskchat.engine.machine import Machine
from deskchat.engine.shape import Layer, Shape

SHORT_CONTEXT: Final = 2048       # with less, a conversation is over after a few questions
_GUESSED_LAYERS: Final = 32
_HALF: Final = 2                  # bytes of a number of the cache


class Fit(StrEnum):
    """What is said of a model."""

    FITS = "fits"
    PARTLY = "fits partly"
    TOO_BIG = "too big"


class Verdict(msgspec.Struct, frozen=True):
    """``needs_bytes``: of main memory and graphics devices together. ``reason``: a sentence, where it does not simply fit.

    ``gpu_layers`` go to graphics devices; ``context_tokens`` are what there is room for. ``tokens_per_s`` is about what a
    reply will be written with; ``None``: can't be told.
    """

    fit: Fit
    needs_bytes: int
    gpu_layers: int = 0
    context_tokens: int = 0
    tokens_per_s: float | None = None
    reason: str = ""


def judge(shape: Shape, use: Use, machine: Machine) -> Verdict:
    """Will it run as ``use`` says, or at least somehow?"""
    if shape.context_tokens:
        use = msgspec.structs.replace(use, context_tokens=min(use.context_tokens, shape.context_tokens))
    layers = layers_that_fit(shape, use, machine.device_memory) if machine.device_memory else 0
    placed = needs(shape, use, layers)
    total = placed.host.total + placed.device.total
    if placed.host.total <= machine.memory:
        speed = _tokens_per_s(shape, layers, machine)
        if 0 < layers <= len(shape.layers):
            reason = "The graphics device has room for a part of it; the rest is computed by the processor."
            return Verdict(Fit.PARTLY, total, layers, use.context_tokens, speed, reason)
        return Verdict(Fit.FITS, total, layers, use.context_tokens, speed)
    context = largest_context(shape, use, machine.memory)
    if context < min(SHORT_CONTEXT, use.context_tokens):
        reason = f"It needs about {_gb(total)}, and this computer has {_gb(machine.memory + machine.device_memory)} for it."
        return Verdict(Fit.TOO_BIG, total, reason=reason)
    reason = f"There is room for {context:,} tokens of context, not for {use.context_tokens:,}."
    return Verdict(Fit.PARTLY, total, 0, context, _tokens_per_s(shape, 0, machine), reason)


def guessed(size_bytes: int, kv_bytes_per_token: int = 0) -> Shape:
    """A shape for a file of which only the size is known, and perhaps what a token of context takes in half precision.

    Where that is not known it is taken as usual for the size, and all weights are taken to be read for each token.
    """
    kept = kv_bytes_per_token or round(1.9 * size_bytes**0.5)    # 130 KB for 8 billion weights in 5 GB, 370 KB for 40 GB
    width = max(round((size_bytes / 6_000) ** 0.5 / 16) * 64, 512)    # as wide as models of that size are
    each = Layer(size_bytes // _GUESSED_LAYERS, 0, Attention(keys=kept // _GUESSED_LAYERS // _HALF))
    return Shape(
        layers=(each,) * _GUESSED_LAYERS, looked_up=0, output=0, tied=0, step=14 * width, embedding=width, tokens=0,
        vocabulary=0, context_tokens=0, experts_used=1.0,
    )    # fmt: skip


def resized(shape: Shape, size_bytes: int) -> Shape:
    """The same model with its weights stored in more or fewer bytes: another quantisation of it."""
    share = size_bytes / max(shape.weights, 1)
    layers = tuple(Layer(round(one.weights * share), round(one.experts * share), one.keeps) for one in shape.layers)
    return msgspec.structs.replace(
        shape, layers=layers, looked_up=round(shape.looked_up * share), output=round(shape.output * share),
        tied=round(shape.tied * share),
    )    # fmt: skip


def _tokens_per_s(shape: Shape, gpu_layers: int, machine: Machine) -> float | None:
    there = shape.layers[max(len(shape.layers) + 1 - gpu_layers, 0) :]
    on_device = sum(layer.weights - layer.experts * (1 - shape.experts_used) for layer in there)
    if gpu_layers:
        on_device += shape.output + shape.tied
    seconds = 0.0
    for size, speed in ((on_device, machine.device_bytes_per_s), (shape.read_per_token - on_device, machine.bytes_per_s)):
        if size >= 1 and speed <= 0:
            return None
        seconds += size / speed if size >= 1 else 0.0
    return 1 / seconds if seconds else None


def _gb(size: int) -> str:
    return f"{size / 1e9:.1f} GB"
