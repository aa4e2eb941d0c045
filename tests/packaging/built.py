"""The packages in ``dist/``, which ``make test-packages`` builds before it runs these tests."""

import os
import subprocess
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
DIST = CHECKOUT / "dist"
TREE = CHECKOUT / "build" / "dist" / "tree"
QUESTION = "Complete the sentence: The capital city of France is called"    # the tiny model knows this one
WANTED = "DESKCHAT_TEST_PACKAGES" in os.environ
MARKS = [pytest.mark.skipif(not WANTED, reason="packages are tested by `make test-packages`"), pytest.mark.timeout(1800)]


def package(*, with_model: bool) -> Path:
    """The .deb."""
    (found,) = DIST.glob("deskchat_*.deb" if with_model else "deskchat-without-model_*.deb")
    return found


def field(package: Path, name: str) -> str:
    """A line of what a .deb says of itself."""
    done = subprocess.run(["dpkg-deb", "--field", package, name], capture_output=True, text=True, check=True)
    return done.stdout.strip()
