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


def test_a_folder_gets_a_file_for_each_conversation_and_keeps_what_it_holds(home: Home, server: ChatServer) -> None:
    ids = [home.ask("--model", "loop/echo-1", "walnut").events[0]["conversation"] for _ in range(2)]
    folder = home.folder / "new" / "folder"
    for form in ("md", "html", "json"):
        done = home.run("export", *ids, "--format", form, str(folder))
        assert (done.status, done.err) == (0, ""), form
    names = {"walnut.md", "walnut 2.md", "walnut.html", "walnut 2.html", "walnut.deskchat.json", "walnut 2.deskchat.json"}
    assert {file.name for file in folder.iterdir()} == names
    before = {file: file.read_bytes() for file in folder.iterdir()}
    assert home.run("export", "--all", "--format", "md", str(folder)).status == 0
    assert {file: file.read_bytes() for file in before} == before
    assert {file.name for file in folder.iterdir()} == {*names, "walnut 3.md", "walnut 4.md"}
    other = Home(home.folder / "other")
    assert "2 new" in other.run("import", *map(str, folder.glob("*.json"))).out


def test_pictures_of_a_new_export_do_not_mix_with_those_of_an_old_one(home: Home, server: ChatServer) -> None:
    home.ask("--model", "loop/echo-1", "walnut")
    folder = home.folder / "there"
    (folder / "walnut files").mkdir(parents=True)
    assert home.run("export", "--all", "--format", "md", str(folder)).status == 0
    assert {file.name for file in folder.iterdir()} == {"walnut files", "walnut 2.md"}


def test_what_is_no_export_is_a_sentence(home: Home) -> None:
    home.folder.mkdir(exist_ok=True)
    file = home.folder / "notes.txt"
    file.write_text("hello")
    done = home.run("import", str(file), str(home.folder / "missing"))
    assert done.status == 1
    assert "notes.txt: It is of no kind that deskchat knows." in done.err
    assert "missing: It can't be read: No such file or directory." in done.err


def test_what_to_export_has_to_be_said(home: Home) -> None:
    for given in (["--to", "x"], ["--all"], ["--format", "md"], ["an-id"], ["--all", "an-id", "x"]):
        done = home.run("export", *given)
        assert (done.status, done.out) == (2, ""), given
