"""The one spec, worked through as on the other systems: what it takes for them, as far as this one can tell."""

import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "packaging" / "bundle"))    # a program, not a package

import freezing

from tests.packaging.built import MARKS

pytestmark = MARKS

ENGINE = {"win32": ("llama.dll", "ggml-vulkan.dll", "llama.lib"), "darwin": ("libllama.dylib", "libggml.dylib", "llama.pc")}
PROGRAMS = {"win32": {"deskchat", "deskchat-cli"}, "darwin": {"deskchat"}}
KEYRING = {"win32": "keyring.backends.Windows", "darwin": "keyring.backends.macOS"}


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_it_makes_the_programs_of_another_system(system: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = tmp_path / "engine"
    engine.mkdir()
    for name in ENGINE[system]:
        (engine / name).write_text("no library")
    monkeypatch.setenv("DESKCHAT_PRETEND_SYSTEM", system)
    folder = freezing.freeze(tmp_path / "work", engine)
    programs = {path.name for path in folder.iterdir() if path.is_file()}
    assert programs == PROGRAMS[system]
    packed = {file.name for file in (folder / "_internal" / "llama_cpp" / "lib").iterdir()}
    assert packed == set(ENGINE[system][:2])
    for program in programs:
        told = subprocess.run([folder / program, "--version"], capture_output=True, text=True, check=True, timeout=60)
        assert told.stdout.startswith("deskchat ")
    assert KEYRING[system] in (tmp_path / "work" / "pyinstaller" / "deskchat" / "PYZ-00.toc").read_text()
