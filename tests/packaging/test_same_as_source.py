"""What the checkout's program is held to holds for the packaged one, and one commit makes one package."""

import os
import subprocess
import sys
from pathlib import Path

from tests.packaging.built import CHECKOUT, DIST, MARKS, TREE, package

pytestmark = MARKS

PROGRAM = TREE / "usr" / "lib" / "deskchat" / "deskchat"
TESTS = [
    "tests/blackbox",    # the accessibility tree
    "tests/cli/test_ask.py", "tests/cli/test_local.py", "tests/cli/test_several.py", "tests/cli/test_faults.py",
    "tests/cli/test_keys.py",    # the keyring
    # the place where it looks for updates is built in
    "--deselect=tests/blackbox/test_jobs_of_upkeep.py::test_a_newer_release_is_looked_for_when_that_is_wanted",
]  # fmt: skip


def test_the_same_tests_pass() -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *TESTS], cwd=CHECKOUT, text=True, check=False, timeout=1500,
        env=environment | {"DESKCHAT_PROGRAM": str(PROGRAM)}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )    # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:]
    assert "skipped" not in done.stdout, done.stdout[-3000:]


def test_a_second_build_of_one_commit_is_the_same_file_whoever_makes_it(tmp_path: Path) -> None:
    build = [sys.executable, "packaging/bundle/build.py", "bare", "--work", f"{tmp_path}/work"]
    build += ["--output", f"{tmp_path}/dist"]
    elsewhere = os.environ | {"TZ": "Asia/Tokyo", "LC_ALL": "C"}
    done = subprocess.run(
        build, cwd=CHECKOUT, capture_output=True, text=True, check=False, timeout=1500, env=elsewhere, umask=0o077
    )
    assert done.returncode == 0, done.stderr
    first, second = package(with_model=False), tmp_path / "dist" / package(with_model=False).name
    same = subprocess.run(["cmp", first, second], capture_output=True, text=True, check=False)
    assert same.returncode == 0, f"{same.stdout}{differences(first, second, tmp_path)}"
    assert (tmp_path / "dist" / "SHA256SUMS").read_text() in (DIST / "SHA256SUMS").read_text()


def differences(first: Path, second: Path, work: Path) -> str:
    """Which files are not the same."""
    for made, name in ((first, "first"), (second, "second")):
        subprocess.run(["dpkg-deb", "--raw-extract", str(made), str(work / name)], check=True)
    compare = ["diff", "--recursive", "--brief", "--no-dereference", str(work / "first"), str(work / "second")]
    return subprocess.run(compare, capture_output=True, text=True, check=False).stdout
