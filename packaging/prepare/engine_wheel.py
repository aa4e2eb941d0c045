"""llama.cpp's Python bindings: compiled once into a cache outside the checkout, then only installed.

There is no binary of them to download for any system; the build takes about ten minutes on two cores.
"""

import hashlib
import os
import platform
import shutil
import subprocess
import time
import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from build_progress import BuildProgress
from places import CACHE, CHECKOUT, VENV, CannotPrepareError, say
from python_tools import PythonTools

PACKAGE = "llama-cpp-python"
# NATIVE=OFF: AVX2 and nothing above it, so that a cache that moves to another machine still runs there. Install
# folders: llama-cpp-python#2069. No OpenMP and no OpenSSL: two libraries less that a bare desktop may lack.
BASE = [
    "-DGGML_OPENMP=OFF", "-DLLAMA_OPENSSL=OFF",
    "-DCMAKE_INSTALL_BINDIR=llama_cpp/lib", "-DCMAKE_INSTALL_LIBDIR=llama_cpp/lib",
]  # fmt: skip
LOADS = "import llama_cpp; llama_cpp.llama_backend_init(); llama_cpp.llama_backend_free()"


def install(tools: PythonTools) -> None:
    """Have the bindings in the environment, from the cache or compiled now."""
    version = locked_version()
    folder = CACHE / "wheels" / cache_key(version, cmake_args())
    marker = VENV / ".engine-wheel"
    if marker.exists() and marker.read_text() == folder.name and _loads(tools):
        return
    wheel = cached(folder)
    if wheel is not None and not _install(tools, wheel, marker, folder.name):
        say("The compiled llama.cpp in the cache does not run on this machine: it is compiled again.")
        shutil.rmtree(folder)
        wheel = None
    if wheel is None:
        say("Compiling llama.cpp. This happens once and takes about ten minutes on two cores.")
        compile_into(folder, tools, cmake_args())
        wheel = cached(folder)
        if wheel is None or not _install(tools, wheel, marker, folder.name):
            log = folder / "build.log"
            raise CannotPrepareError(f"llama.cpp was compiled but can't be loaded. The build's log: {log}")


def locked_version(name: str = PACKAGE) -> str:
    """The version in uv.lock."""
    for package in tomllib.loads((CHECKOUT / "uv.lock").read_text())["package"]:
        if package["name"] == name:
            return str(package["version"])
    raise CannotPrepareError(f"uv.lock does not name {name}")


def locked_hash(name: str = PACKAGE) -> str:
    """The SHA-256 of the source package in uv.lock, as pip takes it."""
    for package in tomllib.loads((CHECKOUT / "uv.lock").read_text())["package"]:
        if package["name"] == name:
            return str(package["sdist"]["hash"])
    raise CannotPrepareError(f"uv.lock does not name {name}")


def cmake_args(cpuinfo: Path = Path("/proc/cpuinfo")) -> list[str]:
    """For every processor with AVX2, or for this one where it has none. DESKCHAT_CMAKE_ARGS overrides."""
    own = os.environ.get("DESKCHAT_CMAKE_ARGS")
    if own:
        return own.split()
    flags = cpuinfo.read_text(errors="replace") if cpuinfo.exists() else ""
    native = "flags" in flags and " avx2" not in flags
    return [f"-DGGML_NATIVE={'ON' if native else 'OFF'}", *BASE]


def cache_key(version: str, arguments: list[str]) -> str:
    """One folder for each version, build, processor family and C library."""
    digest = hashlib.sha256(" ".join(arguments).encode()).hexdigest()[:10]
    return f"{version}-{platform.machine()}-{'-'.join(filter(None, platform.libc_ver())) or platform.system()}-{digest}"


def cached(folder: Path) -> Path | None:
    """The compiled wheel in ``folder``."""
    return next(iter(folder.glob("*.whl")), None)


def _install(tools: PythonTools, wheel: Path, marker: Path, key: str) -> bool:
    say("Installing llama.cpp")
    tools.uv("pip", "install", "--quiet", "--no-deps", "--reinstall-package", PACKAGE, str(wheel))
    if not _loads(tools):
        return False
    marker.write_text(key)
    return True


def _loads(tools: PythonTools) -> bool:
    """Does it start? In a process of its own: code for another processor ends in SIGILL."""
    return subprocess.run([tools.python, "-c", LOADS], capture_output=True, check=False).returncode == 0


def compile_into(
    folder: Path, tools: PythonTools, arguments: list[str], environment: Mapping[str, str] = MappingProxyType({})
) -> None:
    """Have the locked version's wheel and the build's log in ``folder``. Raises ``CannotPrepareError``."""
    building = folder.with_name(f"{folder.name}.building")
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    requirements = building / "requirements.txt"
    requirements.write_text(f"{PACKAGE}=={locked_version()} --hash={locked_hash()}\n")
    build_wheel = [*tools.pip, "wheel", "-v", "--no-deps", "--no-binary", PACKAGE]
    command = [*build_wheel, "-w", str(building), "-r", str(requirements)]
    log = building / "build.log"
    with log.open("w") as lines, subprocess.Popen(
        command, env={**os.environ, **environment, "CMAKE_ARGS": " ".join(arguments)},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
    ) as build:    # fmt: skip
        assert build.stdout is not None
        progress = BuildProgress(time.monotonic)
        for line in build.stdout:
            lines.write(line)
            if said := progress.read(line):
                say(said)
    if build.returncode:
        raise CannotPrepareError(f"llama.cpp could not be compiled. The build's log: {log}\n{log.read_text()[-3000:]}")
    shutil.rmtree(folder, ignore_errors=True)
    building.rename(folder)
