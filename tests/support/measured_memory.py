"""What llama.cpp says it has taken for a model, and what the system says of the process that loaded it.

Run as ``python -m tests.support.measured_memory``, with a list of runs on stdin: llama.cpp may end its process, and sizes
of processes are those of fresh ones.
"""

import ctypes
import re
import subprocess
import sys
from pathlib import Path

import msgspec

from deskchat.engine import native
from deskchat.engine.loaded import LoadedModel, Opening
from deskchat.engine.quantisation import CacheType

ROOT = Path(__file__).parents[2]
READ_TOKENS = 300
_BUFFER = re.compile(r"(\S+)\s+(model|KV|RS|compute) buffer size =\s*([\d.]+) MiB")
_PLACES = {"model": "weights", "KV": "cache", "RS": "cache", "compute": "compute"}
_REARRANGED = "CPU_REPACK"    # copies of weights whose file pages the system may drop: see engine/fit.py


class Run(msgspec.Struct, frozen=True):
    """A model to load. ``read``: it also reads a text, so that all its buffers are really there."""

    path: str
    context_tokens: int = 4096
    cache_type: CacheType = "f16"
    read: bool = False


class Measured(msgspec.Struct):
    """Bytes. ``process``: the resident size of the whole process after reading; 0 if nothing was read or can't be told."""

    weights: int = 0
    cache: int = 0
    compute: int = 0
    process: int = 0


def measure(*runs: Run) -> list[Measured]:
    """Load the models one after the other in a process of their own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.measured_memory"],
        cwd=ROOT, input=msgspec.json.encode(runs), capture_output=True, check=False, timeout=100,
    )    # fmt: skip
    assert done.returncode == 0, f"a model was not loaded: {done.stderr.decode()[-1500:]}"
    return msgspec.json.decode(done.stdout, type=list[Measured])


def _measured(engine: native.Native, lines: list[str], run: Run) -> Measured:
    lines.clear()
    opening = Opening(run.context_tokens, 2, 2, 0, run.cache_type)
    model = LoadedModel(engine, native.AbortFlag(engine.c), run.path, opening, lambda _fraction: None)
    found, rearranged = Measured(), 0
    for device, kind, mebibytes in _BUFFER.findall("".join(lines)):
        size = round(float(mebibytes) * (1 << 20))
        if device == _REARRANGED:
            rearranged += size
        else:
            setattr(found, _PLACES[kind], getattr(found, _PLACES[kind]) + size)
    if run.read:
        model.sequence.read([1] * READ_TOKENS, lambda _fraction: None)
        found.process = max(_process_bytes() - rearranged, 0)
    model.free()
    return found


def _process_bytes() -> int:
    status = Path("/proc/self/status")
    matched = re.search(r"^VmRSS:\s+(\d+) kB", status.read_text(), re.MULTILINE) if status.exists() else None
    return int(matched[1]) * 1024 if matched else 0


def _main() -> None:
    runs = msgspec.json.decode(sys.stdin.buffer.read(), type=list[Run])
    engine, lines = native.start(), list[str]()
    callback = engine.c.llama_log_callback(lambda _level, text, _data: lines.append(text.decode("utf-8", "replace")))
    engine.c.llama_log_set(callback, ctypes.c_void_p(0))
    sys.stdout.buffer.write(msgspec.json.encode([_measured(engine, lines, run) for run in runs]))


if __name__ == "__main__":
    _main()
