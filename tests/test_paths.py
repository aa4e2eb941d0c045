"""Where things lie."""

import os
from pathlib import Path

import pytest

from deskchat import paths


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


def test_folders_are_the_user_s_alone_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        made = paths.private_folder(tmp_path / "a" / "b")
    finally:
        os.umask(before)
    assert [folder.stat().st_mode & 0o777 for folder in (made, made.parent)] == [0o700, 0o700]


def test_the_resources_are_there() -> None:
    assert (paths.resources() / "icons" / "deskchat.svg").is_file()
