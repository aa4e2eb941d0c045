"""Set-up of a fresh machine: what can be told without one."""

import hashlib
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "packaging" / "prepare"))    # a program, not a package

import engine_wheel  # type: ignore[import-not-found,unused-ignore]
import model_files  # type: ignore[import-not-found,unused-ignore]
import places  # type: ignore[import-not-found,unused-ignore]
import python_tools  # type: ignore[import-not-found,unused-ignore]


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_files, "CACHE", tmp_path / "cache")


def tools() -> python_tools.PythonTools:
    return python_tools.PythonTools(Path("no-uv"), ["no-pip"])


def described(folder: Path, content: bytes, **changed: str) -> Path:
    source = folder / "source.gguf"
    source.write_bytes(content)
    table = {"file": "model.gguf", "sha256": hashlib.sha256(content).hexdigest(), "path": str(source)} | changed
    description = folder / "model.toml"
    description.write_text("".join(f'{key} = "{value}"\n' for key, value in table.items()))
    return description


def test_a_local_file_can_be_the_model_in_the_box(tmp_path: Path) -> None:
    placed = model_files.place(described(tmp_path, b"GGUF and more"), tmp_path / "models", tools())
    assert placed == tmp_path / "models" / "model.gguf"
    assert placed.read_bytes() == b"GGUF and more"


def test_a_second_time_nothing_is_fetched(tmp_path: Path) -> None:
    description = described(tmp_path, b"GGUF")
    model_files.place(description, tmp_path / "models", tools())
    (tmp_path / "source.gguf").unlink()
    (tmp_path / "cache" / "models" / hashlib.sha256(b"GGUF").hexdigest()).unlink()
    assert model_files.place(description, tmp_path / "models", tools()).exists()


def test_a_file_that_is_not_the_one_that_was_named_is_not_placed(tmp_path: Path) -> None:
    with pytest.raises(places.CannotPrepareError, match="is not the file that was named"):
        model_files.place(described(tmp_path, b"GGUF", sha256="0" * 64), tmp_path / "models", tools())
    assert not (tmp_path / "models").exists()


@pytest.mark.parametrize(
    "changed", [{"hub": "a/b/c.gguf@main"}, {"sha256": "short"}, {"file": "../outside.gguf"}], ids=str
)
def test_a_setting_that_makes_no_sense_is_refused(tmp_path: Path, changed: dict[str, str]) -> None:
    with pytest.raises(places.CannotPrepareError):
        model_files.read(described(tmp_path, b"GGUF", **changed))


def test_a_model_on_the_hub_has_an_address() -> None:
    expected = "https://huggingface.co/org/repo/resolve/abc123/folder/file.gguf"
    assert model_files.hub_address("org/repo/folder/file.gguf@abc123") == expected


def test_the_settings_in_the_project_make_sense() -> None:
    assert model_files.read(places.starter_model())["file"].endswith(".gguf")
    assert model_files.read(places.TEST_MODEL)["file"].endswith(".gguf")


def test_a_processor_without_avx2_gets_a_build_and_a_cache_of_its_own(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_text("flags\t\t: fpu sse sse2 avx\n")
    new.write_text("flags\t\t: fpu sse sse2 avx avx2\n")
    assert "-DGGML_NATIVE=ON" in engine_wheel.cmake_args(old)
    assert "-DGGML_NATIVE=OFF" in engine_wheel.cmake_args(new)
    version = engine_wheel.locked_version()
    keys = {engine_wheel.cache_key(version, engine_wheel.cmake_args(cpu)) for cpu in (old, new)}
    assert len(keys) == 2


def test_the_build_says_how_far_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    engine_wheel._tell("  [68/193] /usr/bin/g++ …", told=-1000.0)
    assert "68 of 193 files" in capsys.readouterr().out
