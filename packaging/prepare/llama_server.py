"""llama.cpp's own server, built once into the cache from the source that the bindings come with: a tool for tests only.

It speaks three wires that nobody here wrote a server for. The build takes about ten minutes on two cores, so it is a step of
its own (``make servers``); tests that want it are skipped, and say so, where it was not made.
"""

import shutil
import subprocess
import time
from pathlib import Path

import llama_source
from build_progress import BuildProgress
from engine_wheel import cmake_args, locked_version
from places import CACHE, CannotPrepareError, say
from python_tools import PythonTools

NAME = "llama-server"
OPTIONS = [
    "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release", "-DBUILD_SHARED_LIBS=OFF", "-DLLAMA_CURL=OFF",
    "-DLLAMA_BUILD_TESTS=OFF", "-DLLAMA_BUILD_EXAMPLES=OFF", "-DLLAMA_BUILD_SERVER=ON",
]  # fmt: skip


def place() -> Path:
    """Where the server lies when it was built."""
    return CACHE / "tools" / f"{NAME}-{locked_version()}" / NAME


def install(tools: PythonTools) -> None:
    """Have the server in the cache. Raises ``CannotPrepareError``."""
    if place().exists():
        return
    building = place().parent.with_name(f"{place().parent.name}.building")
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    _build(llama_source.unpacked(tools, building), building / "build", tools)
    place().parent.mkdir(parents=True, exist_ok=True)
    shutil.move(building / "build" / "bin" / NAME, place())
    shutil.rmtree(building)


def _build(source: Path, build: Path, tools: PythonTools) -> None:
    say("Compiling llama-server for the tests. This happens once and takes about ten minutes on two cores.")
    options = [option for option in cmake_args() if "INSTALL" not in option]
    tools.uv("pip", "install", "--quiet", "cmake", "ninja")
    folder = tools.python.parent
    ninja = f"-DCMAKE_MAKE_PROGRAM={folder / 'ninja'}"
    tools.run([str(folder / "cmake"), "-S", str(source), "-B", str(build), ninja, *OPTIONS, *options])
    command = [str(folder / "cmake"), "--build", str(build), "--target", NAME]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace") as run:
        assert run.stdout is not None
        progress, last = BuildProgress(time.monotonic), ""
        for line in run.stdout:
            last = line
            if said := progress.read(line):
                say(said)
    if run.returncode:
        raise CannotPrepareError(f"llama-server could not be compiled: {last}")
