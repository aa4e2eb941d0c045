"""What the packages in ``dist/`` hold, and what they say of themselves."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.faults.cases import case
from tests.packaging.built import CHECKOUT, DIST, MARKS, TREE, field, package

MEGABYTE = 1_000_000

pytestmark = MARKS


def test_the_packages_are_as_small_as_promised() -> None:
    assert package(with_model=False).stat().st_size <= 70 * MEGABYTE
    assert package(with_model=True).stat().st_size <= 165 * MEGABYTE
    kilobytes = field(package(with_model=False), "Installed-Size")
    assert int(kilobytes) * 1024 <= 280 * MEGABYTE


def test_what_it_depends_on_is_named_with_versions() -> None:
    depends = field(package(with_model=True), "Depends")
    assert "libc6 (>= 2." in depends
    assert "libgl1" in depends
    assert "gtk" not in depends
    assert "libxkbcommon-x11-0" not in depends, "what is in the package is not asked for again"


def test_a_graphics_driver_is_used_but_not_asked_for() -> None:
    assert "libvulkan1" in field(package(with_model=True), "Recommends")
    assert "libvulkan1" not in field(package(with_model=True), "Depends")


def test_the_engine_has_parts_for_every_processor_and_for_graphics() -> None:
    parts = {file.name for file in (TREE / "usr/lib/deskchat/_internal/llama_cpp/lib").glob("libggml-*.so")}
    assert {"libggml-vulkan.so", "libggml-cpu-sse42.so", "libggml-cpu-haswell.so", "libggml-cpu-zen4.so"} <= parts


@case(142)
def test_libraries_are_looked_for_in_the_package_alone() -> None:
    """A folder of the machine that compiled them could be anybody's elsewhere."""
    engine = TREE / "usr/lib/deskchat/_internal/llama_cpp/lib"
    libraries = [file for file in engine.iterdir() if not file.is_symlink()]
    told = subprocess.run(["readelf", "-dW", *libraries], capture_output=True, text=True, check=True).stdout
    places = set(re.findall(r"\((?:RPATH|RUNPATH)\).*\[(.*)\]", told))
    assert places == {"$ORIGIN"}


@case(142)
def test_nothing_runs_at_the_start_of_the_interpreter_and_no_key_can_go_to_a_plain_file() -> None:
    names = {file.name.lower() for file in TREE.rglob("*")}
    assert not [name for name in names if name.endswith(".pth") or name in ("sitecustomize.py", "usercustomize.py", "qt.conf")]
    assert not [name for name in names if name.startswith(("keyrings", "keyrings.alt"))]
    assert [name for name in names if re.fullmatch(r"keyring-[\d.]+\.dist-info", name)], "by it the keyrings of systems are found"


def test_there_is_no_way_in_by_a_link() -> None:
    entry = (TREE / "usr/share/applications/io.github.deskchat.Deskchat.desktop").read_text()
    assert "x-scheme-handler" not in entry


def test_what_others_made_is_named_with_its_licence() -> None:
    text = (TREE / "usr/share/doc/deskchat/THIRD-PARTY.txt").read_text()
    for name in ("PySide6_Essentials", "numpy", "llama.cpp and ggml", "SmolLM2", "GNU LESSER GENERAL PUBLIC LICENSE", "libxkbcommon0"):
        assert name in text, name


def test_the_checksums_are_those_of_the_files() -> None:
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=DIST, check=True)


@pytest.mark.parametrize(
    "command",
    [
        ["desktop-file-validate", str(TREE / "usr/share/applications/io.github.deskchat.Deskchat.desktop")],
        ["appstreamcli", "validate", "--no-net", str(TREE / "usr/share/metainfo/io.github.deskchat.Deskchat.metainfo.xml")],
        ["lintian", "--allow-root", "--fail-on", "error,warning", "--", "with_model"],
        ["lintian", "--allow-root", "--fail-on", "error,warning", "--", "without_model"],
        ["flatpak-builder", "--show-manifest", str(CHECKOUT / "packaging/linux/io.github.deskchat.Deskchat.yml")],
    ],
    ids=lambda command: f"{command[0]} {command[-1].rpartition('/')[2]}",
)
def test_the_checkers_of_others_find_nothing(command: list[str], tmp_path: Path) -> None:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    if command[0] == "lintian":
        command = [*command[:-1], str(package(with_model=command[-1] == "with_model"))]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)    # where some leave things
    assert done.returncode == 0, done.stdout + done.stderr
