"""Which image part (a file named mmproj) belongs to which model: people keep them side by side."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

_NAMED: Final = re.compile(r"(^|[-_.])mmproj([-_.]|$)", re.IGNORECASE)
# how weights are stored, and words that say nothing about which model it is
_NOISE: Final = re.compile(
    r"(?<![a-z0-9])(mmproj|model|gguf|ud|bf16|f16|f32|fp16|fp32|i?q\d(_[a-z0-9]+)*|mxfp4|\d{5}-of-\d{5})(?![a-z0-9])"
)


def beside(model: Path, folder: Sequence[Path]) -> Path | None:
    """The image part of ``model`` among the files of its folder; ``None`` where there is none, or it can't be told."""
    parts = [path for path in folder if path.suffix.lower() == ".gguf" and _NAMED.search(path.stem)]
    named = [part for part in parts if _family(part) and _family(model).startswith(_family(part))]
    if named:
        return max(named, key=lambda part: (len(_family(part)), part.name))
    models = [path for path in folder if path.suffix.lower() == ".gguf" and path not in parts]
    nameless = sorted(part for part in parts if not _family(part))
    # “mmproj-F16.gguf” beside one model, in whatever sizes, can only be its own
    return nameless[0] if nameless and len({_family(path) for path in models}) == 1 else None


def _family(path: Path) -> str:
    return re.sub(r"[^a-z0-9]", "", _NOISE.sub("", path.stem.lower()))
