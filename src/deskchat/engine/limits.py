"""What the engine may take of the machine, and for how long."""

import msgspec

from deskchat.engine import frames
from deskchat.engine.quantisation import CacheType


class Limits(msgspec.Struct, frozen=True):
    """What the engine may take.

    ``context_tokens``: of each model. ``threads``: 0, it chooses. ``keep_loaded_s``: how long an idle model stays in
    memory. ``models``: how many at once, if they fit. ``states_bytes``: what it may keep on the disk of what was read.
    ``gpu_layers``: how many of each model graphics devices take; −1, it chooses. ``cache_type``: of the context.
    ``adapter``: path of a LoRA for the models it fits. ``form``: path of what replies have to keep to.
    """

    context_tokens: int = 8192
    threads: int = 0
    keep_loaded_s: float = 600.0
    models: int = 2
    states_bytes: int = 2 << 30
    gpu_layers: int = frames.AUTOMATIC
    cache_type: CacheType = "f16"
    adapter: str = ""
    form: str = ""
