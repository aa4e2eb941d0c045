"""The image part of a model (mmproj), small and with random weights, for a model whose embedding is ``width`` wide.

The shape is that of Gemma 3 (llama.cpp's ``tools/mtmd/models/siglip.cpp``): it sees nothing sensible, but other pictures make
other words, and llama.cpp runs it as it does a real one.
"""

from pathlib import Path

import gguf
import numpy as np

SMOLLM2_WIDTH = 576
IMAGE, PATCH, EMBEDDING, FEED = 112, 14, 32, 64    # 8 × 8 patches; 4 × 4 of them become one token: 4 tokens an image
TOKENS = 4


def write(path: Path, width: int = SMOLLM2_WIDTH) -> Path:
    """The file at ``path``."""
    writer = gguf.GGUFWriter(path, "clip")
    writer.add_string("general.type", "mmproj")
    writer.add_bool("clip.has_vision_encoder", True)
    writer.add_string("clip.projector_type", "gemma3")
    writer.add_bool("clip.use_gelu", True)
    for key, number in {
        "image_size": IMAGE, "patch_size": PATCH, "embedding_length": EMBEDDING, "feed_forward_length": FEED,
        "block_count": 1, "projection_dim": width, "attention.head_count": 2,
    }.items():    # fmt: skip
        writer.add_uint32(f"clip.vision.{key}", number)
    writer.add_float32("clip.vision.attention.layer_norm_epsilon", 1e-6)
    writer.add_array("clip.vision.image_mean", [0.5, 0.5, 0.5])
    writer.add_array("clip.vision.image_std", [0.5, 0.5, 0.5])
    random = np.random.default_rng(7)
    for name, shape in _shapes(width).items():
        writer.add_tensor(name, random.normal(0.0, 0.2, shape).astype(np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _shapes(width: int) -> dict[str, tuple[int, ...]]:
    square, patches = (EMBEDDING, EMBEDDING), (IMAGE // PATCH) ** 2
    shapes: dict[str, tuple[int, ...]] = {
        "v.patch_embd.weight": (EMBEDDING, 3, PATCH, PATCH), "v.patch_embd.bias": (EMBEDDING,),
        "v.position_embd.weight": (patches, EMBEDDING), "v.post_ln.weight": (EMBEDDING,), "v.post_ln.bias": (EMBEDDING,),
        "mm.input_projection.weight": (EMBEDDING, width), "mm.soft_emb_norm.weight": (EMBEDDING,),
        "v.blk.0.ffn_up.weight": (FEED, EMBEDDING), "v.blk.0.ffn_up.bias": (FEED,),
        "v.blk.0.ffn_down.weight": (EMBEDDING, FEED), "v.blk.0.ffn_down.bias": (EMBEDDING,),
    }    # fmt: skip
    for part in ("attn_q", "attn_k", "attn_v", "attn_out"):
        shapes |= {f"v.blk.0.{part}.weight": square, f"v.blk.0.{part}.bias": (EMBEDDING,)}
    for norm in ("ln1", "ln2"):
        shapes |= {f"v.blk.0.{norm}.weight": (EMBEDDING,), f"v.blk.0.{norm}.bias": (EMBEDDING,)}
    return shapes
