"""All benchmarks, each in a process of its own. Prints their tables; ends with 1 when a goal is missed.

One that can't be measured here (no Xvfb, no llama-bench, a model that is not there) says why and counts as missed.
"""

import subprocess
import sys
import time
from pathlib import Path
from typing import Final

HERE = Path(__file__).parent
BENCHMARKS = (
    "window.py", "engine.py", "waiting.py", "rendering.py", "memory.py", "matrix.py", "packaged.py",
    "streaming.py", "opening.py", "idle.py", "torture.py", "search.py",
)    # fmt: skip
LONGEST_S: Final = 900.0


def run(name: str) -> bool:
    """Run one, its table as it comes; was its goal met?"""
    began = time.monotonic()
    print(f"== {name.removesuffix('.py')}", flush=True)
    try:
        command = [sys.executable, "-u", str(HERE / name)]    # what is known by then is seen though it takes too long
        done = subprocess.run(command, check=False, stderr=subprocess.PIPE, text=True, timeout=LONGEST_S)
        met = done.returncode == 0
        if "Traceback" in done.stderr and not met:
            print(f"Not measured: {done.stderr.strip().splitlines()[-1]}")
        else:
            sys.stderr.write(done.stderr)
    except subprocess.TimeoutExpired:
        met = False
        print(f"Not measured to its end: it took longer than {LONGEST_S:.0f} s.")
    print(f"({time.monotonic() - began:.0f} s)\n", flush=True)
    return met


def main() -> int:
    """Run them all, also after one that missed its goal."""
    missed = [name for name in BENCHMARKS if not run(name)]
    print(f"Goals missed in: {', '.join(missed)}" if missed else "All goals met.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
