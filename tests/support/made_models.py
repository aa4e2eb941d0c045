"""Model files of many shapes: whole headers, and weights that are a hole in the file.

llama.cpp loads and runs them as it does real ones; every weight is zero, and none takes room on the disk.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import gguf
import numpy as np

F32, F16, Q8_0, Q4_0, Q4_1, Q6_K, MXFP4 = 0, 1, 8, 2, 3, 14, 39
Tensors = Iterator[tuple[str, tuple[int, ...]]]


@dataclass(frozen=True, kw_only=True)
class Made:
    """A shape. ``kv`` are heads of keys and values, one number or one a layer; ``head`` is a head's width."""

    name: str
    arch: str
    layers: int
    embd: int
    ff: int
    heads: int
    kv: int | list[int]
    head: int
    vocab: int = 32_000
    kind: int = Q8_0
    tied: bool = False
    experts: int = 0
    used: int = 0
    ff_expert: int = 0
    more: Mapping[str, int | float | list[int] | list[bool]] = field(default_factory=dict)

    def kv_of(self, layer: int) -> int:
        return self.kv[layer] if isinstance(self.kv, list) else self.kv

    def windows(self) -> list[int] | list[bool]:
        """Which layers look through a window, where the file itself says so."""
        said = self.more.get("attention.sliding_window_pattern")
        return said if isinstance(said, list) else []

    def head_of(self, layer: int) -> int:
        """How wide this layer's heads are."""
        narrow = self.more.get("attention.key_length_swa")
        return narrow if isinstance(narrow, int) and self.windows()[layer] else self.head


def write(made: Made, folder: Path) -> Path:
    """The file of ``made``; it takes as much of the disk as its header."""
    path = folder / f"{made.name}.gguf"
    writer = gguf.GGUFWriter(path, made.arch)
    writer.add_tokenizer_model("no_vocab")
    writer.add_vocab_size(made.vocab)
    keys: dict[str, int | float | list[int] | list[bool]] = {
        "context_length": 262_144, "embedding_length": made.embd, "block_count": made.layers,
        "feed_forward_length": made.ff, "attention.head_count": made.heads, "attention.head_count_kv": made.kv,
        "attention.key_length": made.head, "attention.value_length": made.head, "rope.dimension_count": made.head,
        "attention.layer_norm_rms_epsilon": 1e-6,
    }    # fmt: skip
    if made.experts:
        keys |= {"expert_count": made.experts, "expert_used_count": made.used, "expert_feed_forward_length": made.ff_expert}
    for key, value in (keys | dict(made.more)).items():
        _add(writer, f"{made.arch}.{key}", value)
    for name, shape in tensors(made):
        kind = F32 if len(shape) == 1 or not name.endswith(".weight") or _small(name) else made.kind
        wide = gguf.GGML_QUANT_SIZES[gguf.GGMLQuantizationType(kind)]
        if shape[0] % wide[0]:
            kind, wide = F32, (1, 4)
        size = int(np.prod(shape)) // wide[0] * wide[1]
        writer.add_tensor_info(name, shape[::-1], np.dtype(np.float32), size, gguf.GGMLQuantizationType(kind))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_ti_data_to_file()
    total = sum(-(-info.nbytes // 32) * 32 for info in writer.tensors[0].values())
    writer.close()
    os.truncate(path, -(-path.stat().st_size // 32) * 32 + total)
    return path


def _small(name: str) -> bool:
    return any(part in name for part in ("ffn_gate_inp", "ssm_conv1d", "shortconv.conv", "ssm_a", "ssm_d"))


def _add(writer: gguf.GGUFWriter, key: str, value: int | float | list[int] | list[bool]) -> None:
    if isinstance(value, list):
        writer.add_array(key, value)
    elif isinstance(value, float):
        writer.add_float32(key, value)
    else:
        writer.add_uint32(key, value)


def tensors(made: Made) -> Tensors:
    """Names and shapes (the first number counts neighbours) of everything llama.cpp asks for."""
    yield "token_embd.weight", (made.embd, made.vocab)
    yield ("token_embd_norm.weight" if made.arch.startswith("lfm2") else "output_norm.weight"), (made.embd,)
    if not made.tied:
        yield "output.weight", (made.embd, made.vocab)
    if made.arch == "gemma4":
        yield "rope_freqs.weight", (made.head // 2,)
    for layer in range(made.layers):
        for name, shape in _layer(made, layer):
            yield f"blk.{layer}.{name}", shape


def _layer(made: Made, layer: int) -> Tensors:
    yield "attn_norm.weight", (made.embd,)
    match made.arch:
        case "mamba2":
            yield from _mamba2(made)
            return
        case "falcon-h1":
            yield from _mamba2(made)
            yield from _attention(made, layer)
        case "granitehybrid" if not made.kv_of(layer):
            yield from _mamba2(made)
        case "deepseek2":
            yield from _latent(made)
        case "lfm2" if not made.kv_of(layer):
            yield "shortconv.conv.weight", (int(_number(made, "shortconv.l_cache")), made.embd)
            yield "shortconv.in_proj.weight", (made.embd, 3 * made.embd)
            yield "shortconv.out_proj.weight", (made.embd, made.embd)
        case "qwen35" | "qwen35moe" if (layer + 1) % 4:
            yield from _gated_delta(made)
        case _:
            yield from _attention(made, layer)
    yield from _norms(made)
    if made.experts:
        yield from _experts(made)
    else:
        yield "ffn_gate.weight", (made.embd, made.ff)
        yield "ffn_up.weight", (made.embd, made.ff)
        yield "ffn_down.weight", (made.ff, made.embd)


def _norms(made: Made) -> Tensors:
    if made.arch == "falcon-h1":
        yield "ffn_norm", (made.embd,)
    elif made.arch not in ("gpt-oss", "qwen35", "qwen35moe", "cohere2"):
        yield "ffn_norm.weight", (made.embd,)
    if made.arch in ("gemma2", "gemma3", "gemma4", "gpt-oss", "qwen35", "qwen35moe"):
        yield "post_attention_norm.weight", (made.embd,)
    if made.arch in ("gemma2", "gemma3", "gemma4"):
        yield "post_ffw_norm.weight", (made.embd,)


def _attention(made: Made, layer: int) -> Tensors:
    gate, head = 2 if made.arch.startswith("qwen35") else 1, made.head_of(layer)
    yield "attn_q.weight", (made.embd, made.heads * head * gate)
    yield "attn_k.weight", (made.embd, made.kv_of(layer) * head)
    yield "attn_v.weight", (made.embd, made.kv_of(layer) * head)
    yield "attn_output.weight", (made.heads * head, made.embd)
    if made.arch in ("qwen3", "qwen3moe", "gemma3", "gemma4", "lfm2", "qwen35", "qwen35moe"):
        yield "attn_q_norm.weight", (head,)
        yield "attn_k_norm.weight", (head,)
    if made.arch == "gpt-oss":
        for name, wide in (("q", made.heads * head), ("k", made.kv_of(layer) * head)):
            yield f"attn_{name}.bias", (wide,)
        yield "attn_v.bias", (made.kv_of(layer) * head,)
        yield "attn_output.bias", (made.embd,)
        yield "attn_sinks.weight", (made.heads,)


def _experts(made: Made) -> Tensors:
    yield "ffn_gate_inp.weight", (made.embd, made.experts)
    yield "ffn_gate_exps.weight", (made.embd, made.ff_expert, made.experts)
    yield "ffn_up_exps.weight", (made.embd, made.ff_expert, made.experts)
    yield "ffn_down_exps.weight", (made.ff_expert, made.embd, made.experts)
    if made.arch == "gpt-oss":
        yield "ffn_gate_inp.bias", (made.experts,)
        yield "ffn_gate_exps.bias", (made.ff_expert, made.experts)
        yield "ffn_up_exps.bias", (made.ff_expert, made.experts)
        yield "ffn_down_exps.bias", (made.embd, made.experts)
    if made.arch == "qwen35moe":
        yield "ffn_gate_inp_shexp.weight", (made.embd,)
    if made.arch in ("deepseek2", "qwen35moe"):
        yield "ffn_gate_shexp.weight", (made.embd, made.ff_expert)
        yield "ffn_up_shexp.weight", (made.embd, made.ff_expert)
        yield "ffn_down_shexp.weight", (made.ff_expert, made.embd)


def _latent(made: Made) -> Tensors:
    """Multi-head latent attention: keys and values are one narrow vector a token."""
    rank, rope = int(_number(made, "attention.kv_lora_rank")), int(_number(made, "rope.dimension_count"))
    key, value = int(_number(made, "attention.key_length_mla")), int(_number(made, "attention.value_length_mla"))
    query = int(_number(made, "attention.q_lora_rank"))
    yield "attn_q_a_norm.weight", (query,)
    yield "attn_kv_a_norm.weight", (rank,)
    yield "attn_q_a.weight", (made.embd, query)
    yield "attn_q_b.weight", (query, made.heads * key)
    yield "attn_kv_a_mqa.weight", (made.embd, rank + rope)
    yield "attn_k_b.weight", (key - rope, rank, made.heads)
    yield "attn_v_b.weight", (rank, value, made.heads)
    yield "attn_output.weight", (made.heads * value, made.embd)


def _gated_delta(made: Made) -> Tensors:
    state, groups = int(_number(made, "ssm.state_size")), int(_number(made, "ssm.group_count"))
    rank, conv = int(_number(made, "ssm.time_step_rank")), int(_number(made, "ssm.conv_kernel"))
    inner = state * rank
    yield "attn_qkv.weight", (made.embd, 2 * state * groups + inner)
    yield "attn_gate.weight", (made.embd, inner)
    yield "ssm_conv1d.weight", (conv, 2 * state * groups + inner)
    yield "ssm_dt.bias", (rank,)
    yield "ssm_a", (rank,)
    yield "ssm_beta.weight", (made.embd, rank)
    yield "ssm_alpha.weight", (made.embd, rank)
    yield "ssm_norm.weight", (state,)
    yield "ssm_out.weight", (inner, made.embd)


def _mamba2(made: Made) -> Tensors:
    inner, state = int(_number(made, "ssm.inner_size")), int(_number(made, "ssm.state_size"))
    groups, rank = int(_number(made, "ssm.group_count")), int(_number(made, "ssm.time_step_rank"))
    wide = inner + 2 * groups * state
    yield "ssm_in.weight", (made.embd, inner + wide + rank)
    yield "ssm_conv1d.weight", (int(_number(made, "ssm.conv_kernel")), wide)
    yield "ssm_conv1d.bias", (wide,)
    yield "ssm_dt.bias", (rank,)
    yield "ssm_a", (1, rank)
    yield "ssm_d", (1, rank)
    yield "ssm_norm.weight", (inner // groups, groups)
    yield "ssm_out.weight", (inner, made.embd)


def _number(made: Made, key: str) -> int | float:
    value = made.more[key]
    assert isinstance(value, int | float)
    return value
