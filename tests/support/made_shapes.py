"""Small models of the shapes that differ in memory, made by ``made_models``."""

from collections.abc import Mapping
from typing import Final

from tests.support.made_models import MXFP4, Made

More = Mapping[str, int | float | list[int] | list[bool]]

_MAMBA: Final[More] = {"ssm.conv_kernel": 4, "ssm.inner_size": 2048, "ssm.state_size": 128, "ssm.time_step_rank": 32, "ssm.group_count": 1}
_DELTA: Final[More] = {
    "ssm.conv_kernel": 4, "ssm.inner_size": 2048, "ssm.state_size": 128, "ssm.time_step_rank": 16, "ssm.group_count": 16,
    "full_attention_interval": 4, "rope.dimension_count": 64, "rope.dimension_sections": [11, 11, 10, 0],
}    # fmt: skip
_LATENT: Final[More] = {
    "attention.kv_lora_rank": 512, "attention.q_lora_rank": 768, "rope.dimension_count": 64,
    "attention.key_length": 576, "attention.value_length": 512,
    "attention.key_length_mla": 192, "attention.value_length_mla": 128,
    "expert_shared_count": 1, "leading_dense_block_count": 0, "expert_weights_scale": 1.0, "expert_gating_func": 2,
}    # fmt: skip
_NARROW_WINDOWS: Final[More] = {
    "attention.sliding_window": 512, "attention.sliding_window_pattern": [layer % 5 != 4 for layer in range(20)],
    "attention.key_length_swa": 256, "attention.value_length_swa": 256, "rope.dimension_count_swa": 256,
    "embedding_length_per_layer_input": 0, "attention.shared_kv_layers": 5,
}    # fmt: skip


def _window(tokens: int) -> More:
    return {"attention.sliding_window": tokens}


SHAPES: Final = (
    Made(name="plain", arch="llama", layers=8, embd=1024, ff=2816, heads=16, kv=16, head=64),
    Made(name="grouped", arch="llama", layers=8, embd=1536, ff=8192, heads=24, kv=8, head=64, tied=True),
    Made(name="wide-heads", arch="qwen3", layers=8, embd=1024, ff=3072, heads=16, kv=8, head=128, tied=True),
    Made(name="windows-6", arch="gemma3", layers=12, embd=640, ff=2048, heads=4, kv=1, head=256, tied=True, more=_window(512)),
    Made(name="windows-2", arch="gemma2", layers=8, embd=1024, ff=4096, heads=8, kv=4, head=256, tied=True, more=_window(4096)),
    Made(
        name="windows-4", arch="cohere2", layers=8, embd=1024, ff=4096, heads=8, kv=4, head=128, tied=True,
        more={"attention.sliding_window": 4096, "logit_scale": 0.25, "attention.layer_norm_epsilon": 1e-5},
    ),
    Made(
        name="narrow-windows", arch="gemma4", layers=20, embd=1024, ff=4096, heads=4, kv=1, head=512, tied=True,
        more=_NARROW_WINDOWS,
    ),
    Made(
        name="experts", arch="qwen3moe", layers=6, embd=1024, ff=3072, heads=16, kv=4, head=128, experts=32, used=8,
        ff_expert=384,
    ),
    Made(
        name="experts-windows", arch="gpt-oss", layers=4, embd=1440, ff=1440, heads=32, kv=8, head=64, experts=16, used=4,
        ff_expert=1440, kind=MXFP4, more=_window(128),
    ),
    Made(
        name="latent", arch="deepseek2", layers=4, embd=1024, ff=3072, heads=16, kv=1, head=576, experts=16, used=6,
        ff_expert=704, more=_LATENT,
    ),
    Made(name="recurrent", arch="mamba2", layers=16, embd=1024, ff=0, heads=0, kv=0, head=0, more=_MAMBA),
    Made(
        name="convolutions", arch="lfm2", layers=8, embd=1024, ff=4608, heads=16, kv=[0, 0, 8, 0, 0, 8, 0, 8], head=64,
        tied=True, more={"shortconv.l_cache": 3},
    ),
    Made(name="delta", arch="qwen35", layers=8, embd=1024, ff=3584, heads=8, kv=2, head=256, tied=True, more=_DELTA),
    Made(
        name="delta-experts", arch="qwen35moe", layers=8, embd=1024, ff=0, heads=8, kv=2, head=256, experts=16, used=4,
        ff_expert=512, more={**_DELTA, "expert_shared_feed_forward_length": 512},
    ),
    Made(
        name="mostly-state", arch="granitehybrid", layers=10, embd=1024, ff=4096, heads=16,
        kv=[4 if layer in {3, 7} else 0 for layer in range(10)], head=64, tied=True, more=_MAMBA,
    ),
    Made(
        name="state-beside", arch="falcon-h1", layers=8, embd=1024, ff=4096, heads=8, kv=2, head=128, more=_MAMBA,
    ),
)    # fmt: skip
