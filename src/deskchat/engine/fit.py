"""How much memory a model needs. Only arithmetic; nothing is loaded.

The formulas are llama.cpp's (``llama-kv-cache.cpp``, ``llama-kv-cache-iswa.cpp``, ``llama-memory-recurrent.cpp``,
``llama-model.cpp`` of llama-cpp-python 0.3.36) and are compared with its own numbers by tests. Weights that llama.cpp
rearranges for the processor stand in memory twice for the system, but one of the two is the file's cache, which it can
drop at any time: they count once.
"""

from typing import Final

import msgspec

from deskchat.engine.architecture import Attention, Said, heads_width
from deskchat.engine.gguf import Header
from deskchat.engine.quantisation import CacheType
from deskchat.engine.sequence import BATCH, DRAFTS
from deskchat.engine.shape import Shape

SHORTEST_CONTEXT: Final = 512
PROCESS_BYTES: Final = 40 << 20   # Python and the libraries, measured
PER_WORD_BYTES: Final = 150       # of the tokenizer's tables, for each token and each merge; measured
_CONTEXT_STEP: Final = 256        # llama.cpp rounds contexts up to this
_BITS: Final = {"f16": 16.0, "q8_0": 8.5}
_BLOCK: Final = 32                # numbers that q8_0 keeps together
_F32: Final = 4
_MASK: Final = 2                  # bytes that say whether one token sees another


class Use(msgspec.Struct, frozen=True):
    """How a model shall run: tokens of context, the type its cache is kept in, tokens in a batch, and how many of them
    have logits at once.
    """

    context_tokens: int = 8192
    cache_type: CacheType = "f16"
    batch: int = BATCH
    outputs: int = DRAFTS + 1


class Needs(msgspec.Struct, frozen=True):
    """Bytes, by what they are for. ``process``: everything beside llama.cpp's own buffers."""

    weights: int = 0
    cache: int = 0
    compute: int = 0
    process: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.weights + self.cache + self.compute + self.process


class Placed(msgspec.Struct, frozen=True):
    """What a model needs in main memory, and in the memory of graphics devices (all of them together)."""

    host: Needs
    device: Needs


def use_of(header: Header, context_tokens: int, cache_type: CacheType) -> Use:
    """How a model can run where it is wanted so: no longer a context than it was made for, and a type its heads go into."""
    said = Said(header)
    trained = said.number("context_length", context_tokens) or context_tokens
    fitting = all(width % _BLOCK == 0 for width in heads_width(said))    # or llama.cpp opens no context
    return Use(min(context_tokens, trained), cache_type if fitting else "f16")


def needs(shape: Shape, use: Use, gpu_layers: int = 0) -> Placed:
    """The need when the last ``gpu_layers`` of the layers (the output counts as one) are computed by graphics devices."""
    first = max(len(shape.layers) + 1 - gpu_layers, 0)    # as in llama-model.cpp: the first one that goes there
    here, there = shape.layers[:first], shape.layers[first:]
    compute = _compute(shape, use)
    process = PROCESS_BYTES + PER_WORD_BYTES * shape.vocabulary + _F32 * shape.tokens * use.outputs
    weights = shape.looked_up + sum(layer.weights for layer in here)
    cache = sum(_kept(layer.keeps, use) for layer in here)
    if gpu_layers <= 0:
        return Placed(Needs(weights + shape.output, cache, compute, process), Needs())
    there_weights = sum(layer.weights for layer in there) + shape.output + shape.tied
    there_cache = sum(_kept(layer.keeps, use) for layer in there)
    return Placed(
        Needs(weights, cache, compute if here else _inputs(shape, use), process),
        Needs(there_weights, there_cache, compute),
    )


def largest_context(shape: Shape, use: Use, free_bytes: int) -> int:
    """The longest context, up to ``use``'s, with which all fits into ``free_bytes`` of main memory; 0: not even a short."""

    def fits(context_tokens: int) -> bool:
        return needs(shape, msgspec.structs.replace(use, context_tokens=context_tokens)).host.total <= free_bytes

    shortest = min(SHORTEST_CONTEXT, use.context_tokens)
    if fits(use.context_tokens):
        return use.context_tokens
    if not fits(shortest):
        return 0
    low, high = shortest // _CONTEXT_STEP, use.context_tokens // _CONTEXT_STEP + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(middle * _CONTEXT_STEP) else (low, middle)
    return max(low * _CONTEXT_STEP, shortest)


def layers_that_fit(shape: Shape, use: Use, free_bytes: int) -> int:
    """How many layers, the output among them, fit into ``free_bytes`` of a graphics device; 0 when none does."""
    low, high = 0, len(shape.layers) + 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if needs(shape, use, middle).device.total <= free_bytes else (low, middle)
    return low


def _compute(shape: Shape, use: Use) -> int:
    """What one step of computing takes beside weights and cache."""
    return _batch(use) * _F32 * shape.step + _masks(shape, use)


def _kept(keeps: Attention, use: Use) -> int:
    """Bytes of one layer's cache and state."""
    tokens = _window_cells(use, keeps.window) if keeps.window else _padded(use.context_tokens)
    return round((keeps.keys + keeps.values) * tokens * _BITS[use.cache_type] / 8) + keeps.state * _F32


def _window_cells(use: Use, window: int) -> int:
    return _padded(min(_padded(use.context_tokens), window + _batch(use)))


def _masks(shape: Shape, use: Use) -> int:
    """Who sees whom: for the whole context, and once more for windows."""
    kept = [layer.keeps for layer in shape.layers if layer.keeps.keys]
    cells = _padded(use.context_tokens) if kept else 0
    window = max((keeps.window for keeps in kept), default=0)
    return _batch(use) * _MASK * (cells + (_window_cells(use, window) if window else 0))


def _inputs(shape: Shape, use: Use) -> int:
    """What main memory holds of a step that is computed elsewhere."""
    return _batch(use) * _F32 * shape.embedding + _masks(shape, use)


def _batch(use: Use) -> int:
    return min(use.batch, _padded(use.context_tokens))


def _padded(tokens: int) -> int:
    return -(-tokens // _CONTEXT_STEP) * _CONTEXT_STEP
