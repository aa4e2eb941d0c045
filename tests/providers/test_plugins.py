"""Packages from outside bring providers and wires, once they were allowed."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from deskchat.providers import plugins
from deskchat.providers.catalogue import load
from tests.support.plugins import EXAMPLE, NAME, install, install_example


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    before, modules = list(sys.path), set(sys.modules)
    yield tmp_path / "plugins"
    sys.path[:] = before
    for name in set(sys.modules) - modules:
        if name.startswith(("deskchat_completion", "outsider")):
            del sys.modules[name]


def test_a_plugin_is_listed_without_running_any_of_it(folder: Path) -> None:
    install(folder, "raise SystemExit('it ran')")
    assert plugins.installed(folder) == (plugins.Plugin("outsider", "1.0", "For the tests", ("outside",)),)
    assert plugins.load(folder, ()) == plugins.NOTHING


def test_the_example_brings_a_provider_and_its_wire(folder: Path) -> None:
    install_example(folder)
    catalogue = load(None, plugins.load(folder, {NAME}))
    assert catalogue.problems == ()
    entry = catalogue.entry("llama-completion")
    assert entry.local
    assert catalogue.open_wire(entry).encode.__doc__


def test_a_plugin_that_fails_is_a_sentence_and_the_others_are_used(folder: Path) -> None:
    install(folder, "1 / 0")
    install_example(folder)
    catalogue = load(None, plugins.load(folder, {NAME, "outsider"}))
    assert "“outsider” could not be used" in catalogue.problems[0].message
    assert catalogue.entry("llama-completion")


@pytest.mark.parametrize("source", ["raise SystemExit('away')", "raise ImportError('of something else')"])
def test_a_plugin_can_not_end_the_program(source: str, folder: Path) -> None:
    install(folder, source)
    assert "“outsider” could not be used" in plugins.load(folder, {"outsider"}).problems[0].message


@pytest.mark.parametrize("records", [b"[deskchat.providers]\nno sign of equality\n", b"\xff\xfe", b"[deskchat.providers]\n= \n"])
@pytest.mark.parametrize("package", ["outsider", "of something else"])
def test_a_package_with_damaged_records_keeps_nothing_else_from_being_used(records: bytes, package: str, folder: Path) -> None:
    install(folder, "")
    info = folder / "outsider-1.0.dist-info"
    (info / "METADATA").write_text(f"Metadata-Version: 2.4\nName: {package}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_bytes(records)
    install_example(folder)
    catalogue = load(None, plugins.load(folder, {NAME, "outsider"}))
    told = [problem.sentence for problem in catalogue.problems]
    assert told == (["The plugin “outsider” could not be used."] if package == "outsider" else [])
    assert catalogue.entry("llama-completion")
    assert NAME in {plugin.package for plugin in plugins.installed(folder)}


@pytest.mark.parametrize("about", [b"", b"\xff\xfe", b"Name:\n"])
def test_a_package_without_a_name_is_passed_over(about: bytes, folder: Path) -> None:
    install(folder, "")
    (folder / "outsider-1.0.dist-info" / "METADATA").write_bytes(about)
    install_example(folder)
    assert [plugin.package for plugin in plugins.installed(folder)] == [NAME]
    assert plugins.load(folder, {NAME, "outsider"}).problems == ()


def test_a_plugin_that_is_there_twice_is_used_once(folder: Path, tmp_path: Path) -> None:
    table = {"id": "out", "name": "Out", "base_url": "http://127.0.0.1:1", "wire": "openai-chat"}
    beside = tmp_path / "beside"
    for place in (beside, folder):
        install(place, f"PROVIDERS = [{table!r}]\n")
    sys.path.append(str(beside))
    assert [plugin.package for plugin in plugins.installed(folder)].count("outsider") == 1
    assert plugins.load(folder, {"outsider"}).providers == (table,)


def test_a_wire_that_fails_costs_its_own_provider_only(folder: Path) -> None:
    table = {"id": "out", "name": "Out", "base_url": "http://127.0.0.1:1", "wire": "outside"}
    install(folder, f"PROVIDERS = [{table!r}]\ndef open_wire(name, dialect):\n    return 1 / 0\n")
    catalogue = load(None, plugins.load(folder, {"outsider"}))
    assert "its wire does not open (ZeroDivisionError" in catalogue.problems[0].message
    assert catalogue.entries == load().entries


def test_a_plugin_can_not_lead_a_known_provider_elsewhere(folder: Path) -> None:
    install(folder, "PROVIDERS = [{'id': 'openai', 'name': 'OpenAI', 'base_url': 'https://evil.example/v1', 'key': 'keyring'}]")
    catalogue = load(None, plugins.load(folder, {"outsider"}))
    assert catalogue.entry("openai").base_url == "https://api.openai.com/v1"
    assert "already" in catalogue.problems[0].message


def test_a_plugin_can_not_replace_a_wire_of_the_program(folder: Path) -> None:
    install(folder, "def open_wire(name, dialect):\n    raise SystemExit('asked')")
    wires = {"openai-chat": plugins.load(folder, {"outsider"}).wires["outside"]}
    catalogue = load(None, plugins.Loaded(wires=wires))
    assert catalogue.open_wire(catalogue.entry("deepseek")).list_path == "models"


def test_the_plugins_folder_stands_behind_the_program(folder: Path) -> None:
    install_example(folder)
    (folder / "msgspec.py").write_text("raise SystemExit('planted')")
    plugins.load(folder, {NAME})
    assert sys.path[-1] == str(folder)


def test_the_examples_own_tests_pass() -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(EXAMPLE), "-c", os.devnull, "tests"]
    environ = {**os.environ, "PYTHONPATH": str(EXAMPLE / "src")}
    done = subprocess.run(command, cwd=EXAMPLE, env=environ, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    assert "3 passed" in done.stdout
