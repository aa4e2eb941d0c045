"""The packages in ``dist/``, as the person gets them: installed in a bare Debian, asked without a network, removed.

``make test-packages`` builds them and runs these; elsewhere they are skipped.
"""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.packaging import debian_root
from tests.support import desktop as a_desktop
from tests.support.desktop import desktop

DIST = Path(__file__).parents[2] / "dist"
TREE = Path(__file__).parents[2] / "build" / "dist" / "tree"
QUESTION = "Complete the sentence: The capital city of France is called"
MEGABYTE = 1_000_000
WANTED = "DESKCHAT_TEST_PACKAGES" in os.environ

pytestmark = [pytest.mark.skipif(not WANTED, reason="packages are tested by `make test-packages`"), pytest.mark.timeout(900)]
needs_root = pytest.mark.skipif(bool(debian_root.missing()), reason=debian_root.missing() or "a root can be made")
needs_desktop = pytest.mark.skipif(bool(a_desktop.missing()), reason=a_desktop.missing() or "a desktop is there")


def package(*, with_model: bool) -> Path:
    (found,) = DIST.glob("deskchat_*.deb" if with_model else "deskchat-without-model_*.deb")
    return found


def field(package: Path, name: str) -> str:
    done = subprocess.run(["dpkg-deb", "--field", package, name], capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def short() -> Iterator[Path]:
    """A folder below ``/tmp``, which is the same inside and outside, with a name short enough for sockets."""
    with tempfile.TemporaryDirectory(prefix="pk-", dir="/tmp") as folder:
        yield Path(folder)


@needs_root
@needs_desktop
@pytest.mark.parametrize("suite", ["bookworm", "trixie"])
def test_installed_in_a_bare_debian_it_answers_without_a_network_and_leaves_nothing(suite: str, tmp_path: Path, short: Path) -> None:
    with debian_root.bare(suite, tmp_path / "root") as root:
        root.install(package(with_model=True))
        lines = root.run("deskchat", "ask", "--offline", "--json", QUESTION, offline=True, timeout=120).splitlines()
        events = [json.loads(line) for line in lines]
        assert "Paris" in "".join(event["text"] for event in events if event["event"] == "text")
        assert events[-1]["event"] == "done"
        answers_in_its_window(root, short)

        with_it = root.files()
        root.run("apt-get", "purge", "-y", "-qq", "deskchat")
        left = {path for path in root.files() if "deskchat" in path.lower()}
        assert left == set()
        assert "./usr/lib/deskchat/deskchat" in with_it


def answers_in_its_window(root: debian_root.Root, short: Path) -> None:
    with desktop(short / "user") as screen:
        environment = root.environment(**debian_root.display(screen.environment))
        command = root.command("deskchat", "--home", str(short / "home"), offline=True)
        with (short / "said.log").open("wb") as said:
            program = subprocess.Popen(command, env=environment, stdout=said, stderr=said)
        try:
            screen.find("Message", timeout=60)
            screen.type("Message", QUESTION)
            screen.press("Send", timeout=30)
            screen.wait_text("Transcript", "Paris", timeout=90)
        except AssertionError as failed:
            raise AssertionError(f"{failed}\n{(short / 'said.log').read_text()[-2000:]}") from failed
        finally:
            program.terminate()
            program.wait(20)


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
        ["lintian", "--allow-root", "--fail-on", "error,warning"],
    ],
    ids=lambda command: command[0],
)
def test_the_checkers_of_others_find_nothing(command: list[str]) -> None:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    if command[0] == "lintian":
        command = [*command, str(package(with_model=False))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
