"""What is built with and shipped: each part pinned by a hash, and none with a hole that is known."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.faults.cases import case

CHECKOUT = Path(__file__).parents[2]
LOCK = tomllib.loads((CHECKOUT / "uv.lock").read_text("utf-8"))
SOUND_FROM = {
    "jinja2": (3, 1, 6),               # CVE-2025-27516: out of the sandbox
    "h11": (0, 16),                    # CVE-2025-43859: smuggled requests
    "pyside6-essentials": (6, 10, 1),  # CVE-2025-10728, CVE-2025-10729: SVG
    "llama-cpp-python": (0, 3, 17),    # CVE-2025-53630 and before, in the llama.cpp that it brings
    "keyring": (25, 7),
    "pypdf": (6, 0),                   # CVE-2025-55197: a stream that takes all memory
    "cryptography": (44, 0, 1),        # CVE-2024-12797
}
NEVER = {
    "keyrings-alt",    # keeps keys in a plain file
    "litellm",         # PYSEC-2026-2: a release that stole keys at the start of the interpreter
}


def versions(name: str) -> list[tuple[int, ...]]:
    """All that the lock has of it."""
    found = [package["version"] for package in LOCK["package"] if package["name"] == name]
    return [tuple(int(part) for part in re.findall(r"\d+", version.partition("+")[0])) for version in found]


@case(144)
def test_every_part_is_pinned_by_a_hash() -> None:
    for package in LOCK["package"]:
        if "registry" in package["source"]:
            files = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
            assert files, package["name"]
            assert all(file["hash"].startswith("sha256:") for file in files), package["name"]
        else:
            assert package["name"] == "deskchat"


@case(144)
@pytest.mark.parametrize(("name", "sound"), SOUND_FROM.items())
def test_no_part_has_a_hole_that_is_known(name: str, sound: tuple[int, ...]) -> None:
    assert versions(name), "it is not there any more: another part does its work, which may have holes of its own"
    assert all(version >= sound for version in versions(name))


@case(142, 144)
def test_parts_that_are_holes_are_not_there() -> None:
    assert not NEVER & {package["name"] for package in LOCK["package"]}


@case(144)
def test_what_unpickles_is_never_used() -> None:
    """``diskcache`` (CVE-2025-69872) comes with llama-cpp-python; no line of ours leads to it, or to any pickle."""
    for path in (CHECKOUT / "src").rglob("*.py"):
        found = re.search(r"^\s*(?:import|from) (?:pickle|marshal|shelve|dill|diskcache)\b|LlamaDiskCache", path.read_text("utf-8"), re.MULTILINE)
        assert found is None, f"{path}: {found and found[0]}"
