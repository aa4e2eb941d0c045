"""The engine for packages: what can be told without compiling it."""

import sys
import zipfile
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "packaging" / "prepare"))    # a program, not a package

import engine_bundle
import engine_wheel
import places
import python_tools
import vulkan_tools

SOUND = "".join(f"-- {name} supported by glslc\n" for name in engine_bundle.SHADERS)


ran: list[list[str]] = []


def tools() -> python_tools.PythonTools:
    return python_tools.PythonTools(Path("no-uv"), ["no-pip"])


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty one, and a compiler that makes a wheel with two libraries, and a log that its shader compiler is a good one."""
    for module in (engine_bundle, vulkan_tools):
        monkeypatch.setattr(module, "CACHE", tmp_path)
    monkeypatch.setenv("VULKAN_SDK", str(tmp_path / "sdk"))
    monkeypatch.setattr(engine_wheel, "compile_into", compiler(SOUND))
    monkeypatch.setattr(python_tools.PythonTools, "run", staticmethod(ran.append))
    ran.clear()
    return tmp_path


def compiler(log: str) -> object:
    def compile_into(folder: Path, _tools: object, arguments: list[str], environment: dict[str, str]) -> None:
        folder.mkdir(parents=True)
        assert "-DGGML_VULKAN=ON" in arguments
        assert environment["VULKAN_SDK"].endswith("sdk")
        (folder / "build.log").write_text(log)
        with zipfile.ZipFile(folder / "llama_cpp_python-1-py3-none-any.whl", "w") as wheel:
            wheel.writestr("llama_cpp/lib/libllama.so", "llama")
            wheel.writestr("llama_cpp/lib/libggml-vulkan.so", "vulkan")
            wheel.writestr("llama_cpp/lib/cmake/llama/llama.cmake", "no library")
            wheel.writestr("llama_cpp/llama.py", "no library")

    return compile_into


def test_it_is_compiled_once_and_its_libraries_are_laid_out(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = engine_bundle.libraries(tools())
    assert {file.name: file.read_text() for file in folder.iterdir()} == {"libllama.so": "llama", "libggml-vulkan.so": "vulkan"}
    assert [(command[:3], command[3].rpartition("/")[2]) for command in ran] == [
        (["patchelf", "--set-rpath", "$ORIGIN"], name) for name in ("libggml-vulkan.so", "libllama.so")
    ]
    monkeypatch.delattr(engine_wheel, "compile_into")
    assert engine_bundle.libraries(tools()) == folder


def test_a_shader_compiler_that_is_too_old_is_refused_every_time(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = SOUND.replace("GL_KHR_cooperative_matrix supported", "GL_KHR_cooperative_matrix not supported")
    monkeypatch.setattr(engine_wheel, "compile_into", compiler(old))
    for _ in range(2):
        with pytest.raises(places.CannotPrepareError, match="it does not know GL_KHR_cooperative_matrix"):
            engine_bundle.libraries(tools())


def test_each_system_gets_its_graphics_and_no_processor_is_asked_for() -> None:
    for system in ("linux", "win32"):
        assert {"-DGGML_NATIVE=OFF", "-DGGML_CPU_ALL_VARIANTS=ON", "-DGGML_VULKAN=ON"} <= set(engine_bundle.cmake_args(system))
    mac = engine_bundle.cmake_args("darwin")
    assert {"-DGGML_NATIVE=OFF", "-DGGML_METAL_EMBED_LIBRARY=ON"} <= set(mac)
    assert "-DGGML_VULKAN=ON" not in mac


def test_an_sdk_that_is_named_is_used(cache: Path) -> None:
    assert vulkan_tools.sdk(tools()) == cache / "sdk"


def test_without_a_way_to_vulkan_there_is_a_sentence_with_what_to_do(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VULKAN_SDK")
    monkeypatch.setattr("shutil.which", lambda _name: None)
    with pytest.raises(places.CannotPrepareError, match="DESKCHAT_ENGINE=environment make dist"):
        vulkan_tools.sdk(tools())
