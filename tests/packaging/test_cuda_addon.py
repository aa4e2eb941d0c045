"""The add-on for NVIDIA cards, packed from a stand-in for what CUDA's compiler would make."""

import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "packaging" / "bundle"))    # a program, not a package

import cuda_addon
import steps


def library(file: Path, *needed: Path) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    build = ["gcc", "-shared", "-nostdlib", f"-Wl,-soname,{file.name}", "-x", "c", "/dev/null", "-x", "none", "-Wl,--no-as-needed"]
    subprocess.run([*build, *map(str, needed), "-o", str(file)], check=True)
    return file


@pytest.fixture
def toolkit(tmp_path: Path) -> Path:
    libraries = tmp_path / "cuda" / "targets" / "x86_64-linux" / "lib"
    light = library(libraries / "libcublasLt.so.12")
    library(libraries / "libcublas.so.12", light)
    library(libraries / "libcudart.so.12")
    library(libraries / "libcuda.so.1")
    library(libraries / "libcusparse.so.12")
    return tmp_path / "cuda"


@pytest.fixture
def part(toolkit: Path, tmp_path: Path) -> Path:
    names = ("libcublas.so.12", "libcudart.so.12", "libcuda.so.1")
    return library(tmp_path / "libggml-cuda.so", *(next(toolkit.rglob(name)) for name in names))


def test_it_brings_what_it_needs_of_cuda_and_never_the_driver(part: Path, toolkit: Path, tmp_path: Path) -> None:
    cuda_addon.lay_out(part, toolkit, tmp_path / "root")
    packed = {file.name for file in (tmp_path / "root" / cuda_addon.PLACE).iterdir()}
    assert packed == {"libggml-cuda.so", "libcublas.so.12", "libcublasLt.so.12", "libcudart.so.12"}


def test_it_is_for_the_very_version_it_was_made_with(part: Path, toolkit: Path, tmp_path: Path) -> None:
    cuda_addon.lay_out(part, toolkit, tmp_path / "root")
    package, archive = cuda_addon.pack(tmp_path / "root", tmp_path)
    depends = subprocess.run(["dpkg-deb", "--field", package, "Depends"], capture_output=True, text=True, check=True).stdout
    assert depends.strip() == f"deskchat (= {steps.version()})"
    listed = subprocess.run(["dpkg-deb", "--contents", package], capture_output=True, text=True, check=True).stdout
    assert "./usr/lib/deskchat/_internal/llama_cpp/lib/libggml-cuda.so\n" in listed
    with tarfile.open(archive) as packed:
        names = packed.getnames()
    assert all(name.startswith(f"deskchat-{steps.version()}-x86_64") for name in names)


def test_a_library_that_is_nowhere_is_a_sentence(part: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(steps.CannotBuildError, match=r"libcu\w+\.so\.12 is not below"):
        cuda_addon.lay_out(part, tmp_path / "empty", tmp_path / "root")


def test_without_cudas_compiler_there_is_a_sentence(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)
    assert cuda_addon.main() == 1
    assert "there is no nvcc" in capsys.readouterr().err
