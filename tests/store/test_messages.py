"""Messages: what comes back, what a save costs, what is marked after a crash, and what a damaged row does."""

import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from deskchat.chat.conversation import Node
from deskchat.chat.errors import ChatError
from deskchat.chat.message import Cost, Failure, Message, Role, Status, Stop, Timing, Usage
from deskchat.chat.model import ModelRef
from deskchat.chat.parts import (
    FilePart,
    ImagePart,
    Part,
    ReasoningPart,
    RefusalPart,
    SourcePart,
    StatePart,
    TextPart,
    ToolPart,
)
from deskchat.store.rows import DAMAGED
from tests.faults.cases import case
from tests.store.conftest import NOON, History, with_text

FULL = Message(
    Role.ASSISTANT,
    (
        ReasoningPart("hm\x00", 1.5),
        TextPart("Zwölf 🍞"),
        ImagePart("a.png", "image/png", b"\x89PNG\x00"),
        FilePart("n.txt", "text/plain", "x"),
        RefusalPart("no"),
        ImagePart("b.png", "image/png", b""),
        FilePart("p.pdf", "application/pdf", "page one", b"%PDF-1.7"),
        SourcePart("https://example.org/", "Example"),
        ToolPart("search", '{"q": "bread"}', "walnut"),
        StatePart("openai-responses", '[{"type": "reasoning"}]'),
    ),
    Status.FAILED,
    ModelRef("openrouter", "a/b:free"),
    "A B",
    "a-b-2026",
    Stop.LENGTH,
    Usage(1, 2, 0, None, 1),
    Timing(0.25, 2.0, 31.5),
    Failure("timeout", "It said nothing.", "read"),
    ("One image is only named.",),
    Cost(1_250_000, "USD"),
)


def test_a_message_comes_back_equal(history: History) -> None:
    history.conversation("c1")
    node = Node("m1", None, FULL, NOON)
    history.messages.add("c1", node)
    assert history.conversations.open("c1").nodes == (node,)
    assert history.messages.read("m1") == node


def test_a_new_message_is_shown_and_moves_its_conversation_up(history: History) -> None:
    history.conversation("c1")
    history.conversation("c2")
    history.say("c1", "m1", "hello")
    assert history.conversations.open("c1").leaf == "m1"
    assert [summary.id for summary in history.conversations.summaries()] == ["c1", "c2"]


GROWTH: tuple[tuple[Part, ...], ...] = (
    (ReasoningPart("hm", None),),
    (ReasoningPart("hmm", 0.2),),
    (ReasoningPart("hmm", 0.4), TextPart("Y")),
    (ReasoningPart("hmm", 0.4), TextPart("Yes, 東京"), RefusalPart("n")),
    (TextPart("not a continuation"),),
    (TextPart("not a continuation, half \ud83c"),),
    (TextPart("not a continuation, half \ud83c\udf5e"),),
    (TextPart("not a continuation, half \ud83c\udf5e now"),),
)


def test_a_growing_reply_reads_the_same_after_every_save(history: History) -> None:
    history.conversation("c1")
    reply = history.begin_reply("c1", "r1")
    for parts in GROWTH:
        history.messages.save(replace(reply, message=replace(reply.message, parts=parts)))
        wanted = "".join(p.text for p in parts if isinstance(p, TextPart | ReasoningPart | RefusalPart)).encode("utf-16", "surrogatepass")
        read = history.messages.read("r1").message
        assert (read.reasoning + read.text) == wanted.decode("utf-16", "replace")
        assert [type(part) for part in read.parts] == [type(part) for part in parts]
    done = with_text(reply, "all of it", Status.DONE)
    history.messages.save(done)
    assert history.messages.read("r1") == done
    assert history.database.rows("SELECT count(*) FROM growth") == [(0,)]


def test_a_save_writes_what_is_new_and_not_the_whole_reply(history: History) -> None:
    history.conversation("c1")
    reply = with_text(history.begin_reply("c1", "r1"), "x" * 2_000_000)
    history.messages.save(reply)
    log = history.path.with_name("deskchat.db-wal")
    before = history.database.rows("SELECT sum(length(text)) FROM growth")[0][0]
    size = log.stat().st_size
    history.messages.save(with_text(reply, "x" * 2_000_000 + "new words"))
    assert history.database.rows("SELECT sum(length(text)) FROM growth")[0][0] == before + len("new words")
    assert log.stat().st_size - size < 100_000


def test_another_model_in_the_place_of_the_first_is_written_at_once(history: History) -> None:
    history.conversation("c1")
    reply = history.begin_reply("c1", "r1")
    other = replace(reply, message=replace(reply.message, model=ModelRef("other", "model"), notes=("It stood in.",)))
    history.messages.save(other)
    history.messages.save(with_text(other, "words"))
    stored = history.messages.read("r1").message
    assert (stored.model, stored.notes, stored.text) == (ModelRef("other", "model"), ("It stood in.",), "words")
    assert stored.status is Status.STREAMING


def test_a_failure_from_before_there_were_actions_is_read(history: History) -> None:
    history.conversation("c1")
    reply = history.begin_reply("c1", "r1")
    failed = replace(reply.message, status=Status.FAILED, failure=Failure("network", "Gone.", "x", "continue"))
    history.messages.save(replace(reply, message=failed))
    assert history.messages.read("r1").message.failure == Failure("network", "Gone.", "x", "continue")
    old = '{"kind": "network", "message": "Gone.", "detail": "x"}'
    history.database.change("UPDATE message SET failure = ? WHERE id = 'r1'", old)
    assert history.messages.read("r1").message.failure == Failure("network", "Gone.", "x")


def test_a_message_of_a_purged_conversation_is_a_sentence(history: History) -> None:
    history.conversation("c1")
    reply = history.begin_reply("c1", "r1")
    history.database.change("DELETE FROM conversation")
    for text, status in (("more", Status.STREAMING), ("end", Status.DONE)):
        with pytest.raises(ChatError, match="not there any more"):
            history.messages.save(with_text(reply, text, status))
    with pytest.raises(ChatError, match="not there any more"):
        history.say("c1", "m2", "again")


def test_a_reply_that_this_process_writes_is_not_interrupted(history: History) -> None:
    history.conversation("c1")
    history.begin_reply("c1", "r1")
    other = History(history.path)
    assert (history.messages.mark_interrupted(), other.messages.mark_interrupted()) == (0, 0)
    other.database.close()


WRITER = """
import sys
from pathlib import Path
from tests.store.conftest import History, with_text
history = History(Path(sys.argv[1]))
history.conversation("c1")
reply = history.begin_reply("c1", "r1")
for count in range(1, 4):
    history.messages.save(with_text(reply, "walnut " * count))
print("written", flush=True)
sys.stdin.read()
"""


def test_a_reply_is_partial_when_its_writer_was_killed_and_not_before(path: Path) -> None:
    writer = subprocess.Popen([sys.executable, "-c", WRITER, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert writer.stdout is not None
    assert writer.stdout.readline() == b"written\n"
    history = History(path)
    assert history.messages.mark_interrupted() == 0
    writer.kill()
    writer.communicate()
    assert history.messages.mark_interrupted() == 1
    message = history.messages.read("r1").message
    assert (message.status, message.text) == (Status.PARTIAL, "walnut walnut walnut ")
    assert history.messages.mark_interrupted() == 0
    history.database.close()


@case(89)
@pytest.mark.parametrize(
    "damage",
    [
        "parts = '{\"broken'",
        "parts = CAST(x'ff00fe' AS TEXT)",
        "parts = '[{\"type\":\"image\",\"name\":\"x\",\"media_type\":\"y\",\"data\":\"\"}]'",
        "role = 'wizard'",
        "status = 'half'",
        "stop = 'why'",
        "failure = '[]'",
        "notes = 'null'",
    ],
)
def test_one_damaged_message_does_not_hide_the_others(history: History, damage: str) -> None:
    history.conversation("c1")
    before = history.say("c1", "m1", "before")
    history.say("c1", "m2", "damaged", "m1")
    after = history.say("c1", "m3", "after", "m2")
    history.database.change(f"UPDATE message SET {damage} WHERE id = 'm2'")
    opened = history.conversations.open("c1")
    assert (opened.nodes[0], opened.nodes[2]) == (before, after)
    failure = opened.nodes[1].message.failure
    assert failure is not None
    assert failure.message == DAMAGED
    assert [node.id for node in opened.branch()] == ["m1", "m2", "m3"]


@case(89)
def test_links_that_lead_nowhere_or_in_circles_are_mended(history: History) -> None:
    history.conversation("c1")
    history.say("c1", "m1", "one", "m2")
    history.say("c1", "m2", "two", "m1")
    history.say("c1", "m3", "three", "gone")
    history.conversations.set_leaf("c1", "also gone")
    opened = history.conversations.open("c1")
    assert [node.parent for node in opened.nodes] == [None, "m1", None]
    assert opened.leaf == "m3"
