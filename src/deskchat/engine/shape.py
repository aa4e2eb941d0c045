"""Where the bytes of a model are: layer by layer, at both ends, and what it keeps of each token."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from deskchat.engine.architecture import Attention, Said, heads_width, is_latent, layers_of
from deskchat.engine.gguf import LAYERS_LIMIT, Header, Tensor

_BLOCK: Final = re.compile(r"blk\.(\d{1,4})\.(.*)", re.DOTALL)
_EXPERTS: Final = "_exps."    # as in ffn_gate_exps.weight
_LOOKED_UP: Final = ("token_embd.", "per_layer_token_embd.", "token_types.", "position_embd.")


class Layer(msgspec.Struct, frozen=True):
    """Bytes of weights, those of experts among them, and what is kept of the tokens before."""

    weights: int
    experts: int
    keeps: Attention


class Shape(msgspec.Struct, frozen=True):
    """All that the need for memory depends on.

    ``looked_up``: bytes of tables of which a token reads one row; they stay in main memory. ``output``: bytes of the last
    matrix and what goes with it. ``tied``: bytes of the table that is the last matrix, too (0: it has its own).
    ``step``: numbers computed at a time for each token of a batch. ``vocabulary``: tokens and merges, for the tokenizer.
    ``context_tokens``: what it was trained for, 0 if unknown. ``experts_used``: the share of experts a token reads.
    """

    layers: tuple[Layer, ...]
    looked_up: int
    output: int
    tied: int
    step: int
    embedding: int
    tokens: int
    vocabulary: int
    context_tokens: int
    experts_used: float

    @property
    def weights(self) -> int:
        """Bytes of all weights."""
        return self.looked_up + self.output + sum(layer.weights for layer in self.layers)

    @property
    def read_per_token(self) -> int:
        """Bytes of weights that are read for each token of a reply: without tables, and of experts those in use."""
        layers = (layer.weights - layer.experts + layer.experts * self.experts_used for layer in self.layers)
        return round(sum(layers)) + self.output + self.tied


def shape_of(header: Header) -> Shape:
    """The shape of a model file, or of a part for pictures (which has no layers by these rules)."""
    said = Said(header)
    count = min(said.number("block_count"), LAYERS_LIMIT)
    trunk = count - min(said.number("nextn_predict_layers"), count)
    blocks, ends = _sorted(header.tensors)
    table = sum(tensor.size_bytes for tensor in ends if tensor.name == "token_embd.weight")
    looked_up = sum(tensor.size_bytes for tensor in ends if tensor.name.startswith(_LOOKED_UP))
    experts, used = said.number("expert_count"), said.of_layer("expert_used_count", 0)
    keeps = layers_of(said, count)
    return Shape(
        # the layers for guessing ahead are not loaded
        layers=tuple(_layer(blocks[number] if number < trunk else (), keeps[number]) for number in range(count)),
        looked_up=looked_up,
        output=sum(tensor.size_bytes for tensor in ends) - looked_up,
        tied=0 if any(tensor.name == "output.weight" for tensor in ends) else table,
        step=_step(said, blocks),
        embedding=said.number("embedding_length"),
        tokens=_tokens(said, header),
        vocabulary=(header.number("tokenizer.ggml.tokens") or 0) + (header.number("tokenizer.ggml.merges") or 0),
        context_tokens=said.number("context_length"),
        experts_used=min(used / experts, 1.0) if experts and used else 1.0,
    )


def _sorted(tensors: Iterable[Tensor]) -> tuple[Mapping[int, list[Tensor]], list[Tensor]]:
    blocks: defaultdict[int, list[Tensor]] = defaultdict(list)
    ends: list[Tensor] = []
    for tensor in tensors:
        found = _BLOCK.fullmatch(tensor.name)
        (blocks[int(found[1])] if found else ends).append(tensor)
    return blocks, ends


def _layer(tensors: Iterable[Tensor], keeps: Attention) -> Layer:
    held = list(tensors)
    experts = sum(tensor.size_bytes for tensor in held if _EXPERTS in tensor.name)
    return Layer(sum(tensor.size_bytes for tensor in held), experts, keeps)


def _tokens(said: Said, header: Header) -> int:
    table = next((tensor.shape for tensor in header.tensors if tensor.name == "token_embd.weight"), ())
    return table[1] if len(table) > 1 else said.number("vocab_size", header.number("tokenizer.ggml.tokens") or 0)


def _step(said: Said, blocks: Mapping[int, list[Tensor]]) -> int:
    """The widest moment of a layer: what is alive at once, found by comparing shapes with llama.cpp's own numbers.

    Feeding forward, that is the inner vectors, the layer's input twice and its sum, and the queries; latent attention has
    its queries and results in both widths; a recurrent layer has its inner projection three times.
    """
    width, heads = said.number("embedding_length"), said.of_layer("attention.head_count", 0)
    key, value = heads_width(said)
    if is_latent(said):
        narrow = key + value + said.number("attention.value_length_mla")
        steps = [_feed(said, width, len(blocks)) + 3 * width, heads * narrow + 6 * width]
    else:
        steps = [_feed(said, width, len(blocks)) + 3 * width + heads * key]
    for tensors in blocks.values():
        if any(tensor.name.endswith("ssm_conv1d.weight") for tensor in tensors):
            steps.append(3 * max(map(_projected, tensors)) + 2 * width)
    return max(steps)


def _feed(said: Said, width: int, layers: int) -> int:
    """Three vectors of the inner width; with experts, those of each in use, and their results where that is more."""
    used, inner = said.of_layer("expert_used_count", 0), said.of_layer("expert_feed_forward_length", 0)
    if not (used and inner):
        return 3 * max((said.of_layer("feed_forward_length", layer) for layer in range(layers)), default=0)
    if said.number("expert_shared_count"):    # the results wait for the expert that all tokens share
        return 3 * used * inner + used * width + width
    return 3 * used * inner + (used * width if width > 2 * inner else 0)


def _projected(tensor: Tensor) -> int:
    """How wide a recurrent layer's first product is."""
    is_first = ".ssm_in." in tensor.name or ".attn_qkv." in tensor.name
    return tensor.shape[1] if is_first and len(tensor.shape) > 1 else 0
