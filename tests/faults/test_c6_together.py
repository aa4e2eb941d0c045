"""Much at once: windows, changes while a reply is written, other people's files, erasing (cases 64, 88, 92, 97, 98, 101, 102)."""

import asyncio
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from deskchat.chat.errors import ChatError
from deskchat.chat.message import Status
from deskchat.chat.model import ModelRef
from deskchat.chat.parts import TextPart
from deskchat.services import chats
from deskchat.services.exchange import Form
from deskchat.services.services import Services, open_services
from deskchat.services.turns import Turn
from deskchat.store.history import open_history
from tests.faults.cases import case
from tests.store.conftest import History
from tests.support.folders import files_below
from tests.support.home import Home
from tests.support.servers import ChatServer
from tests.support.soundness import integrity

ROOT = Path(__file__).parents[2]
ECHO = ModelRef("loop", "echo-1")
WORDS = " ".join(f"word{number}" for number in range(200))


@pytest.fixture
def server(home: Home) -> Iterator[ChatServer]:
    with ChatServer(reply=WORDS, delay_s=0.005) as running:
        home.add_provider("loop", running.url)
        yield running


@pytest.fixture
async def services(home: Home, server: ChatServer) -> AsyncIterator[Services]:
    opened = await open_services(home.paths)
    yield opened
    await opened.aclose()


async def under_way(services: Services, said: str = "Count.") -> Turn:
    """A reply of which the first words are there."""
    conversation = await services.chats.create()
    turn = await services.turns.send(conversation.id, (TextPart(said),), ECHO)
    async for update in turn.updates():
        if update.node.message.text:
            return turn
    raise AssertionError("it ended without a word")


@case(102)
async def test_a_conversation_is_renamed_pinned_and_exported_while_its_reply_is_written(
    services: Services, tmp_path: Path
) -> None:
    turn = await under_way(services)
    conversation = turn.conversation_id
    await services.chats.rename(conversation, "Renamed meanwhile")
    for form, name in ((Form.JSON, "a.json"), (Form.HTML, "a.html"), (Form.MARKDOWN, "a")):
        assert await services.exchange.export([conversation], tmp_path / name, form) == 1
    update = await turn.finished()
    assert update.node.message.text == WORDS
    assert (await services.chats.open(conversation)).title == "Renamed meanwhile"
    assert "Count." in (tmp_path / "a.html").read_text()


@case(102)
async def test_what_is_deleted_and_restored_while_its_reply_is_written_is_whole(services: Services, server: ChatServer) -> None:
    server.holds_after = 5
    turn = await under_way(services)
    conversation = turn.conversation_id
    await services.chats.delete(conversation)
    message = (await turn.finished()).node.message
    server.go_on.set()
    assert message.status in (Status.STOPPED, Status.PARTIAL)
    assert conversation not in {summary.id for summary in await services.chats.all()}
    await services.chats.restore(conversation)
    restored = (await services.chats.open(conversation)).branch()
    assert [node.message.text.split()[0] for node in restored] == ["Count.", "word0"]
    again = await services.turns.regenerate(conversation, restored[-1].id, ECHO)
    assert (await again.finished()).node.message.text == WORDS


@case(63)
async def test_a_model_that_is_changed_again_and_again_in_mid_stream_mixes_nothing(
    services: Services, server: ChatServer
) -> None:
    server.holds_after = 5
    with ChatServer(mode="echo", models=["echo-9"]) as other:
        await services.accounts.add("Other", other.url, needs_key=False)
        for number in range(10):
            turn = await under_way(services, f"Question {number}")
            await turn.stop()
            ref = ModelRef("other", "echo-9")
            second = await services.turns.send(turn.conversation_id, (TextPart(f"Again {number}"),), ref)
            assert (await second.finished()).node.message.text == f"You said: Again {number}"
            branch = (await services.chats.open(turn.conversation_id)).branch()
            assert [node.message.status for node in branch if node.message.model] == [Status.STOPPED, Status.DONE]
            assert WORDS.startswith(branch[1].message.text)
            assert await asyncio.to_thread(server.hung_up.wait, 60), "the old connection is still open"
            server.hung_up.clear()


@case(64)
def test_a_program_that_is_ended_in_mid_stream_has_kept_what_came(home: Home, server: ChatServer) -> None:
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        server.delay_s = 0.02
        asking = home.start("ask", "--json", "--model", "loop/echo-1", "Count.")
        assert asking.stdout is not None
        while b"word" not in asking.stdout.readline():
            pass
        asking.send_signal(number)
        asking.communicate(timeout=120)
        shown = home.show(home.run("list").out.split()[0])
        assert "Count." in shown
        assert "word0" in shown
        assert "[being written]" not in shown


@case(97)
async def test_what_is_erased_is_in_no_file(services: Services, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    turn = await under_way(services, "canaryquestion " * 50)
    await turn.finished()
    await services.chats.rename(turn.conversation_id, "canarytitle")
    await services.drafts.keep_text(turn.conversation_id, "canarydraft")
    kept = await under_way(services, "to be kept")
    await kept.finished()
    assert b"canary" in everything(home)
    await services.chats.delete(turn.conversation_id)
    monkeypatch.setattr(chats, "UNDO_FOR", timedelta(0))
    await services.chats.purge()
    assert b"canary" not in everything(home)
    assert b"to be kept" in everything(home)


def everything(home: Home) -> bytes:
    return b"".join(files_below(home.folder).values())


@case(98)
async def test_files_of_others_in_the_folder_stay_as_they_are(home: Home, server: ChatServer, tmp_path: Path) -> None:
    foreign = ("notes.txt", "deskchat.txt", "photos/a.jpg", "models/mine.bin", "backups/old.db", "deskchat.db.old", ".hidden", "logs/a.log")
    for name in foreign:
        path = home.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"mine: {name}")
    server.mode = "echo"
    for _ in range(2):
        services = await open_services(home.paths, exclusive=True)
        turn = await under_way(services)
        await turn.finished()
        await services.backups.make()
        await services.exchange.export(None, tmp_path / f"{turn.conversation_id}.json", Form.JSON)
        await services.exchange.take([tmp_path / f"{turn.conversation_id}.json"])
        await services.chats.delete(turn.conversation_id)
        await services.aclose()
    assert [name for name in foreign if (home.folder / name).read_text() != f"mine: {name}"] == []


STARTER = """
import sys
from pathlib import Path
from deskchat.chat.errors import ChatError
from deskchat.store.history import open_history
print("ready", flush=True)
sys.stdin.readline()
try:
    database = open_history(Path(sys.argv[1]), exclusive=True)
    print("opened", flush=True)
    sys.stdin.readline()
    database.close()
except ChatError as error:
    print(error.message, flush=True)
"""


@case(92)
@pytest.mark.parametrize("new", [True, False])
def test_of_windows_that_start_at_the_same_moment_one_opens(tmp_path: Path, new: bool) -> None:
    path = tmp_path / "home" / "deskchat.db"
    if not new:
        History(path).database.close()
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": ROOT}
    started = [subprocess.Popen([sys.executable, "-c", STARTER, path], **pipes) for _ in range(6)]  # type: ignore[call-overload]
    for one in started:
        assert one.stdout.readline() == "ready\n"
    for one in started:
        one.stdin.write("\n")
        one.stdin.flush()
    told = [one.stdout.readline().strip() for one in started]
    for one in started:
        one.communicate("\n", timeout=120)
    assert told.count("opened") == 1
    assert {words for words in told if words != "opened"} == {
        "Another deskchat window has this history open. Use that window, or start this one with another folder (--home)."
    }


@case(88)
@pytest.mark.parametrize("how", ["empty", "a page of another", "a letter in the schema", "pages in another order", "a wrong length"])
def test_more_ways_to_damage_a_history(tmp_path: Path, how: str) -> None:
    path = tmp_path / "deskchat.db"
    for name in ("other.db", "deskchat.db"):
        history = History(tmp_path / name)
        history.conversation("c1", name)
        for number in range(60):
            history.say("c1", f"m{number}", f"{name} {number} " * 80)
        history.database.close()
    whole, other = path.read_bytes(), (tmp_path / "other.db").read_bytes()
    half = len(whole) // 8192 * 4096
    damaged = {
        "empty": b"",
        "a page of another": whole[:half] + other[half // 2 // 4096 * 4096 :][:4096] + whole[half + 4096 :],
        "a letter in the schema": whole.replace(b"CREATE TABLE message", b"CREATE TABLE mXssage", 1),
        "pages in another order": whole[:4096] + whole[half : half + 4096] + whole[8192:half] + whole[4096:8192] + whole[half + 4096 :],
        "a wrong length": whole[:-1000],
    }[how]
    path.write_bytes(damaged)
    try:
        database = open_history(path)
    except ChatError as error:
        assert error.message.endswith(".")
        assert path.read_bytes() == damaged
        return
    assert integrity(database) == "ok"
    aside = [file for file in tmp_path.iterdir() if ".corrupt-" in file.name and not file.name.endswith(("-wal", "-shm"))]
    if aside:
        assert [file.read_bytes() for file in aside] == [damaged]
        assert "kept as" in database.notice
    rows = database.rows("SELECT count(*) FROM message WHERE conversation = 'c1'")[0][0]
    database.close()
    if how != "empty":
        assert rows > 0 or aside


@case(101)
def test_a_message_of_twenty_megabytes_is_found_and_the_list_does_not_read_it(tmp_path: Path) -> None:
    history = History(tmp_path / "deskchat.db")
    history.conversation("c1", "The large one")
    text = "needle " + "hay " * 5_000_000
    history.say("c1", "m1", text)
    history.conversation("c2", "The small one")
    history.say("c2", "m2", "hay")
    assert [summary.id for summary in history.conversations.summaries()] == ["c2", "c1"]
    assert history.conversations.open("c1").nodes[0].message.text == text
    history.database.close()
