"""The archive that is unpacked anywhere and the image an AppImage is made of, run where they lie."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.packaging import debian_root
from tests.packaging.built import DIST, MARKS, QUESTION

pytestmark = [*MARKS, pytest.mark.skipif(bool(debian_root.missing()), reason=debian_root.missing() or "root may do it")]


@pytest.fixture
def image(tmp_path: Path) -> Iterator[Path]:
    """The AppDir, mounted as the AppImage's runtime would."""
    (packed,) = DIST.glob("*.squashfs")
    mounted = tmp_path / "image"
    mounted.mkdir()
    subprocess.run(["mount", "-t", "squashfs", "-o", "loop,ro", packed, mounted], check=True)
    yield mounted
    subprocess.run(["umount", "--lazy", mounted], check=True)


def says(program: Path, home: Path) -> str:
    command = [*debian_root.OFFLINE, str(program), "--home", str(home), "ask", "--offline", "--max-tokens", "32", QUESTION]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/", timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_image_of_the_appimage_answers(image: Path, tmp_path: Path) -> None:
    assert "Paris" in says(image / "AppRun", tmp_path / "home")


def test_the_image_has_what_a_desktop_asks_for_at_its_top(image: Path) -> None:
    assert {file.name for file in image.iterdir()} == {
        "AppRun", ".DirIcon", "io.github.deskchat.Deskchat.desktop", "io.github.deskchat.Deskchat.svg", "usr",
    }    # fmt: skip
    assert (image / ".DirIcon").resolve().read_text().startswith("<svg")
    assert all(file.stat().st_uid == 0 for file in image.iterdir())


def test_the_archive_answers_from_any_folder(tmp_path: Path) -> None:
    (archive,) = DIST.glob("*.tar.xz")
    subprocess.run(["tar", "-xJf", archive, "-C", tmp_path], check=True)
    (folder,) = tmp_path.glob("deskchat-*")
    (tmp_path / "a folder with spaces").mkdir()
    moved = folder.rename(tmp_path / "a folder with spaces" / "deskchat ü")
    assert "Paris" in says(moved / "bin" / "deskchat", tmp_path / "home")
    assert os.access(moved / "bin" / "deskchat", os.X_OK)
