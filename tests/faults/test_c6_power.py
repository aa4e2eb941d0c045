"""The disk as it is when the power fails: the files at one instant, whole, cut, or some of them gone (case 85)."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from deskchat.store.history import open_history
from tests.faults.cases import case
from tests.support.soundness import integrity

IMAGES = 6
WRITER = """
import sys
from pathlib import Path
from tests.store.conftest import History
history = History(Path(sys.argv[1]))
history.conversation("c1")
for number in range(100_000):
    history.say("c1", f"m{number:05}", f"words {number} " * 40, f"m{number - 1:05}" if number else None)
    print(number, flush=True)
"""
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a process can't be held still there")


@dataclass(frozen=True)
class Image:
    """The files of one instant. ``acknowledged``: the number of the last message that was on the disk before."""

    folder: Path
    acknowledged: int

    @property
    def lasting(self) -> int:
        """So many bytes of the log no power cut takes: SQLite syncs it before it writes any of it back into the database.

        How many frames that may be (``nBackfillAttempted``) stands in the shared memory, which lies in a file
        (https://www.sqlite.org/walformat.html, “The WAL-Index File Format”).
        """
        attempted = self._shared(128)
        page = int.from_bytes((self.folder / "deskchat.db-wal").read_bytes()[8:12], "big")
        return 32 + attempted * (24 + page) if attempted else 0

    @property
    def is_written_back(self) -> bool:
        """Is a part of the log on its way into the database, which is whole only together with it (``nBackfill``)?"""
        return self._shared(96) != self._shared(128)

    def _shared(self, at: int) -> int:
        return int.from_bytes((self.folder / "deskchat.db-shm").read_bytes()[at : at + 4], sys.byteorder)

    def copied(self, to: Path) -> Path:
        shutil.copytree(self.folder, to)
        return to / "deskchat.db"


@pytest.fixture(scope="module")
def images(tmp_path_factory: pytest.TempPathFactory) -> list[Image]:
    """Taken while a process writes one message after the other; it is held still while its files are copied."""
    folder, dice, taken = tmp_path_factory.mktemp("power"), random.Random(85), []
    live = folder / "live" / "deskchat.db"
    root = Path(__file__).parents[2]
    with subprocess.Popen([sys.executable, "-c", WRITER, live], stdout=subprocess.PIPE, cwd=root) as writer:
        assert writer.stdout is not None
        os.set_blocking(writer.stdout.fileno(), False)
        said = b""
        while not said:
            said = writer.stdout.read() or b""
            time.sleep(0.02)
        for number in range(IMAGES):
            time.sleep(dice.uniform(0.05, 0.3))
            writer.send_signal(signal.SIGSTOP)
            os.waitpid(writer.pid, os.WUNTRACED)    # the signal is only on its way before
            said += writer.stdout.read() or b""
            image = folder / f"image{number}"
            image.mkdir()
            for path in live.parent.glob("deskchat.db*"):
                if path.is_file():
                    shutil.copy(path, image)
            taken.append(Image(image, int(said.split()[-1])))
            writer.send_signal(signal.SIGCONT)
        writer.kill()
    return taken


def messages(path: Path) -> tuple[list[str], str]:
    """The ids of what is there, in their order, in a history that is sound; and what the person is told."""
    database = open_history(path)
    assert integrity(database) == "ok"
    ids = [str(row[0]) for row in database.rows("SELECT id FROM message ORDER BY id")]
    database.close()
    assert ids == [f"m{number:05}" for number in range(len(ids))], "something is missing in the middle"
    return ids, database.notice


@case(85)
def test_all_that_was_stored_is_there(images: list[Image], tmp_path: Path) -> None:
    for number, image in enumerate(images):
        ids, notice = messages(image.copied(tmp_path / str(number)))
        assert len(ids) > image.acknowledged
        assert notice == ""


@case(85)
def test_without_the_shared_memory_nothing_is_missing(images: list[Image], tmp_path: Path) -> None:
    for number, image in enumerate(images):
        path = image.copied(tmp_path / str(number))
        path.with_name("deskchat.db-shm").unlink()
        assert len(messages(path)[0]) > image.acknowledged


def cuts(lasting: int, size: int) -> Iterator[int]:
    dice = random.Random(size)
    ends = (0, 10, 32, min(4_000, size), *(dice.randrange(size) for _ in range(3)))
    yield from sorted({max(end, lasting) for end in ends})


@case(85)
def test_a_log_that_ends_too_early_costs_only_what_was_in_its_end(images: list[Image], tmp_path: Path) -> None:
    before = -1
    for number, image in enumerate(images):
        for cut in cuts(image.lasting, (image.folder / "deskchat.db-wal").stat().st_size):
            path = image.copied(tmp_path / f"{number}-{cut}")
            os.truncate(path.with_name("deskchat.db-wal"), cut)
            ids, notice = messages(path)
            assert notice == "", "an older state is no damage"
            assert len(ids) <= image.acknowledged + 2
            before = max(before, len(ids))
    assert before > 0


@case(85)
def test_without_the_log_an_older_state_is_there(images: list[Image], tmp_path: Path) -> None:
    for number, image in enumerate(images):
        if image.is_written_back:
            continue    # the log was synced before that began, and no power cut takes it
        path = image.copied(tmp_path / str(number))
        path.with_name("deskchat.db-wal").unlink()
        messages(path)
