"""What goes into a package and what stays out, told without building one."""

import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "packaging" / "bundle"))    # a program, not a package

import licences
import steps
import tree
import trimming

from tests.faults.cases import case

CHECKOUT = steps.CHECKOUT
LIBRARY = Path(sys.executable).resolve()


def entry(name: str, source: Path = LIBRARY, kind: str = "BINARY") -> trimming.Entry:
    return (name, str(source), kind)


def names(entries: list[trimming.Entry]) -> set[str]:
    return {name for name, _, _ in entries}


@case(142)
def test_unused_plugins_stay_out_and_used_ones_stay() -> None:
    plugins = "PySide6/Qt/plugins/platforms"
    kept = trimming.kept_binaries([entry(f"{plugins}/libqxcb.so"), entry(f"{plugins}/libqvnc.so")])
    assert names(kept) == {f"{plugins}/libqxcb.so"}


def test_a_library_that_nothing_is_linked_with_stays_out() -> None:
    assert trimming.kept_binaries([entry("libgtk-3.so.0")]) == []


def test_a_library_that_something_is_linked_with_stays() -> None:
    wanted = {"module": frozenset({"libfirst.so.1"}), "first": frozenset({"libsecond.so.1"})}
    entries = [
        entry("package/module.so", Path("module")), entry("libfirst.so.1", Path("first")),
        entry("libsecond.so.1", Path("second")), entry("libthird.so.1", Path("third")),
    ]  # fmt: skip
    kept = trimming.kept_binaries(entries, lambda file: wanted.get(file.name, frozenset()))
    assert names(kept) == {"package/module.so", "libfirst.so.1", "libsecond.so.1"}


@pytest.mark.parametrize("name", ["libstdc++.so.6", "libX11.so.6", "libglib-2.0.so.0", "libdbus-1.so.3", "libz.so.1"])
def test_what_drivers_and_desktops_plug_into_is_the_systems(name: str) -> None:
    kept = trimming.kept_binaries([entry("module.so"), entry(name)])
    assert name not in names(kept)


def test_the_engines_libraries_are_there_once() -> None:
    engine = "llama_cpp/lib/libggml-base.so.0"
    kept = trimming.kept_binaries([entry("libggml-base.so.0"), entry("libllama.so.0"), entry(engine), entry("libmtmd.so.0", kind="SYMLINK")])
    assert names(kept) == {engine}


def test_only_our_languages_of_qt_are_packed() -> None:
    folder = "PySide6/Qt/translations"
    kept = trimming.kept_data([entry(f"{folder}/{name}") for name in ("qtbase_de.qm", "qtbase_ja.qm", "qt_help_de.qm")])
    assert names(kept) == {f"{folder}/qtbase_de.qm"}


def test_a_package_does_not_tell_where_it_was_made() -> None:
    record = "keyring-25.7.0.dist-info"
    stay = {f"{record}/{name}" for name in ("METADATA", "entry_points.txt", "licenses/LICENSE")} | {"RECORD"}
    notes = [f"{record}/{name}" for name in ("RECORD", "INSTALLER", "direct_url.json")]
    assert names(trimming.kept_data([entry(name) for name in (*stay, *notes)])) == stay


def test_a_link_to_what_was_left_out_is_left_out() -> None:
    links = [entry("libQt6Core.so", Path("PySide6/libQt6Core.so"), "SYMLINK"), entry("libgone.so", Path("PySide6/libgone.so"), "SYMLINK")]
    assert names(trimming.without_dangling_links(links, {"PySide6/libQt6Core.so"})) == {"libQt6Core.so"}


def test_each_library_of_the_engine_is_packed_once_and_found_by_all_its_names(tmp_path: Path) -> None:
    build = ["gcc", "-shared", "-nostdlib", "-Wl,-soname,libllama.so.0", "-x", "c", "/dev/null", "-o"]
    for name in ("libllama.so", "libllama.so.0", "libllama.so.0.5.0"):
        subprocess.run([*build, tmp_path / name], check=True)
    assert trimming.engine_libraries(tmp_path) == [(str(tmp_path / "libllama.so.0"), "llama_cpp/lib")]
    assert trimming.engine_links(tmp_path) == {"libllama.so": "libllama.so.0"}


@case(142)
def test_licences_are_gathered_of_what_is_needed_and_not_of_the_tools() -> None:
    found = licences.dependencies((CHECKOUT / "uv.lock").read_text("utf-8"), "deskchat")
    assert {"pyside6-essentials", "shiboken6", "numpy", "llama-cpp-python", "secretstorage"} <= set(found)
    assert not {"pytest", "mypy", "deskchat", "openai"} & set(found)


def test_the_entry_the_metadata_and_the_window_have_one_name() -> None:
    metadata = ET.parse(steps.LINUX / f"{steps.APP_ID}.metainfo.xml")
    assert metadata.findtext("id") == steps.APP_ID
    assert (steps.LINUX / f"{steps.APP_ID}.desktop").read_text().count(f"Icon={steps.APP_ID}\n") == 1
    assert f'setDesktopFileName("{steps.APP_ID}")' in (CHECKOUT / "src/deskchat/app.py").read_text()


def test_a_compressed_file_is_the_same_whenever_it_is_made(tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "page").write_text("text")
        tree.compress(tmp_path / name / "page")
        made.append((tmp_path / name / "page.gz").read_bytes())
    assert made[0] == made[1]
