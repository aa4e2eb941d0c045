"""Memory: what a model is said to need before it is loaded, against what llama.cpp and the system say afterwards.

The models at hand are loaded and read a text; the made ones, of the shapes that differ in memory, are loaded.
The goal is an estimate within 10 %. Run: ``python benchmarks/memory.py [MODEL.gguf …]``.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from deskchat import paths  # noqa: E402
from deskchat.engine import fit, gguf  # noqa: E402
from deskchat.engine.fit import Use  # noqa: E402
from deskchat.engine.shape import shape_of  # noqa: E402
from tests.support import made_models  # noqa: E402
from tests.support.made_shapes import SHAPES  # noqa: E402
from tests.support.measured_memory import Run, measure  # noqa: E402

USES = (Use(4096, "f16"), Use(16_384, "q8_0"))
GOAL = 0.10
MEBI = 1 << 20


def real() -> list[Path]:
    """The models named on the command line, else those that are there."""
    folders = (paths.resources() / "models", Path.home() / ".cache" / "deskchat" / "test-models")
    return [Path(name) for name in sys.argv[1:]] or [path for folder in folders for path in sorted(folder.glob("*.gguf"))]


def rows(path: Path, *, read: bool) -> Iterator[tuple[str, int, int]]:
    """For each way to run it: its name, bytes said, bytes taken."""
    shape = shape_of(gguf.header(path))
    for use in USES:
        (found,) = measure(Run(str(path), use.context_tokens, use.cache_type, read))
        said = fit.needs(shape, use).host
        name = f"{path.stem[:34]:34}  {use.context_tokens:6,}  {use.cache_type:5}"
        yield f"{name}  buffers", said.total - said.process, found.weights + found.cache + found.compute
        if found.process:
            yield f"{name}  process", said.total, found.process


def main() -> int:
    """Print the table; 1 when an estimate is further off than the goal."""
    worst = 0.0
    print(f"{'model':34}  {'tokens':>6}  {'cache':5}  {'':7}  {'said, MiB':>10}  {'taken, MiB':>10}  {'off':>6}")
    with tempfile.TemporaryDirectory() as folder:
        made = [made_models.write(shape, Path(folder)) for shape in SHAPES]
        for path, read in [(path, True) for path in real()] + [(path, False) for path in made]:
            for name, said, taken in rows(path, read=read):
                worst = max(worst, abs(said / taken - 1))
                print(f"{name}  {said / MEBI:10.1f}  {taken / MEBI:10.1f}  {said / taken - 1:+6.1%}", flush=True)
    print(f"furthest off: {worst:.1%} (goal: {GOAL:.0%})")
    return int(worst > GOAL)


if __name__ == "__main__":
    sys.exit(main())
