"""``deskchat backup``: what was there is there again, and what is replaced is kept."""

from tests.support.home import Home
from tests.support.servers import ChatServer


def test_a_backup_is_made_listed_and_restored_and_the_present_history_is_kept(home: Home, server: ChatServer) -> None:
    first = home.ask("--model", "loop/echo-1", "before").events[0]["conversation"]
    made = home.run("backup", "make")
    assert made.status == 0, made.err
    later = home.ask("--model", "loop/echo-1", "after").events[0]["conversation"]
    listed = home.run("backup", "list").out.splitlines()
    assert len(listed) == 1
    name = listed[0].split()[0]
    assert name in made.out
    assert "made by hand" in listed[0]
    done = home.run("backup", "restore", name)
    assert done.status == 0, done.err
    assert [line.split()[0] for line in home.run("list").out.splitlines()] == [first]
    kept = next(line.split()[0] for line in home.run("backup", "list").out.splitlines() if "before a restore" in line)
    assert home.run("backup", "restore", kept).status == 0
    assert later in home.run("list").out


def test_a_backup_to_a_file_replaces_nothing(home: Home, server: ChatServer) -> None:
    home.ask("--model", "loop/echo-1", "kept")
    target = home.folder / "mine.db"
    assert home.run("backup", "make", str(target)).status == 0
    before = target.read_bytes()
    again = home.run("backup", "make", str(target))
    assert again.status == 1
    assert "was not replaced" in again.err
    assert target.read_bytes() == before


def test_a_file_alone_is_where_a_backup_is_made(home: Home, server: ChatServer) -> None:
    home.ask("--model", "loop/echo-1", "kept")
    target = home.folder / "mine.db"
    done = home.run("backup", str(target))
    assert (done.status, done.out, done.err) == (0, f"{target}\n", "")
    assert target.read_bytes()[:15] == b"SQLite format 3"
    assert home.run("backup", "list").out == ""


def test_an_unknown_backup_is_a_sentence(home: Home) -> None:
    done = home.run("backup", "restore", "../../deskchat")
    assert done.status == 1
    assert "There is no backup" in done.err
