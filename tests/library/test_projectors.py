from pathlib import Path

import pytest

from deskchat.library import projectors


@pytest.mark.parametrize(
    ("model", "others", "expected"),
    [
        ("gemma-3-4b-it-Q4_K_M.gguf", ["mmproj-F16.gguf"], "mmproj-F16.gguf"),
        ("gemma-3-4b-it-Q4_K_M.gguf", ["gemma-3-4b-it-Q8_0.gguf", "mmproj-model-f16.gguf"], "mmproj-model-f16.gguf"),
        ("gemma-3-4b-it-Q4_K_M.gguf", ["SmolLM2-Q4_1.gguf", "mmproj-F16.gguf"], None),
        ("Qwen2.5-VL-7B-Instruct-UD-Q4_K_XL.gguf", ["mmproj-Qwen2.5-VL-7B-Instruct-f16.gguf", "SmolLM2.gguf"],
         "mmproj-Qwen2.5-VL-7B-Instruct-f16.gguf"),
        ("SmolLM2.gguf", ["mmproj-Qwen2.5-VL-7B-Instruct-f16.gguf", "Qwen2.5-VL-7B-Instruct-Q8_0.gguf"], None),
        ("SmolVLM-256M.Q8_0.gguf", ["SmolVLM-256M.mmproj-Q8_0.gguf"], "SmolVLM-256M.mmproj-Q8_0.gguf"),
        ("big-00001-of-00002.gguf", ["big-00002-of-00002.gguf", "mmproj-bf16.gguf"], "mmproj-bf16.gguf"),
        ("a.gguf", [], None),
    ],
)  # fmt: skip
def test_an_image_part_is_found_where_it_can_only_be_the_models_own(
    model: str, others: list[str], expected: str | None, tmp_path: Path
) -> None:
    found = projectors.beside(tmp_path / model, [tmp_path / name for name in [model, *others]])
    assert (found.name if found else None) == expected
