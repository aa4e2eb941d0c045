"""All benchmarks, each in a process of its own. Prints their tables; ends with 1 when a goal is missed."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
BENCHMARKS = (
    "window.py", "engine.py", "waiting.py", "rendering.py", "memory.py", "matrix.py", "packaged.py",
    "streaming.py", "opening.py", "idle.py", "torture.py", "search.py",
)    # fmt: skip


def main() -> int:
    """Run them all, also after one that missed its goal."""
    missed = []
    for name in BENCHMARKS:
        print(f"== {name.removesuffix('.py')}", flush=True)
        if subprocess.run([sys.executable, HERE / name], check=False).returncode:
            missed.append(name)
        print(flush=True)
    print(f"Goals missed in: {', '.join(missed)}" if missed else "All goals met.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
