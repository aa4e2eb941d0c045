"""Where things lie."""

import errno
import ntpath
import os
import stat
from pathlib import Path

import platformdirs
import pytest
from platformdirs import macos, windows

from deskchat import paths
from tests.faults.cases import case


def test_a_home_holds_everything(tmp_path: Path) -> None:
    found = paths.find(tmp_path / "home")
    places = (found.database, found.settings, found.providers, found.models, found.model_files, found.model_lists, found.logs)
    assert all((tmp_path / "home") in place.parents for place in places)


def test_the_variable_names_the_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESKCHAT_HOME", str(tmp_path / "ü ö"))
    assert paths.find().database == tmp_path / "ü ö" / "deskchat.db"


def test_a_home_that_is_named_wins_over_the_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESKCHAT_HOME", str(tmp_path / "variable"))
    assert paths.find(tmp_path / "named").data == tmp_path / "named"


def test_without_a_home_the_system_s_folders_are_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DESKCHAT_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert paths.find().database == tmp_path / "data" / "deskchat" / "deskchat.db"


def test_the_folder_of_somebody_nobody_knows_is_a_name_like_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "me"))
    assert paths.find(Path("~/chats")).data == tmp_path / "me" / "chats"
    assert paths.find(Path("~nobody-of-that-name/chats")).data == tmp_path / "~nobody-of-that-name" / "chats"


@case(132)
def test_folders_are_the_user_s_alone_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        made = paths.private_folder(tmp_path / "a" / "b")
    finally:
        os.umask(before)
    assert [folder.stat().st_mode & 0o777 for folder in (made, made.parent)] == [0o700, 0o700]


def test_the_resources_are_there() -> None:
    assert (paths.resources() / "icons" / "deskchat.svg").is_file()


def test_windows_keeps_everything_in_the_persons_own_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    user = r"C:\Users\Ann Müller"
    monkeypatch.delenv("DESKCHAT_HOME")
    monkeypatch.setattr(platformdirs, "PlatformDirs", windows.Windows)
    monkeypatch.setattr(windows, "get_win_folder", {"CSIDL_LOCAL_APPDATA": rf"{user}\AppData\Local"}.__getitem__)    # and no other
    monkeypatch.setattr(os.path, "join", ntpath.join)
    monkeypatch.setattr(os.path, "normpath", ntpath.normpath)
    found = paths.find()
    ours = rf"{user}\AppData\Local\deskchat"
    assert [str(place) for place in (found.config, found.data, found.cache, found.logs)] == [
        ours, ours, rf"{ours}\Cache", rf"{ours}\Logs",
    ]    # fmt: skip


def test_a_mac_keeps_everything_in_the_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DESKCHAT_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in [name for name in os.environ if name.startswith("XDG_")]:
        monkeypatch.delenv(name)
    monkeypatch.setattr(platformdirs, "PlatformDirs", macos.MacOS)
    found, library = paths.find(), tmp_path / "Library"
    support = library / "Application Support" / "deskchat"
    assert (found.config, found.data) == (support, support)
    assert (found.cache, found.logs) == (library / "Caches" / "deskchat", library / "Logs" / "deskchat")
    assert not list(tmp_path.iterdir()), "nothing is made by looking"


@case(131)
@pytest.mark.parametrize(
    ("name", "opens"),
    [("model.gguf", True), ("MODEL.GGUF", True), ("mine.deskchat.json", True), ("other.json", False), ("deskchat:open", False), ("", False)],
)
def test_only_models_and_exports_are_handed_to_the_window(name: str, opens: bool) -> None:
    assert paths.opens_window(name) is opens


def test_a_drive_that_writes_no_folders_down_takes_files_nevertheless(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = os.fsync

    def refuses_folders(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        written(descriptor)

    monkeypatch.setattr(os, "fsync", refuses_folders)
    paths.replace_file(tmp_path / "file", b"whole")
    assert (tmp_path / "file").read_bytes() == b"whole"
