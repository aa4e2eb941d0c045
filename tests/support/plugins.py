"""Plugins laid where ``pip install --target`` would lay them."""

import shutil
from pathlib import Path

EXAMPLE = Path(__file__).parents[2] / "examples" / "provider-plugin"
NAME = "deskchat-completion"


def install_example(folder: Path) -> None:
    """The package under ``examples/``."""
    shutil.copytree(EXAMPLE / "src" / "deskchat_completion", folder / "deskchat_completion")
    _record(folder, NAME, "llama-completion = deskchat_completion")


def install(folder: Path, source: str) -> None:
    """A package called “outsider”, of one module."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "outsider.py").write_text(source)
    _record(folder, "outsider", "outside = outsider")


def _record(folder: Path, package: str, point: str) -> None:
    info = folder / f"{package.replace('-', '_')}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.4\nName: {package}\nVersion: 1.0\nSummary: For the tests\n")
    (info / "entry_points.txt").write_text(f"[deskchat.providers]\n{point}\n")
