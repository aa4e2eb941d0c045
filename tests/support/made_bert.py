"""A tiny BERT with weights made of dice: a model that makes vectors and nothing else."""

from pathlib import Path

import gguf
import numpy as np

_WORDS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "\u2581hello", "\u2581world")
_EMBD, _FF, _LAYERS = 32, 64, 2


def made_bert(path: Path) -> Path:
    """The file, which pools by the first token, as its header says."""
    writer, dice = gguf.GGUFWriter(path, "bert"), np.random.default_rng(7)
    writer.add_context_length(64)
    writer.add_embedding_length(_EMBD)
    writer.add_block_count(_LAYERS)
    writer.add_feed_forward_length(_FF)
    writer.add_head_count(4)
    writer.add_layer_norm_eps(1e-12)
    writer.add_causal_attention(False)
    writer.add_pooling_type(gguf.PoolingType.CLS)
    writer.add_tokenizer_model("bert")
    writer.add_tokenizer_pre("jina-v2-en")
    writer.add_token_type_count(2)
    writer.add_token_list(list(_WORDS))
    writer.add_token_types([3, 2, 3, 3, 1, 1])
    writer.add_unk_token_id(1)
    writer.add_uint32("tokenizer.ggml.cls_token_id", 2)
    writer.add_sep_token_id(3)
    writer.add_pad_token_id(0)
    writer.add_bos_token_id(2)
    writer.add_eos_token_id(3)

    def add(name: str, *shape: int) -> None:
        writer.add_tensor(name, dice.normal(0, 0.5, shape).astype(np.float32))

    add("token_embd.weight", len(_WORDS), _EMBD)
    add("position_embd.weight", 64, _EMBD)
    add("token_types.weight", 2, _EMBD)
    for norm in ("token_embd_norm", *(f"blk.{i}.{which}_output_norm" for i in range(_LAYERS) for which in ("attn", "layer"))):
        add(f"{norm}.weight", _EMBD)
        add(f"{norm}.bias", _EMBD)
    for layer in range(_LAYERS):
        for name in ("attn_q", "attn_k", "attn_v", "attn_output"):
            add(f"blk.{layer}.{name}.weight", _EMBD, _EMBD)
            add(f"blk.{layer}.{name}.bias", _EMBD)
        add(f"blk.{layer}.ffn_up.weight", _FF, _EMBD)
        add(f"blk.{layer}.ffn_up.bias", _FF)
        add(f"blk.{layer}.ffn_down.weight", _EMBD, _FF)
        add(f"blk.{layer}.ffn_down.bias", _EMBD)
    for step in (writer.write_header_to_file, writer.write_kv_data_to_file, writer.write_tensors_to_file):
        step()
    writer.close()
    return path
