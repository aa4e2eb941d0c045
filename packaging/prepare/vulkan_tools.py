"""What the Vulkan part of the engine is compiled with: headers, a library to link with, and a compiler of shaders.

Those of Debian 12 don't do: ggml-vulkan.cpp needs headers from 1.3.272 on, and a shader compiler of that age makes code
that prints gibberish on some cards (ggml-org/llama.cpp#13044). Those of Debian 13 do (1.4.309), but its C library is newer
than that of Debian 12, where the packages are to run. So the compiler, and with it the C library, stay this machine's, and
only the three things come from Debian 13; its shader compiler runs with its own loader and libraries.
"""

import os
import platform
import shutil
import subprocess
from pathlib import Path

from places import CACHE, CannotPrepareError, say
from python_tools import PythonTools

SUITE = "trixie"
WANTED = ("glslc", "libshaderc1", "libvulkan1", "libvulkan-dev", "spirv-headers", "libc6", "libgcc-s1", "libstdc++6")
SHADER_COMPILER = """#!/bin/sh
here=$(dirname "$(readlink -f "$0")")/../programs
exec "$here/loader" --library-path "$here" "$here/glslc" "$@"
"""
LOADERS = {"x86_64": "ld-linux-x86-64.so.2", "aarch64": "ld-linux-aarch64.so.1"}
NEEDED_BY_IT = ("libc.so.6", "libm.so.6", "libgcc_s.so.1", "libshaderc.so.1", "libstdc++.so.6")
NONE = (
    "The Vulkan part of the engine can't be compiled here: {why}. Name an SDK of 1.4.309 or later by VULKAN_SDK, or make "
    "packages with the engine of this checkout alone, for processors with AVX2: DESKCHAT_ENGINE=environment make dist"
)


def sdk(tools: PythonTools) -> Path:
    """A folder as ``VULKAN_SDK`` names one: that one, or one made of Debian's packages. Raises ``CannotPrepareError``."""
    if named := os.environ.get("VULKAN_SDK"):
        return Path(named)
    made = CACHE / "tools" / f"vulkan-{SUITE}-{platform.machine()}"
    if not made.is_dir():
        if shutil.which("debootstrap") is None or os.geteuid() != 0:
            raise CannotPrepareError(NONE.format(why="debootstrap is not installed, or you are not root"))
        say(f"Fetching Vulkan's headers and shader compiler from Debian {SUITE}")
        half = made.with_suffix(".making")
        shutil.rmtree(half, ignore_errors=True)
        _lay_out(_unpacked(half, tools), half / "sdk")
        (half / "sdk").rename(made)
        shutil.rmtree(half)
    return made


def _unpacked(work: Path, tools: PythonTools) -> Path:
    """The wanted packages, their signatures checked by debootstrap, unpacked below one folder."""
    target, root = work / "down", work / "root"
    root.mkdir(parents=True)
    fetch = ["debootstrap", "--download-only", "--variant=minbase", f"--include={','.join(WANTED)}", SUITE, str(target)]
    tools.run(fetch)
    for name in WANTED:
        for package in (target / "var" / "cache" / "apt" / "archives").glob(f"{name}_*.deb"):
            tools.run(["dpkg", "-x", str(package), str(root)])
    return root


def _lay_out(root: Path, made: Path) -> None:
    """Only what is Vulkan's: the other headers in ``root`` are of another C library."""
    libraries = next((root / "usr" / "lib").glob("*-linux-gnu"))
    for part in ("vulkan", "vk_video", "spirv"):
        shutil.copytree(root / "usr" / "include" / part, made / "include" / part)
    shutil.copytree(root / "usr" / "share" / "cmake" / "SPIRV-Headers", made / "share" / "cmake" / "SPIRV-Headers")
    (made / "lib").mkdir()
    shutil.copy(libraries / "libvulkan.so.1", made / "lib" / "libvulkan.so")
    programs = made / "programs"
    programs.mkdir()
    shutil.copy(root / "usr" / "bin" / "glslc", programs / "glslc")
    shutil.copy(libraries / LOADERS[platform.machine()], programs / "loader")
    for name in NEEDED_BY_IT:
        shutil.copy(libraries / name, programs / name)
    (made / "bin").mkdir()
    compiler = made / "bin" / "glslc"
    compiler.write_text(SHADER_COMPILER)
    compiler.chmod(0o755)
    if subprocess.run([compiler, "--version"], capture_output=True, check=False).returncode:
        raise CannotPrepareError(NONE.format(why=f"the shader compiler of Debian {SUITE} does not run"))
