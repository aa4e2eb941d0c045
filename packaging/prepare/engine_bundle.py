"""The engine that packages carry: for every processor, and for graphics cards; compiled once into the cache.

The parts that compute are modules beside the library, and at run time the best of those that work is taken: on Linux and
Windows fourteen for processors (from SSE4.2 to AMX), and one for graphics through Vulkan, which is left alone where there is
no driver. On a Mac everything is one library with Metal in it, as the makers of the bindings build it there.
"""

import shutil
import sys
import zipfile
from pathlib import Path, PurePosixPath

import engine_wheel
import vulkan_tools
from places import CACHE, CannotPrepareError, say
from python_tools import PythonTools

MODULES = ["-DGGML_NATIVE=OFF", "-DGGML_BACKEND_DL=ON", "-DGGML_CPU_ALL_VARIANTS=ON", "-DGGML_VULKAN=ON"]
METAL = ["-DGGML_NATIVE=OFF", "-DGGML_METAL_EMBED_LIBRARY=ON", "-DCMAKE_OSX_DEPLOYMENT_TARGET=14.0"]
# what a shader compiler must know: without them a card's matrix units stay idle
SHADERS = ("GL_KHR_cooperative_matrix", "GL_NV_cooperative_matrix2", "GL_EXT_integer_dot_product")
IN_WHEEL = "llama_cpp/lib"


def libraries(tools: PythonTools) -> Path:
    """The folder with them. Raises ``CannotPrepareError``."""
    version, arguments = engine_wheel.locked_version(), cmake_args()
    folder = CACHE / "wheels" / engine_wheel.cache_key(version, arguments)
    if engine_wheel.cached(folder) is None:
        on_mac = sys.platform == "darwin"
        say("Compiling the engine for every processor and for graphics. This happens once and takes about half an hour.")
        environment = {} if on_mac else {"VULKAN_SDK": str(vulkan_tools.sdk(tools))}
        engine_wheel.compile_into(folder, tools, arguments, environment)
        if not on_mac:
            _check_shaders(folder)
    return _unpacked(folder, tools)


def cmake_args(system: str = sys.platform) -> list[str]:
    """How llama.cpp is built for a package."""
    return (METAL if system == "darwin" else MODULES) + engine_wheel.BASE


def _check_shaders(folder: Path) -> None:
    log = (folder / "build.log").read_text()
    lacking = [name for name in SHADERS if f"{name} supported by glslc" not in log]
    if lacking:
        shutil.rmtree(folder)
        raise CannotPrepareError(f"The shader compiler is too old: it does not know {', '.join(lacking)}.")


def _unpacked(folder: Path, tools: PythonTools) -> Path:
    """The libraries of the wheel in ``folder``, beside it."""
    wheel = engine_wheel.cached(folder)
    if wheel is None:
        raise CannotPrepareError(f"The engine was compiled but is not there. The build's log: {folder / 'build.log'}")
    target = folder / "lib"
    if not target.is_dir():
        half = folder / "lib.part"
        half.mkdir(exist_ok=True)
        with zipfile.ZipFile(wheel) as packed:
            for member in packed.namelist():
                if str(PurePosixPath(member).parent) == IN_WHEEL:
                    (half / PurePosixPath(member).name).write_bytes(packed.read(member))
        if sys.platform.startswith("linux"):
            _look_beside_only(half, tools)
        half.rename(target)
    return target


def _look_beside_only(folder: Path, tools: PythonTools) -> None:
    """CMake also writes down the folder of Vulkan's library here: libraries would be looked for there, on other machines."""
    for library in sorted(folder.glob("*.so*")):
        tools.run(["patchelf", "--set-rpath", "$ORIGIN", str(library)])
