"""The .deb as the person gets it: installed in a bare Debian, asked without a network, removed."""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest

from tests.faults.cases import case
from tests.packaging import compositor, debian_root
from tests.packaging.built import CHECKOUT, MARKS, QUESTION, field, package
from tests.support import desktop as a_desktop
from tests.support.desktop import Screen, desktop

why_not = debian_root.missing() or a_desktop.missing() or compositor.missing()
pytestmark = [*MARKS, pytest.mark.skipif(bool(why_not), reason=why_not or "a root and a desktop can be made")]

Environment = dict[str, str]
OLDER = "0.0.9"
LEFT_OVER = "usr/lib/deskchat/_internal/only-in-the-older-one"
HISTORIES = CHECKOUT / "tests" / "store" / "histories"
SHOWN_BY_MESA = {"GGML_VK_VISIBLE_DEVICES": "0"}    # a driver that computes on the processor is hidden otherwise


@pytest.fixture
def short() -> Iterator[Path]:
    """A folder below ``/tmp``, which is the same inside and outside, with a name short enough for sockets."""
    with tempfile.TemporaryDirectory(prefix="pk-", dir="/tmp") as folder:
        yield Path(folder)


@case(142)
@pytest.mark.parametrize("suite", ["bookworm", "trixie"])
def test_installed_in_a_bare_debian_it_answers_without_a_network_and_leaves_nothing(suite: str, tmp_path: Path, short: Path) -> None:
    with debian_root.bare(suite, tmp_path / "root") as root:
        root.install(package(with_model=True))
        assert "Paris" in answer(root)
        assert "The part for Vulkan" in told_by_doctor(root)["computed"], "it says why there are no graphics"
        with desktop(short / "user") as screen:
            answers_in_its_window(root, screen, short / "x11", nullcontext)
            answers_in_its_window(root, screen, short / "wayland", compositor.wayland)

        with_it = root.files()
        root.run("apt-get", "purge", "-y", "-qq", "deskchat")
        left = {path for path in root.files() if "deskchat" in path.lower()}
        assert left == set()
        assert "./usr/lib/deskchat/deskchat" in with_it


@pytest.mark.parametrize("suite", ["bookworm", "trixie"])
def test_a_graphics_driver_computes_the_same_answer_and_a_missing_one_costs_nothing(suite: str, tmp_path: Path) -> None:
    with debian_root.bare(suite, tmp_path / "root") as root:
        root.install(package(with_model=True))
        on_the_processor = answer(root, SHOWN_BY_MESA)
        told = told_by_doctor(root, SHOWN_BY_MESA)
        assert "Vulkan" not in told["device"]
        if suite == "bookworm":    # in trixie the libraries of OpenGL bring that of Vulkan
            assert "libvulkan.so.1: cannot open shared object file" in told["computed"], "which library is missing"

        root.run("apt-get", "install", "-y", "-qq", "--no-install-recommends", "libvulkan1")
        told = told_by_doctor(root, SHOWN_BY_MESA)
        assert "Vulkan" not in told["device"], "there is a loader, and no driver for it"
        assert "finds no device, or no driver for one" in told["computed"]
        assert answer(root, SHOWN_BY_MESA) == on_the_processor

        root.run("apt-get", "install", "-y", "-qq", "--no-install-recommends", "mesa-vulkan-drivers")
        told = told_by_doctor(root, SHOWN_BY_MESA)
        assert "Vulkan0: llvmpipe" in told["device"]
        assert told["computed"].startswith("The whole model is on llvmpipe")
        assert answer(root, SHOWN_BY_MESA) == on_the_processor


def test_a_newer_package_takes_the_place_of_an_older_one_and_conversations_and_settings_stay(tmp_path: Path) -> None:
    newer = package(with_model=True)
    with debian_root.bare("bookworm", tmp_path / "root") as root:
        root.install(older(newer, tmp_path))
        assert root.run("dpkg-query", "-W", "-f", "${Version}", "deskchat") == OLDER
        assert "Paris" in answer(root)
        settings = root.path / "root" / ".config" / "deskchat" / "settings.toml"
        settings.parent.mkdir(parents=True, exist_ok=True)    # a question alone writes none
        settings.write_text("# by hand\n[appearance]\nfont_size = 14\n")
        ancient = root.path / "root" / "ancient" / "deskchat.db"
        ancient.parent.mkdir(parents=True)
        shutil.copyfile(HISTORIES / "0001.db", ancient)

        root.install(newer)

        assert root.run("dpkg-query", "-W", "-f", "${Version}", "deskchat") == field(newer, "Version")
        assert not (root.path / LEFT_OVER).exists(), "what only the older one had is still there"
        (conversation,) = root.run("deskchat", "list", offline=True).splitlines()
        assert "Paris" in root.run("deskchat", "show", conversation.split()[0], offline=True)
        assert settings.read_text() == "# by hand\n[appearance]\nfont_size = 14\n"
        assert "notice" not in told_by_doctor(root)
        assert "Paris" in answer(root)
        assert len(root.run("deskchat", "list", offline=True).splitlines()) == 2
        assert root.run("deskchat", "--home", "/root/ancient", "list", offline=True).strip()
        assert "update" in root.run("deskchat", "--home", "/root/ancient", "backup", "list", offline=True)


def older(newer: Path, work: Path) -> Path:
    """The package as a release before it would be: with a lower version, and a file that the newer one has no more."""
    tree = work / "older"
    subprocess.run(["dpkg-deb", "--raw-extract", newer, tree], check=True)
    control = tree / "DEBIAN" / "control"
    version = f"Version: {field(newer, 'Version')}\n"
    assert version in control.read_text()
    control.write_text(control.read_text().replace(version, f"Version: {OLDER}\n"))
    (tree / LEFT_OVER).write_text("of the older one\n")
    made = work / f"deskchat_{OLDER}_amd64.deb"
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Znone", "--build", tree, made], check=True, stdout=subprocess.DEVNULL)
    return made


def answer(root: debian_root.Root, more: Environment | None = None) -> str:
    """What the model in the box says at temperature 0, with no network at all."""
    ask = ("deskchat", "ask", "--offline", "--json", "--temperature", "0", "--max-tokens", "64", QUESTION)
    events = [json.loads(line) for line in root.run(*ask, offline=True, timeout=300, environment=more).splitlines()]
    assert events[-1]["event"] == "done"
    return "".join(event["text"] for event in events if event["event"] == "text")


def told_by_doctor(root: debian_root.Root, more: Environment | None = None) -> dict[str, str]:
    """Its lines by their first word; those of several devices together."""
    told: dict[str, str] = {}
    for line in root.run("deskchat", "doctor", offline=True, timeout=300, environment=more).splitlines():
        name, _, rest = line.strip().partition(" ")
        told[name] = f"{told.get(name, '')} {rest.strip()}".strip()
    return told


def answers_in_its_window(
    root: debian_root.Root, screen: Screen, home: Path, on: Callable[[Environment], AbstractContextManager[Environment | None]]
) -> None:
    shown = debian_root.display(screen.environment)
    home.mkdir()
    with on(shown) as changed, (home / "said.log").open("wb") as said:
        environment = root.environment(**(changed or shown))
        command = root.command("deskchat", "--home", str(home), offline=True)
        program = subprocess.Popen(command, env=environment, stdout=said, stderr=said)
        try:
            screen.find("Message", timeout=60)
            screen.type("Message", QUESTION)
            screen.press("Send", timeout=30)
            screen.wait_text("Transcript", "Paris", timeout=90)
        except AssertionError as failed:
            raise AssertionError(f"{failed}\n{(home / 'said.log').read_text()[-2000:]}") from failed
        finally:
            program.terminate()
            program.wait(120)
