"""``deskchat export`` and ``deskchat import``."""

from tests.support.home import Home
from tests.support.servers import ChatServer


def test_conversations_go_out_and_come_back_once(home: Home, server: ChatServer) -> None:
    first = home.ask("--model", "loop/echo-1", "walnut").events[0]["conversation"]
    target = home.folder / "all.deskchat.json"
    done = home.run("export", "--all", "--to", str(target))
    assert (done.status, done.err) == (0, "")
    other = Home(home.folder / "other")
    came = other.run("import", str(target))
    assert (came.status, came.err) == (0, "")
    assert "1 new" in came.out
    assert "1 already here" in other.run("import", str(target)).out
    assert other.run("show", first).out == home.run("show", first).out


def test_what_is_no_export_is_a_sentence(home: Home) -> None:
    home.folder.mkdir(exist_ok=True)
    file = home.folder / "notes.txt"
    file.write_text("hello")
    done = home.run("import", str(file), str(home.folder / "missing"))
    assert done.status == 1
    assert "notes.txt: It is of no kind that deskchat knows." in done.err
    assert "missing: It can't be read: No such file or directory." in done.err


def test_what_to_export_has_to_be_said(home: Home) -> None:
    assert home.run("export", "--to", "x").status == 2
