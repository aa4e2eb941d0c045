"""Where the real models for tests lie; a test that needs one which is not there is skipped, and says why."""

import os
from pathlib import Path

import pytest

from deskchat import paths

SMOLLM2 = "SmolLM2-135M-Instruct.Q4_1.gguf"
GEMMA3 = "gemma-3-270m.Q4_K_M.gguf"


def smollm2() -> Path:
    """SmolLM2 135M Instruct: plain attention, ChatML template."""
    return _find(SMOLLM2)


def gemma3() -> Path:
    """Gemma 3 270M, the base model: sliding window, no chat template."""
    return _find(GEMMA3)


def _find(name: str) -> Path:
    cache = Path(os.environ.get("DESKCHAT_TEST_MODELS") or Path.home() / ".cache" / "deskchat" / "test-models")
    for folder in (paths.resources() / "models", cache):
        if (folder / name).is_file():
            return folder / name
    pytest.skip(f"{name} is neither in resources/models nor in {cache}")
