import errno
import os
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskchat.engine.prefix import common, packed, unpacked
from deskchat.engine.sequence import Checkpoint, Snapshot, usable
from deskchat.engine.shelf import Shelf, forget, shrink

TOKENS = list(range(5, 205))
SNAPSHOT = Snapshot(TOKENS, bytearray(b"state" * 500), (Checkpoint(150, bytearray(b"part" * 100)),))


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    made = Shelf(tmp_path, "model", 1 << 20)
    yield made
    made.close()


def on_disk(folder: Path) -> list[Path]:
    return sorted(folder.glob("*/*.state"))


def taken(shelf: Shelf, tokens: list[int]) -> Snapshot | None:
    found = shelf.best(tokens, rolls_back=True)
    return None if found is None else shelf.take(found[0])


def test_what_was_put_is_found_by_the_next_program(shelf: Shelf, tmp_path: Path) -> None:
    shelf.put("a", SNAPSHOT)
    assert taken(shelf, [*TOKENS, 1]) == SNAPSHOT    # also while it is being written
    shelf.settle()
    with_another = Shelf(tmp_path, "model", 1 << 20)
    assert taken(with_another, [*TOKENS, 1]) == SNAPSHOT
    assert taken(with_another, TOKENS[:100]) == SNAPSHOT
    assert taken(with_another, [4, *TOKENS]) is None
    assert taken(Shelf(tmp_path, "other", 1 << 20), TOKENS) is None


def test_what_is_on_the_disk_takes_no_memory(shelf: Shelf) -> None:
    class State(bytearray):
        """One that tells when it goes."""

    state, gone = State(b"state" * 500), threading.Event()
    weakref.finalize(state, gone.set)
    shelf.put("a", Snapshot(TOKENS, state))
    del state
    assert gone.wait(60)


def test_the_last_token_is_read_anew_because_a_word_is_drawn_after_it(shelf: Shelf) -> None:
    shelf.put("a", SNAPSHOT)
    found = shelf.best(TOKENS, rolls_back=True)
    assert found is not None
    assert found[1] == len(TOKENS) - 1


def test_a_memory_that_does_not_roll_back_is_good_up_to_its_checkpoint(shelf: Shelf) -> None:
    shelf.put("a", SNAPSHOT)
    for wanted, spared in (([*TOKENS, 1], 200), ([*TOKENS[:180], 1, 1], 150), ([*TOKENS[:140], 1, 1], None)):
        found = shelf.best(wanted, rolls_back=False)
        assert (None if found is None else found[1]) == spared


def test_a_longer_state_of_a_branch_replaces_the_shorter_and_another_branch_does_not(shelf: Shelf, tmp_path: Path) -> None:
    shelf.put("a", SNAPSHOT)
    shelf.put("a", Snapshot([*TOKENS, *range(1000, 1100)], bytearray(10)))
    shelf.settle()
    assert len(on_disk(tmp_path)) == 1
    shelf.put("a", Snapshot([*TOKENS[:50], *range(2000, 2100)], bytearray(10)))
    shelf.put("b", Snapshot([*TOKENS, *range(1000, 1200)], bytearray(10)))
    shelf.settle()
    assert len(on_disk(tmp_path)) == 3


def test_a_conversation_is_forgotten_in_the_folders_of_all_models(tmp_path: Path) -> None:
    for model in ("one", "two"):
        made = Shelf(tmp_path, model, 1 << 20)
        made.put("a", SNAPSHOT)
        made.put("b", SNAPSHOT)
        made.close()
    forget(tmp_path, "a")
    assert len(on_disk(tmp_path)) == 2
    assert all(taken(Shelf(tmp_path, model, 1 << 20), TOKENS) for model in ("one", "two"))


def test_what_a_killed_program_left_half_written_is_cleared_away(shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    (tmp_path / "model" / f"abc.def.{ended.pid}.part").write_bytes(b"half")
    shelf.put("a", SNAPSHOT)
    shelf.settle()
    assert [path.suffix for path in (tmp_path / "model").iterdir()] == [".state"]


def test_what_the_engine_of_another_model_is_writing_stays(shelf: Shelf, tmp_path: Path) -> None:
    being_written = tmp_path / "other" / f"abc.def.{os.getppid()}.part"
    being_written.parent.mkdir()
    being_written.write_bytes(b"half")
    shelf.put("a", SNAPSHOT)
    shelf.settle()
    assert being_written.exists()


def test_a_state_that_can_not_be_written_costs_not_the_one_it_would_replace(
    shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.put("a", SNAPSHOT)
    shelf.settle()
    before = on_disk(tmp_path)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr("deskchat.engine.shelf._save", full)
    shelf.put("a", Snapshot([*TOKENS, *range(1000, 1100)], bytearray(10)))
    shelf.settle()
    assert on_disk(tmp_path) == before
    assert taken(Shelf(tmp_path, "model", 1 << 20), [*TOKENS, 1]) == SNAPSHOT


def test_a_lower_limit_holds_for_what_is_there(shelf: Shelf, tmp_path: Path) -> None:
    shelf.put("a", SNAPSHOT)
    shelf.settle()
    shrink(tmp_path, 0)
    assert on_disk(tmp_path) == []


@settings(max_examples=150)
@given(data=st.data())
def test_a_damaged_state_is_never_taken(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("states")
    writer = Shelf(folder, "model", 1 << 20)
    writer.put("a", SNAPSHOT)
    writer.close()
    (path,) = on_disk(folder)
    whole = path.read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    cut = data.draw(st.booleans())
    path.write_bytes(whole[:place] if cut else whole[:place] + bytes([whole[place] ^ data.draw(st.integers(1, 255))]) + whole[place + 1 :])
    shelf = Shelf(folder, "model", 1 << 20)
    assert taken(shelf, TOKENS) is None
    shelf.close()


@given(st.lists(st.integers(0, 3)), st.lists(st.integers(0, 3)))
def test_the_common_beginning(one: list[int], other: list[int]) -> None:
    expected = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    assert common(packed(one), packed(other)) == expected
    assert unpacked(packed(one)) == one


@pytest.mark.parametrize(
    ("size", "shared", "places", "rolls_back", "expected"),
    [(10, 10, (), False, 10), (10, 7, (), True, 7), (10, 7, (3, 6, 8), False, 6), (10, 7, (), False, 0), (10, 0, (3,), False, 0)],
)    # fmt: skip
def test_what_can_be_used_of_a_memory(
    size: int, shared: int, places: tuple[int, ...], rolls_back: bool, expected: int
) -> None:
    assert usable(size, shared, places, rolls_back=rolls_back) == expected
