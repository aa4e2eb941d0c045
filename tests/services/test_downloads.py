"""Downloads from a Hub on the loopback that misbehaves in every way: a verified file, or a clear error with the part kept."""

import asyncio
import hashlib
import os
import random
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from deskchat.chat.errors import ChatError
from deskchat.library.destination import destination
from deskchat.providers.network import Patience
from deskchat.providers.transport import Transport
from deskchat.services import fetching
from deskchat.services.downloads import Download, Downloads, State
from deskchat.services.hub_access import HubAccess
from deskchat.services.hub_search import Contents, HubSearch
from tests.faults.cases import case
from tests.support.loopback_hub import LoopbackHub

REPOSITORY = "maker/tiny-GGUF"
NAME = "tiny-Q4_0.gguf"
DATA = random.Random(4).randbytes(100_000)
LONG = Patience(connect_s=60, first_s=60, idle_s=60, retries=0)
QUICK = replace(LONG, first_s=2, idle_s=1.5)    # where the server falls silent
SLOW = 2_000    # bytes a second: whatever is done meanwhile, the file is not whole before


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[LoopbackHub]:
    monkeypatch.setattr(fetching, "RETRIES", 3)
    with LoopbackHub({REPOSITORY: {NAME: DATA}}) as running:
        yield running


class Here:
    """The program's side: downloads into a folder of their own, with a token or without."""

    def __init__(self, hub: LoopbackHub, folder: Path) -> None:
        self.hub, self.folder = hub, folder
        self.patience = LONG
        self.transport = Transport(patience=LONG)
        self.token: str | None = None
        self.free = 10 << 30
        self.added = 0
        self.open()

    def open(self) -> None:
        """As when the program starts."""
        async def token() -> str | None:
            return self.token

        def added() -> None:
            self.added += 1

        access = HubAccess(self.transport, token, {"HF_ENDPOINT": self.hub.url}, self.patience)
        self.search = HubSearch(access, None)  # type: ignore[arg-type]  # nothing is judged here
        self.downloads = Downloads(self.folder, access, added, retry_s=0.01, free=lambda _: self.free)

    def expect_silence(self) -> None:
        """The server will stop in the middle: it is not waited for long."""
        self.patience = QUICK
        self.open()

    async def contents(self, repository: str = REPOSITORY) -> Contents:
        """What the Hub lists."""
        return await self.search.look_at(repository)

    async def begun(self, repository: str = REPOSITORY) -> Download:
        """The repository's first model, with its projector."""
        found = await self.contents(repository)
        model = found.models[0]
        return await self.downloads.start(found.repository, model, next(iter(model.projectors), None))

    async def ended(self, repository: str = REPOSITORY) -> Download:
        """The same, when it is over."""
        return await self.downloads.ended((await self.begun(repository)).id)

    def file(self, name: str = NAME, repository: str = REPOSITORY) -> Path:
        """Where a file has to be in the end."""
        return self.folder / repository / name

    def part(self) -> bytes:
        """What is here of the unfinished file."""
        return self.file(NAME + ".part").read_bytes()


@pytest.fixture
async def here(hub: LoopbackHub, tmp_path: Path) -> AsyncIterator[Here]:
    made = Here(hub, tmp_path / "models")
    yield made
    await made.downloads.aclose()
    await made.transport.aclose()


async def until(condition: Callable[[], bool]) -> None:
    """Wait for it, for as long as a slow machine needs."""
    for _ in range(3000):
        if condition():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never came")


async def test_who_pauses_at_once_can_resume(here: Here) -> None:
    download = await here.begun()
    for _ in range(30):
        await asyncio.sleep(0)
        await here.downloads.pause(download.id)
        here.downloads.resume(download.id)
    ended = await here.downloads.ended(download.id)
    assert (ended.state, ended.problem) == (State.DONE, "")


async def test_who_presses_twice_downloads_once(here: Here) -> None:
    here.expect_silence()
    here.hub.faults[NAME] = ["stall", "well"]    # the first is still under way when the second comes
    found = await here.contents()
    starts = (here.downloads.start(found.repository, found.models[0]) for _ in range(2))
    one, two = await asyncio.gather(*starts)
    ended = await here.downloads.ended(one.id)
    assert (two.id, ended.state, here.added) == (one.id, State.DONE, 1)


async def test_a_model_is_downloaded_checked_and_in_its_place(here: Here) -> None:
    endings = here.downloads.endings()
    ended = await here.ended()
    assert (ended.state, ended.done_bytes, ended.problem) == (State.DONE, len(DATA), "")
    assert (await anext(endings)).path == here.file()
    assert here.file().read_bytes() == DATA
    assert sorted(path.name for path in here.file().parent.iterdir()) == [NAME, "tiny-Q4_0.toml"]
    assert here.added == 1
    with pytest.raises(ChatError, match="on this computer already"):
        await here.begun()


@case(117)
@pytest.mark.parametrize(
    "faults",
    [["cut", "cut", "well"], ["reset", "well"], ["stall", "well"], ["no_range"], ["cut", "no_range"],
     ["cut", "no_range_cut", "well"], ["chunked_long"], ["cut", "416", "well"], ["cut", "changed", "well"],
     ["429", "well"], ["503", "well"], ["cut", "500", "well"], ["cut", "storage_403", "well"]],
    ids="-".join,
)  # fmt: skip
async def test_what_passes_ends_in_a_verified_file(here: Here, faults: list[str]) -> None:
    here.hub.faults[NAME] = faults
    if "stall" in faults:
        here.expect_silence()
    ended = await here.ended()
    assert (ended.state, ended.problem) == (State.DONE, "")
    assert here.file().read_bytes() == DATA


@case(117)
@pytest.mark.parametrize(
    ("fault", "words"),
    [("short", "another file than the one it lists"), ("long", "another file"), ("page", "another file"),
     ("other_range", "another file"), ("404", "does not know"), ("401", "private"), ("403", "does not allow"),
     ("503", "can't answer"), ("429", "fewer requests"), ("circle", "round in circles"), ("downgrade", "not done"), ("odd", "not done"),
     ("stall", "nothing for too long"), ("storage_403", "no longer accepted"), ("416", "broke off")],
)  # fmt: skip
async def test_what_stays_is_a_sentence_and_the_part_is_kept(here: Here, fault: str, words: str) -> None:
    here.hub.cut_bytes = 0
    if fault == "stall":
        here.expect_silence()
    begun = await begun_and_paused(here)
    before = here.part()
    here.hub.faults[NAME] = [fault]
    here.downloads.resume(begun.id)
    ended = await here.downloads.ended(begun.id)
    assert ended.state is State.FAILED
    assert words in ended.problem
    assert ended.remedy
    assert not here.file().exists()
    assert here.part() == (b"" if fault == "416" else before)    # the server says there is no such place
    here.hub.faults.clear()
    here.downloads.resume(begun.id)
    assert (await here.downloads.ended(begun.id)).state is State.DONE
    assert here.file().read_bytes() == DATA


async def begun_and_paused(here: Here) -> Download:
    """A download of which a part is here."""
    here.hub.bytes_per_s = SLOW
    begun = await here.begun()
    await until(lambda: here.file(NAME + ".part").exists() and len(here.part()) >= 1)
    await here.downloads.pause(begun.id)
    here.hub.bytes_per_s = 0
    (paused,) = await here.downloads.all()
    assert (paused.state, paused.done_bytes) == (State.PAUSED, len(here.part()))
    assert 0 < paused.done_bytes < len(DATA)
    return paused


@case(117)
async def test_a_paused_download_goes_on_where_it_was_also_after_a_restart(here: Here) -> None:
    paused = await begun_and_paused(here)
    here.open()
    (found,) = await here.downloads.all()
    assert (found.id, found.state, found.done_bytes) == (paused.id, State.PAUSED, paused.done_bytes)
    here.downloads.resume(found.id)
    assert (await here.downloads.ended(found.id)).state is State.DONE
    assert here.hub.storage_asked[-1].headers["range"] == f"bytes={paused.done_bytes}-"
    assert here.hub.storage_asked[-1].headers["if-range"] == f'"{hashlib.sha256(DATA).hexdigest()}"'
    assert here.file().read_bytes() == DATA


@case(117)
async def test_a_wrong_hash_is_told_and_begun_anew(here: Here) -> None:
    here.hub.faults[NAME] = ["wrong"]
    ended = await here.ended()
    assert ended.state is State.FAILED
    assert "SHA-256" in ended.problem
    assert len(here.part()) == len(DATA)
    assert not here.file().exists()
    here.hub.faults.clear()
    here.open()
    (found,) = await here.downloads.all()
    here.downloads.resume(found.id)
    assert (await here.downloads.ended(found.id)).state is State.DONE
    assert here.file().read_bytes() == DATA


async def test_cancelling_leaves_nothing(here: Here) -> None:
    paused = await begun_and_paused(here)
    await here.downloads.cancel(paused.id)
    assert await here.downloads.all() == ()
    assert list(here.folder.iterdir()) == []


@case(117)
async def test_the_token_is_sent_only_where_it_is_wanted_and_never_to_the_storage(here: Here) -> None:
    here.token = here.hub.token
    assert (await here.ended()).state is State.DONE
    assert not any("authorization" in asked.headers for asked in here.hub.asked)
    here.hub.files["maker/gated-GGUF"] = {"gated-Q8_0.gguf": DATA}
    here.hub.gated.add("maker/gated-GGUF")
    here.hub.faults["gated-Q8_0.gguf"] = ["cut", "well"]
    assert (await here.ended("maker/gated-GGUF")).state is State.DONE
    assert any("authorization" in asked.headers for asked in here.hub.asked)
    assert here.hub.storage_asked
    for asked in here.hub.storage_asked:
        assert here.hub.token not in f"{asked.path} {asked.headers}"
        assert "authorization" not in asked.headers


@pytest.mark.parametrize("token", [None, "hf_of-somebody-else-0123456789", "its own"])
async def test_a_gated_model_is_explained(here: Here, token: str | None) -> None:
    here.hub.refused.add(REPOSITORY)
    here.token = here.hub.token if token == "its own" else token
    ended = await here.ended()
    assert ended.state is State.FAILED
    assert "accepted their terms" in ended.problem
    assert "token" in ended.remedy
    assert here.hub.token not in ended.problem + ended.remedy


async def test_parts_and_image_part_come_together_and_the_model_last(here: Here) -> None:
    names = [f"big-Q8_0-0000{n}-of-00003.gguf" for n in (1, 2, 3)]
    files = {f"Q8_0/{name}": DATA[n * 1000 :] for n, name in enumerate(names)}
    here.hub.files["maker/big-GGUF"] = {**files, "mmproj-big-F16.gguf": b"eyes" * 100}
    ended = await here.ended("maker/big-GGUF")
    assert ended.state is State.DONE
    asked = [asked.path.rpartition("/")[2] for asked in here.hub.storage_asked]
    assert asked == ["mmproj-big-F16.gguf", names[1], names[2], names[0]]
    folder = here.folder / "maker" / "big-GGUF" / "Q8_0"
    assert (folder / names[2]).read_bytes() == DATA[2000:]
    assert (folder / "mmproj-big-F16.gguf").exists()


async def test_several_at_once_and_the_others_wait(here: Here) -> None:
    here.hub.bytes_per_s = SLOW
    for n in range(5):
        here.hub.files[f"maker/m{n}-GGUF"] = {f"m{n}-Q4_0.gguf": DATA[n:]}
    begun = [await here.begun(f"maker/m{n}-GGUF") for n in range(5)]
    await until(lambda: len(here.hub.storage_asked) >= 3)
    states = [one.state for one in await here.downloads.all()]
    assert states.count(State.WAITING) >= 2
    here.hub.bytes_per_s = 0
    for one in begun:
        assert (await here.downloads.ended(one.id)).state is State.DONE


async def test_a_disk_that_is_too_small_is_told_before_anything_is_fetched(here: Here) -> None:
    here.free = 1000
    ended = await here.ended()
    assert ended.state is State.FAILED
    assert "too little space" in ended.problem
    assert here.hub.storage_asked == []


@case(117)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit of this kind")
async def test_a_disk_that_refuses_in_the_middle_is_told_and_the_part_kept(here: Here) -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, before[1]))
    try:
        ended = await here.ended()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert ended.state is State.FAILED
    assert "no file of that size" in ended.problem
    assert here.part() == DATA[:50_000]
    here.downloads.resume(ended.id)
    assert (await here.downloads.ended(ended.id)).state is State.DONE


async def test_a_file_that_is_there_already_is_not_overwritten(here: Here) -> None:
    begun = await begun_and_paused(here)
    here.file().write_bytes(b"mine")
    here.downloads.resume(begun.id)
    ended = await here.downloads.ended(begun.id)
    assert "another file named" in ended.problem
    assert here.file().read_bytes() == b"mine"


async def test_two_programs_do_not_write_one_file(here: Here) -> None:
    here.hub.bytes_per_s = SLOW
    begun = await here.begun()
    await until(lambda: here.file(NAME + ".part").exists())
    first = here.downloads
    here.open()
    await here.downloads.all()
    here.downloads.resume(begun.id)
    assert "Another deskchat" in (await here.downloads.ended(begun.id)).problem
    await first.aclose()


async def test_a_file_without_a_hash_is_not_taken(here: Here) -> None:
    found = await here.contents()
    model = found.models[0]
    bare = type(model)(model.name, "", tuple(type(part)(part.path, part.size_bytes) for part in model.parts))
    with pytest.raises(ChatError, match="SHA-256"):
        await here.downloads.start(found.repository, bare)


async def test_going_offline_ends_a_download_and_keeps_its_part(here: Here) -> None:
    here.hub.bytes_per_s = SLOW
    begun = await here.begun()
    await until(lambda: here.file(NAME + ".part").exists() and len(here.part()) >= 1)
    here.transport.go_offline(True)
    await here.transport.hang_up()
    ended = await here.downloads.ended(begun.id)
    assert (ended.state, ended.kind) == (State.FAILED, "offline")
    assert here.part()
    with pytest.raises(ChatError, match="Offline"):
        await here.contents()


@case(117)
@pytest.mark.parametrize(
    "name",
    ["../x.gguf", "/etc/x.gguf", "a/../../x.gguf", "CON.gguf", "sub/nul", "com1.part.gguf", "a\\b.gguf", "a:b.gguf", "a.gguf.", ".x",
     "a\n.gguf", "x" * 300, "", "a//b.gguf"],
)  # fmt: skip
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(ChatError, match="name that can't be used"):
        destination(tmp_path, "maker/m", name)
    with pytest.raises(ChatError, match="name that can't be used"):
        destination(tmp_path, f"maker/{name}/x", "m.gguf")


@case(117)
def test_notes_that_name_files_elsewhere_are_left_alone(tmp_path: Path) -> None:
    from deskchat.library import unfinished

    (tmp_path / "x.gguf.download").write_text(
        '{"repository": "a/b", "commit": "c", "title": "t", "quantisation": "", "licence": "", "files": '
        '[{"path": "x", "name": "../../x.gguf", "size_bytes": 1, "sha256": "0"}]}'
    )
    (tmp_path / "y.gguf.download").write_bytes(os.urandom(100))
    assert list(unfinished.find(tmp_path)) == []
