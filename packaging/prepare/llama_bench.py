"""llama.cpp's own benchmark, linked against the very libraries that the engine uses: a tool for ``make bench`` only."""

import shutil
from pathlib import Path

import llama_source
from engine_wheel import locked_version
from places import CACHE, CHECKOUT, say
from python_tools import PythonTools

NAME = "llama-bench"
LIBRARIES = ("llama-common", "llama", "ggml", "ggml-base")
INCLUDES = ("include", "common", "ggml/include", "tools/llama-bench", "vendor")


def place() -> Path:
    """Where it lies when it was built."""
    return CACHE / "tools" / f"{NAME}-{locked_version()}" / NAME


def install(tools: PythonTools) -> None:
    """Have it in the cache, against this checkout's libraries. Raises ``CannotPrepareError``."""
    if place().exists():
        return
    say("Compiling llama-bench for the benchmarks.")
    building = place().parent.with_name(f"{place().parent.name}.building")
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    source = llama_source.unpacked(tools, building)
    libraries = next((CHECKOUT / ".venv" / "lib").glob("python3.*/site-packages/llama_cpp/lib"))
    tools.run([
        "g++", "-std=c++17", "-O2", *(f"-I{source / folder}" for folder in INCLUDES),
        *(str(file) for file in sorted((source / "tools" / NAME).glob("*.cpp"))),
        f"-L{libraries}", *(f"-l{name}" for name in LIBRARIES), f"-Wl,-rpath,{libraries}", "-o", str(building / NAME),
    ])  # fmt: skip
    place().parent.mkdir(parents=True, exist_ok=True)
    shutil.move(building / NAME, place())
    shutil.rmtree(building)
