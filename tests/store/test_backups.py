"""Copies of the history: made while it is written, checked, kept for a while, brought back; and what a damaged one gives."""

import hashlib
import os
import random
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from deskchat.chat.errors import ChatError
from deskchat.store import backups, migrate
from deskchat.store.backups import Backup, Why
from deskchat.store.database import Database
from deskchat.store.rows import DAMAGED
from deskchat.store.search import search
from tests.faults.cases import case
from tests.store.conftest import NOON, History
from tests.support.soundness import integrity

ROOT = Path(__file__).parents[2]


def filled(path: Path, messages: int = 200) -> History:
    history = History(path)
    for talk in range(4):
        history.conversation(f"c{talk}", f"Talk {talk}")
    for count in range(messages):
        history.say(f"c{count % 4}", f"m{count:04}", f"walnut {count} " * 120)
    return history


@case(103)
def test_a_copy_in_steps_holds_what_was_written_between_them(path: Path, tmp_path: Path) -> None:
    history = filled(path)
    target = tmp_path / "copy.db"
    with history.database.copying(target) as copying:
        steps = 0
        while not copying.step(pages=16):
            history.say("c0", f"between{steps}", "written while it was copied")
            steps += 1
    assert steps > 3
    copy = History(target)
    assert integrity(copy.database) == "ok"
    assert copy.conversations.open("c0") == history.conversations.open("c0")
    copy.database.close()


def test_a_copy_that_is_given_up_leaves_nothing(history: History, tmp_path: Path) -> None:
    history.conversation("c1")
    target = tmp_path / "copies" / "copy.db"
    target.parent.mkdir()

    def give_up() -> None:
        with history.database.copying(target) as copying:
            copying.step(pages=1)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        give_up()
    assert list(target.parent.iterdir()) == []


def test_a_restore_brings_everything_back_and_keeps_what_was_there(path: Path) -> None:
    history = filled(path, messages=20)
    before = history.conversations.open("c1")
    copy = backups.new_path(path, Why.BY_HAND, NOON)
    history.database.copy_to(copy)
    history.conversation("later")
    history.conversations.rename("c1", "changed since")
    shown = history.conversations.open("c1")    # somebody looks at it meanwhile
    backups.restore(history.database, copy)
    assert history.conversations.open("c1") == before != shown
    assert integrity(history.database) == "ok"
    aside = next(b for b in backups.all_of(path) if b.why is Why.BEFORE_RESTORE)
    backups.restore(history.database, aside.path)
    assert history.conversations.open("c1").title == "changed since"
    assert history.conversations.open("later").nodes == ()
    history.database.close()


def test_a_backup_of_an_older_version_is_brought_up_to_date(history: History) -> None:
    old = Path(__file__).parent / "histories" / "0001.db"
    backups.restore(history.database, old)
    assert history.database.version() == max(migrate.steps())
    assert history.conversations.open("c1").nodes[0].message.text == "walnut bread"


def test_a_damaged_or_newer_backup_changes_nothing(path: Path, tmp_path: Path) -> None:
    history = filled(path, messages=40)
    bad, newer = tmp_path / "bad.db", tmp_path / "newer.db"
    history.database.copy_to(bad)
    history.database.copy_to(newer)
    whole = bad.read_bytes()
    bad.write_bytes(whole[:8192] + random.Random(3).randbytes(20_000) + whole[28192:])
    other = Database.open(newer)
    other.rows("PRAGMA user_version = 9999")
    other.close()
    before = history.conversations.open("c1")
    for source, said in ((bad, "no history that can be read"), (newer, "newer version")):
        with pytest.raises(ChatError, match=said):
            history.database.take_over(source)
        assert history.conversations.open("c1") == before
    history.database.close()


def made(days_ago: float, why: Why = Why.DAILY) -> Backup:
    at = datetime(2026, 3, 28, 12, tzinfo=UTC) - timedelta(days=days_ago)
    return Backup(Path(f"{at.strftime(backups.STAMP)}-{why.value}.db"), at, why, 1)


def test_seven_days_and_four_weeks_are_kept_and_those_made_by_hand_for_ever() -> None:
    daily = [made(day) for day in range(60)]
    gone = {backup.name for backup in backups.superfluous(daily)}
    kept = [day for day in range(60) if made(day).name not in gone]
    assert kept[:7] == list(range(7))
    assert len({made(day).made_at.isocalendar()[:2] for day in kept}) == 4
    others = [made(day, why) for why in (Why.BY_HAND, Why.BEFORE_UPDATE, Why.BEFORE_RESTORE) for day in range(9)]
    left = {backup.name for backup in others} - {backup.name for backup in backups.superfluous(others)}
    assert len([name for name in left if "by-hand" in name]) == 9
    assert len([name for name in left if "before-" in name]) == 10


def test_it_is_known_whether_anything_was_written_since_the_last_copy(path: Path) -> None:
    history = filled(path, messages=4)
    assert backups.changed_since_last(path)
    history.database.copy_to(backups.new_path(path, Why.DAILY, NOON))
    assert not backups.changed_since_last(path)
    history.say("c0", "new", "more")
    assert backups.changed_since_last(path)
    history.database.close()


def test_only_our_own_names_are_backups(path: Path) -> None:
    history = filled(path, messages=1)
    copy = backups.new_path(path, Why.DAILY, NOON)
    history.database.copy_to(copy)
    copy.with_name("my own copy.db").write_bytes(b"precious")
    copy.with_name("20261345-990000-000000-daily.db").write_bytes(b"of no day there is")
    assert [b.path for b in backups.all_of(path)] == [copy]
    with pytest.raises(ChatError, match="There is no backup"):
        backups.find(path, "../deskchat")
    history.database.close()


PAGE = 4096
MOST_ON_A_PAGE = PAGE // len("walnut 0 " * 120)


@case(88)
@pytest.mark.parametrize("into_page", [0, PAGE // 2])
@pytest.mark.parametrize("kept_parts", [0.5, 0.9])
def test_what_is_left_of_a_short_file_is_recovered(path: Path, kept_parts: float, into_page: int) -> None:
    history = filled(path)
    history.database.close()
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * kept_parts) // PAGE * PAGE + into_page])
    recovered = History(path)
    count = recovered.database.rows("SELECT count(*) FROM message")[0][0]
    assert count > 200 * kept_parts / 3, recovered.database.notice
    assert f"{count:,} messages" in recovered.database.notice
    assert integrity(recovered.database) == "ok"
    assert search(recovered.database, "walnut")
    said = {node.id: node.message for talk in recovered.conversations.summaries()
            for node in recovered.conversations.open(talk.id).nodes}
    assert len(said) == count
    wrong = [message for name, message in said.items() if message.text != f"walnut {int(name[1:])} " * 120]
    assert all(message.failure and message.failure.message == DAMAGED for message in wrong)
    assert len(wrong) <= (MOST_ON_A_PAGE if into_page else 0), "only what lay on the page that the cut went through"
    recovered.database.close()


@case(88)
def test_noise_in_the_middle_costs_only_what_lay_there(path: Path) -> None:
    history = filled(path)
    history.database.close()
    whole, chance = path.read_bytes(), random.Random(5)
    middle = len(whole) // 2 // 4096 * 4096
    noisy = whole[:middle] + chance.randbytes(3 * 4096) + whole[middle + 3 * 4096 :]
    path.write_bytes(noisy)
    digest = hashlib.sha256(noisy).digest()
    recovered = History(path)
    assert recovered.database.rows("SELECT count(*) FROM message")[0][0] >= 180, recovered.database.notice
    assert recovered.conversations.count() == 4
    recovered.conversation("new")
    aside = next(file for file in path.parent.iterdir() if ".corrupt-" in file.name)
    assert hashlib.sha256(aside.read_bytes()).digest() == digest
    recovered.database.close()


@case(88)
def test_somebody_with_a_damaged_history_hears_of_the_newest_backup(path: Path) -> None:
    history = filled(path, messages=4)
    history.database.copy_to(backups.new_path(path, Why.DAILY, NOON))
    history.database.close()
    path.write_bytes(b"nothing" * 1000)
    opened = History(path)
    assert "There is a backup of 2026-03-01" in opened.database.notice
    opened.database.close()


COPIER = """
import sys
from pathlib import Path
from deskchat.store.database import Database
database = Database.open(Path(sys.argv[1]))
print("go", flush=True)
while True:
    with database.copying(Path(sys.argv[2])) as copying:
        while not copying.step(pages=8):
            pass
"""


def test_a_kill_during_a_backup_leaves_a_whole_one_or_none(path: Path, tmp_path: Path) -> None:
    filled(path, messages=60).database.close()
    target, chance = tmp_path / "copy.db", random.Random(11)
    for _ in range(10):
        copier = subprocess.Popen([sys.executable, "-c", COPIER, path, target], stdout=subprocess.PIPE, cwd=ROOT)
        assert copier.stdout is not None
        assert copier.stdout.readline() == b"go\n"
        with pytest.raises(subprocess.TimeoutExpired):
            copier.wait(chance.uniform(0, 0.05))
        copier.send_signal(signal.SIGKILL)
        copier.communicate()
        for file in (path, target):
            if file.exists():
                opened = Database.open(file)
                assert (integrity(opened), opened.notice) == ("ok", "")
                assert opened.rows("SELECT count(*) FROM message") == [(60,)]
                opened.close()


def test_a_step_that_fails_at_each_start_does_not_fill_the_disk(path: Path) -> None:
    history = filled(path, messages=4)
    history.database.close()
    failing = {**migrate.steps(), 9998: "SELECT no_such_function()"}
    for _ in range(backups.OTHERS_KEPT + 3):
        with pytest.raises(Exception, match="no_such_function"):
            Database.open(path, steps=failing)
    assert len(backups.all_of(path)) == backups.OTHERS_KEPT
    again = History(path)
    assert again.conversations.count() == 4
    again.database.close()


def test_copies_that_were_cut_short_long_ago_are_told_from_those_under_way_and_from_others(path: Path) -> None:
    folder = backups.folder_of(path)
    folder.mkdir(parents=True)
    names = (
        ".20260101-000000-000000-daily.db.part",
        ".20260101-000000-000000-before-update-0007.db.part-journal",
        ".20260102-000000-000000-daily.db.part",
        ".mine.db.part",
        "20260101-000000-000000-daily.db",
    )
    now = datetime.now(UTC)
    for name in names:
        (folder / name).write_bytes(b"x")
        old = now - timedelta(days=0 if name.startswith(".20260102") else 2)
        os.utime(folder / name, (old.timestamp(), old.timestamp()))
    assert {half.name for half in backups.given_up(path, now)} == set(names[:2])
