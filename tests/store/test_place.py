"""The history is where it was opened, or the person hears of it; some places are worth a word."""

import os
import sys
from pathlib import Path

import pytest

from deskchat.chat.errors import ChatError
from deskchat.store import place
from deskchat.store.database import Database
from deskchat.store.history import open_history
from tests.faults.cases import case
from tests.store.conftest import History


@case(95)
@pytest.mark.skipif(sys.platform == "win32", reason="an open file can't be moved there")
@pytest.mark.parametrize("how", ["removed", "moved", "replaced"])
def test_nothing_is_written_to_a_file_that_is_not_there_any_more(history: History, tmp_path: Path, how: str) -> None:
    history.conversation("c1")
    history.say("c1", "m1", "kept")
    moved = tmp_path / "moved.db"
    if how == "removed":
        history.path.unlink()
    else:
        history.path.rename(moved)
    if how == "replaced":
        history.path.write_bytes(moved.read_bytes())
    words = "replaced by another file" if how == "replaced" else "moved or removed"
    with pytest.raises(ChatError, match=words):
        history.say("c1", "m2", "lost")
    with pytest.raises(ChatError, match=words):
        history.conversations.rename("c1", "Lost")
    if how == "moved":
        moved.rename(history.path)
        history.say("c1", "m2", "stored again")


@case(96)
@pytest.mark.skipif(sys.platform == "win32", reason="links need a right of their own there")
def test_a_link_to_the_history_is_the_history(path: Path, tmp_path: Path) -> None:
    History(path).database.close()
    link = tmp_path / "elsewhere" / "link.db"
    link.parent.mkdir()
    link.symlink_to(path)
    one = Database.open(path, exclusive=True)
    with pytest.raises(ChatError, match="Another deskchat window"):
        Database.open(link, exclusive=True)
    two = Database.open(link)
    assert two.owner_lives(one.owner)
    assert list(link.parent.iterdir()) == [link], "what belongs to the history lies beside the file itself"
    two.close()
    one.close()


@case(96)
@pytest.mark.skipif(sys.platform == "win32", reason="there the number of names is not known")
def test_a_second_name_is_warned_of(path: Path, tmp_path: Path) -> None:
    History(path).database.close()
    assert open_and_close(path) == ""
    os.link(path, tmp_path / "second.db")
    assert "has a second name somewhere" in open_and_close(path)


@case(96)
@pytest.mark.parametrize(
    ("folder", "kind", "words"),
    [
        ("home", "ext4", ""), ("home", "nfs4", "network drive (nfs4)"), ("home", "fuse.sshfs", "network drive"), ("home", "cifs", "network"),
        ("Dropbox", "ext4", "copied elsewhere (Dropbox)"), ("OneDrive - Firm", "ext4", "copied elsewhere (OneDrive)"), ("MEGAphone", "ext4", ""),
    ],
)  # fmt: skip
def test_a_place_that_is_shared_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str, kind: str, words: str
) -> None:
    monkeypatch.setattr(place, "_file_system", lambda _: kind)
    path = tmp_path / folder / "deskchat.db"
    told = open_and_close(path)
    assert words in told
    assert bool(told) is bool(words)
    assert open_and_close(path) == "", "at every start it would only be in the way"


@pytest.mark.skipif(sys.platform != "linux", reason="reads Linux's table of mounts")
def test_the_kind_of_a_file_system_is_read_from_the_system() -> None:
    assert place._file_system(Path("/proc")) == "proc"
    assert place._file_system(Path("/nowhere")) == ""


def open_and_close(path: Path) -> str:
    database = open_history(path)
    database.close()
    return database.notice
