"""The file: who may open it, and what happens when it is damaged, newer, full, locked or read-only."""

import hashlib
import os
import random
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from deskchat.chat.errors import ChatError
from deskchat.chat.message import Status
from deskchat.store import backups, migrate
from deskchat.store.database import Database
from deskchat.store.locks import FileLock
from tests.faults.cases import case
from tests.store.conftest import History, with_text
from tests.support.soundness import integrity

ROOT = Path(__file__).parents[2]
HISTORIES = Path(__file__).parent / "histories"


def run(code: str, *arguments: object) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)


def test_files_and_folder_are_readable_by_the_person_alone(history: History) -> None:
    history.conversation("c1")
    modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in history.path.parent.iterdir()}
    assert modes == {"deskchat.db": 0o600, "deskchat.db-wal": 0o600, "deskchat.db-shm": 0o600, "deskchat.db.locks": 0o700}
    assert stat.S_IMODE(history.path.parent.stat().st_mode) == 0o700


@case(105)
def test_commits_reach_the_disk_and_sqlite_is_newer_than_the_broken_ones(history: History) -> None:
    found = [history.database.rows(f"PRAGMA {name}")[0][0] for name in ("journal_mode", "synchronous", "secure_delete")]
    assert found == ["wal", 2, 1]
    version = str(history.database.rows("SELECT sqlite_version()")[0][0])
    assert tuple(map(int, version.split("."))) >= (3, 51, 3)


@case(92)
def test_a_second_window_is_told_and_the_command_line_still_works(path: Path) -> None:
    window = Database.open(path, exclusive=True)
    with pytest.raises(ChatError, match="Another deskchat window has this history open"):
        Database.open(path, exclusive=True)
    command_line = History(path)
    command_line.conversation("c1", "from the command line")
    command_line.database.close()
    assert window.rows("SELECT title FROM conversation") == [("from the command line",)]
    window.close()
    Database.open(path, exclusive=True).close()


@case(93)
def test_the_lock_of_a_killed_window_means_nothing(path: Path) -> None:
    code = "import sys; from pathlib import Path; from deskchat.store.database import Database as D\n"
    window = run(code + "d = D.open(Path(sys.argv[1]), exclusive=True); print('open', flush=True); sys.stdin.read()", path)
    assert window.stdout is not None
    assert window.stdout.readline() == "open\n"
    with pytest.raises(ChatError, match="Another deskchat window"):
        Database.open(path, exclusive=True)
    window.kill()
    window.communicate()
    Database.open(path, exclusive=True).close()


@case(93)
def test_a_lock_file_that_was_removed_meanwhile_is_made_anew(tmp_path: Path) -> None:
    first = FileLock.take(tmp_path / "window")
    assert first is not None
    assert FileLock.take(tmp_path / "window") is None
    first.release()
    second = FileLock.take(tmp_path / "window")
    assert second is not None
    second.release()
    assert list(tmp_path.iterdir()) == []


WRITER = """
import sys
from pathlib import Path
from tests.store.conftest import History, with_text
from deskchat.chat.message import Status
history = History(Path(sys.argv[1]))
round = sys.argv[2]
history.conversation("c" + round)
for count in range(100_000):
    name = f"{round}.{count}"
    history.say("c" + round, "u" + name, "question " + name)
    print("u" + name, flush=True)
    reply = history.begin_reply("c" + round, "r" + name, "u" + name)
    for words in range(1, 6):
        history.messages.save(with_text(reply, "walnut " * words))
    history.messages.save(with_text(reply, "finished " * 6, Status.DONE))
    print("r" + name, flush=True)
"""


@case(83)
def test_killed_at_any_moment_it_is_whole_and_has_everything_acknowledged(path: Path) -> None:
    chance = random.Random(7)
    acknowledged: list[str] = []
    for count in range(15):
        writer = run(WRITER, path, count)
        assert writer.stdout is not None
        acknowledged += [writer.stdout.readline().strip() for _ in range(chance.randrange(1, 40))]
        writer.kill()
        acknowledged += writer.communicate()[0].split("\n")[:-1]
    history = History(path)
    assert integrity(history.database) == "ok"
    history.messages.mark_interrupted()
    stored = {row[0]: row[1] for row in history.database.rows("SELECT id, status FROM message")}
    assert [name for name in acknowledged if name not in stored] == []
    assert {stored[name] for name in acknowledged} == {Status.DONE.value}
    assert set(stored.values()) <= {Status.DONE.value, Status.PARTIAL.value}
    history.database.close()


HOLDER = """
import sqlite3, sys
other = sqlite3.connect(sys.argv[1], isolation_level=None)
other.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


@case(94)
def test_a_writer_that_holds_the_file_is_a_sentence_and_nothing_is_lost(history: History) -> None:
    history.conversation("c1")
    reply = history.begin_reply("c1", "r1")
    other = run(HOLDER, history.path)    # its own process: within one, two copies of SQLite don't see each other's locks
    assert other.stdout is not None
    assert other.stdout.readline() == "held\n"
    history.database.rows("PRAGMA busy_timeout = 50")
    with pytest.raises(ChatError, match="Another program is writing") as raised:
        history.messages.save(with_text(reply, "half"))
    assert raised.value.remedy
    assert history.conversations.open("c1").leaf == "r1"
    other.communicate("")
    history.messages.save(with_text(reply, "half and more"))
    assert history.messages.read("r1").message.text == "half and more"


@case(86)
def test_a_full_disk_is_a_sentence_and_what_was_there_stays(history: History) -> None:
    history.conversation("c1")
    said = history.say("c1", "m1", "before")
    pages = history.database.rows("PRAGMA page_count")[0][0]
    history.database.rows(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(ChatError, match="The disk is full"):
        history.say("c1", "m2", "x" * 1_000_000)
    assert history.conversations.open("c1").nodes == (said,)
    history.database.rows("PRAGMA max_page_count = 1000000")
    history.say("c1", "m2", "x" * 1_000_000)
    assert integrity(history.database) == "ok"


def damaged(path: Path, how: str) -> bytes:
    """Fill a history, close it, and damage it; the bytes it has then."""
    history = History(path)
    history.conversation("c1")
    for count in range(50):
        history.say("c1", f"m{count}", f"words {count} " * 100)
    history.database.close()
    whole = path.read_bytes()
    if how == "another program's":
        path.unlink()
        other = sqlite3.connect(path)
        other.execute("CREATE TABLE t (x)")
        other.close()
        return path.read_bytes()
    content = {
        "text": b"this is not a database\n" * 50,
        "NULs": bytes(20_000),
        "half": whole[: len(whole) // 2],
        "noise inside": whole[:8192] + random.Random(1).randbytes(40_000) + whole[48192:],
    }[how]
    path.write_bytes(content)
    return content


@case(88)
@pytest.mark.parametrize("how", ["text", "NULs", "half", "noise inside", "another program's"])
def test_a_damaged_file_is_kept_aside_told_and_replaced_by_a_new_one(path: Path, how: str) -> None:
    content = damaged(path, how)
    history = History(path)
    aside = [file for file in path.parent.iterdir() if ".corrupt-" in file.name]
    assert [file.read_bytes() for file in aside] == [content]
    assert aside[0].name in history.database.notice
    history.conversation("c2")
    assert history.conversations.count() == (2 if how in {"half", "noise inside"} else 1)
    assert [file.name for file in path.parent.iterdir() if "salvage" in file.name] == []
    history.database.close()


SALVAGING = """
import sys
from pathlib import Path
from deskchat.store import history
def begun(*_):
    print("begun", flush=True)
    sys.stdin.read()
history.salvage = begun
history.open_history(Path(sys.argv[1]))
"""


@case(88)
def test_killed_while_a_damaged_file_is_read_the_next_start_reads_it(path: Path) -> None:
    damaged(path, "noise inside")
    with run(SALVAGING, path) as program:
        assert program.stdout
        assert program.stdout.readline() == "begun\n"
        program.kill()
    history = History(path)
    assert history.conversations.count() == 1, "what could be read is there"
    assert "Recovered from it: one conversation with" in history.database.notice
    assert ".corrupt-" in history.database.notice
    history.database.close()
    again = History(path)
    assert again.database.notice == "", "it is read once"
    again.database.close()


def test_a_history_from_anywhere_names_no_file_as_the_writer_of_a_reply(history: History) -> None:
    """Whether that process lives is asked of a file of its name, which is removed when nobody holds it."""
    victim = history.path.parent / "victim"
    victim.write_text("mine")
    history.conversation("c1")
    history.say("c1", "m1", "walnut")
    history.database.change("UPDATE message SET status = 'streaming', owner = ?", "../victim")
    assert history.messages.mark_interrupted() == 1
    assert victim.read_text() == "mine"


def test_a_lock_that_can_not_be_made_leaves_none(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, taken = FileLock.take, []

    def take(lock: Path) -> FileLock | None:
        taken.append(lock.name)
        if len(taken) == 2:
            raise OSError(28, "No space left on device")
        return real(lock)

    monkeypatch.setattr(FileLock, "take", take)
    with pytest.raises(ChatError, match="No space left"):
        Database.open(path, exclusive=True)
    Database.open(path, exclusive=True).close()


def newer(history: History, *more: str) -> bytes:
    """Close the history as a newer version would leave it; a digest of its bytes."""
    for sql in (*more, "PRAGMA user_version = 9999", "PRAGMA wal_checkpoint(TRUNCATE)"):
        history.database.rows(sql)
    history.database.close()
    return hashlib.sha256(history.path.read_bytes()).digest()


@case(90)
def test_a_file_of_a_newer_version_may_be_read_and_is_left_untouched(history: History) -> None:
    history.conversation("c1", "kept")
    history.say("c1", "m1", "walnut bread")
    before = newer(history, "ALTER TABLE message ADD COLUMN mood TEXT")
    opened = History(history.path)
    assert opened.database.read_only
    assert "newer version of deskchat" in opened.database.notice
    assert opened.conversations.open("c1").nodes[0].message.text == "walnut bread"
    with pytest.raises(ChatError, match="can't be changed"):
        opened.conversations.rename("c1", "changed")
    opened.database.close()
    assert hashlib.sha256(history.path.read_bytes()).digest() == before
    history.database = Database.open(history.path.with_name("other.db"))


@case(90)
def test_a_newer_file_of_another_shape_is_refused_and_left_untouched(history: History) -> None:
    before = newer(history, "ALTER TABLE message RENAME COLUMN parts TO pieces")
    with pytest.raises(ChatError, match="newer version of deskchat"):
        Database.open(history.path)
    assert hashlib.sha256(history.path.read_bytes()).digest() == before
    history.database = Database.open(history.path.with_name("other.db"))


@case(91)
@pytest.mark.parametrize("version", migrate.steps())
def test_a_history_of_every_version_opens_with_all_it_holds(path: Path, version: int) -> None:
    path.parent.mkdir()
    path.write_bytes((HISTORIES / f"{version:04}.db").read_bytes())
    history = History(path)
    assert history.database.version() == max(migrate.steps())
    opened = history.conversations.open("c1")
    assert [(node.id, node.parent, node.message.text) for node in opened.nodes] == [
        ("m1", None, "walnut bread"),
        ("r1", "m1", "Mix flour, water, salt."),
    ]
    assert integrity(history.database) == "ok"
    history.database.close()


@case(91)
def test_a_copy_is_made_before_a_migration_and_a_step_that_fails_changes_nothing(path: Path) -> None:
    History(path).database.close()
    newest = max(migrate.steps())
    bad = {**migrate.steps(), newest + 1: "CREATE TABLE more (x); CREATE TABLE conversation (x);"}
    with pytest.raises(Exception, match="already exists"):
        Database.open(path, steps=bad)
    history = History(path)
    assert history.database.version() == newest
    assert history.database.rows("SELECT name FROM sqlite_schema WHERE name = 'more'") == []
    history.conversation("c1")
    history.database.close()
    Database.open(path, steps={**migrate.steps(), newest + 1: "CREATE TABLE more (x);"}).close()
    newest_copy = backups.all_of(path)[0]
    assert newest_copy.why is backups.Why.BEFORE_UPDATE
    copy = History(newest_copy.path)
    assert (copy.database.version(), copy.conversations.count()) == (newest, 1)
    copy.database.close()


def test_a_copy_opens_elsewhere_and_is_one_private_file(history: History, tmp_path: Path) -> None:
    history.conversation("c1", "kept")
    history.begin_reply("c1", "r1")
    target = tmp_path / "copy.db"
    history.database.copy_to(target)
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith(("copy", ".copy"))] == ["copy.db"]
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    copy = History(target)
    assert copy.conversations.open("c1") == history.conversations.open("c1")
    copy.database.close()


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that another account can reach, which pytest's own is not."""
    with tempfile.TemporaryDirectory(dir="/tmp") as name:    # nobody else may enter the folder of the tests
        Path(name).chmod(0o755)
        yield Path(name)


READER = """
import os, sys
from pathlib import Path
from deskchat.chat.errors import ChatError
from deskchat.store import backups, migrate
from deskchat.store.conversations import Conversations
from deskchat.store.database import Database
steps = migrate.steps()
if os.geteuid() == 0:    # to whom permissions mean nothing
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
try:
    database = Database.open(Path(sys.argv[1]), exclusive=True, steps=steps)
except ChatError as error:
    print(error.message); sys.exit()
print(database.read_only, database.notice)
print([summary.title for summary in Conversations(database).summaries()])
try:
    Conversations(database).rename("c1", "changed")
except ChatError as error:
    print(error.message)
database.close()
"""


@case(87)
@pytest.mark.skipif(sys.platform == "win32", reason="permissions work in another way there")
@pytest.mark.parametrize("also_the_folder", [True, False])
def test_a_read_only_history_is_shown_and_a_change_is_a_sentence(open_folder: Path, also_the_folder: bool) -> None:
    path = open_folder / "home" / "deskchat.db"
    history = History(path)
    history.conversation("c1", "kept")
    history.database.close()
    path.chmod(0o444)
    path.parent.chmod(0o555 if also_the_folder else 0o777)
    lines = run(READER, path).communicate()[0].splitlines()
    assert lines[0].startswith("True The history may only be read")
    assert lines[1] == "['kept']"
    assert lines[2].startswith("The history can't be changed")


@case(88)
def test_a_folder_in_place_of_the_file_is_a_sentence(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(ChatError):
        Database.open(path)


STARTER = """
import sys
from pathlib import Path
from deskchat.store import database
from tests.store.conftest import History
database.BUSY_MS = 90_000    # a slow disk keeps the last of five waiting
sys.stdin.readline()
history = History(Path(sys.argv[1]))
history.conversation("c" + sys.argv[2])
print(history.database.notice, flush=True)
history.database.close()
"""


@case(92)
def test_processes_that_make_the_file_at_the_same_moment_do_not_hurt_each_other(path: Path) -> None:
    starters = [run(STARTER, path, count) for count in range(5)]
    for starter in starters:
        assert starter.stdin is not None
        starter.stdin.write("go\n")
        starter.stdin.flush()
    assert [starter.communicate()[0] for starter in starters] == ["\n"] * 5
    history = History(path)
    assert history.conversations.count() == 5
    history.database.close()


@case(87)
@pytest.mark.skipif(sys.platform == "win32", reason="permissions work in another way there")
def test_a_folder_that_may_not_be_entered_is_a_sentence(open_folder: Path) -> None:
    open_folder.chmod(0o700 if os.geteuid() == 0 else 0o000)
    said = run(READER, open_folder / "home" / "deskchat.db").communicate()[0]
    open_folder.chmod(0o755)
    assert "can't be written: Permission denied." in said
