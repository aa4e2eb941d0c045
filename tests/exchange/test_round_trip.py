"""deskchat's own format: what goes out comes back, all of it, and never twice."""

import asyncio
import io
import stat
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from deskchat.chat.conversation import Conversation, Node
from deskchat.chat.errors import ChatError
from deskchat.chat.message import Message, Role, Status
from deskchat.chat.parts import ImagePart, TextPart
from deskchat.exchange import json_stream, native, source
from deskchat.exchange.found import Found
from deskchat.services.exchange import Form
from tests.exchange.conftest import Kept
from tests.exchange.trees import conversations
from tests.faults.cases import case

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def talk(name: str, *said: str) -> Conversation:
    nodes = tuple(
        Node(f"{name}{n}", f"{name}{n - 1}" if n else None, Message(Role.USER, (TextPart(text),)), NOON)
        for n, text in enumerate(said)
    )
    return Conversation(name, name.title(), NOON, NOON, nodes, nodes[-1].id if nodes else None)


@case(128)
@given(st.tuples(conversations("a"), conversations("b")))
@settings(max_examples=60)
def test_what_is_written_is_read_again_as_it_was(both: tuple[Conversation, Conversation]) -> None:
    stream = io.BytesIO(b"".join(native.lines(both)))
    read = [native.read(record) for record in json_stream.elements(stream, 2) if isinstance(record, bytes)]
    assert read == [Found(one) for one in both]


@case(128)
@given(conversations())
@settings(max_examples=15)    # of a loaded disk nothing is asked
def test_a_history_survives_the_way_out_and_in(tmp_path_factory: pytest.TempPathFactory, one: Conversation) -> None:
    folder = tmp_path_factory.mktemp("trip")
    first, second = Kept(folder / "first"), Kept(folder / "second")
    try:
        first.conversations.create(one)
        target = folder / f"all{native.SUFFIX}"
        asyncio.run(first.exchange.export(None, target, Form.JSON))
        asyncio.run(second.exchange.take([target]))
        assert second.all() == first.all()
        again = folder / f"again{native.SUFFIX}"
        asyncio.run(second.exchange.export(None, again, Form.JSON))
        assert again.read_bytes() == target.read_bytes()
    finally:
        first.close()
        second.close()


@case(123)
async def test_an_import_that_is_repeated_adds_nothing(kept: Kept, other: Kept, tmp_path: Path) -> None:
    kept.conversations.create(talk("one", "a", "b"))
    kept.conversations.create(talk("two", "c"))
    target = tmp_path / "all.deskchat.json"
    assert await kept.exchange.export(None, target, Form.JSON) == 2
    first = await other.exchange.take([target])
    assert (first.added, first.messages, first.sentences) == (2, 3, ())
    assert sorted(other.told) == ["one", "two"]
    second = await other.exchange.take([target, target])
    assert (second.added, second.known, second.messages) == (0, 4, 0)
    assert other.all() == kept.all()


async def test_what_was_said_since_the_last_import_is_added(kept: Kept, tmp_path: Path) -> None:
    shorter, longer = tmp_path / "shorter", tmp_path / "longer"
    shorter.write_bytes(b"".join(native.lines([talk("one", "a")])))
    longer.write_bytes(b"".join(native.lines([talk("one", "a", "b", "c")])))
    await kept.exchange.take([shorter])
    report = await kept.exchange.take([longer])
    assert (report.extended, report.messages) == (1, 2)
    assert [node.message.text for node in kept.conversations.open("one").branch()] == ["a", "b", "c"]


async def test_messages_with_the_ids_of_another_conversation_spoil_neither(kept: Kept, tmp_path: Path) -> None:
    kept.conversations.create(talk("one", "mine"))
    thief = replace(talk("two", "x", "y"), nodes=(), leaf="one0")
    nodes = (Node("one0", None, Message(Role.USER, (TextPart("theirs"),)), NOON),)
    file = tmp_path / "thief"
    file.write_bytes(b"".join(native.lines([replace(thief, nodes=nodes)])))
    assert (await kept.exchange.take([file])).added == 1
    assert (await kept.exchange.take([file])).known == 1
    assert kept.conversations.open("one").branch()[0].message.text == "mine"
    assert kept.conversations.open("two").branch()[0].message.text == "theirs"


async def test_imported_conversations_stand_below_those_that_are_there(kept: Kept, tmp_path: Path) -> None:
    kept.conversations.create(talk("mine", "a"))
    file = tmp_path / "two"
    file.write_bytes(b"".join(native.lines([talk("newer", "b"), talk("older", "c")])))
    await kept.exchange.take([file])
    assert [one.id for one in kept.conversations.summaries()] == ["mine", "newer", "older"]


def test_a_reply_that_is_being_written_goes_out_as_cut_off() -> None:
    node = Node("m", None, Message(Role.ASSISTANT, (TextPart("so far"),), Status.STREAMING), NOON)
    written = native.encoded(Conversation("c", "", NOON, NOON, (node,), "m"))
    assert native.read(written).conversation.nodes[0].message.status is Status.PARTIAL


@case(126)
async def test_a_file_is_not_replaced_and_is_readable_by_its_owner_alone(kept: Kept, tmp_path: Path) -> None:
    kept.conversations.create(talk("one", "a"))
    target = tmp_path / "out.json"
    await kept.exchange.export(["one"], target, Form.JSON)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    before = target.read_bytes()
    with pytest.raises(ChatError, match="was not replaced"):
        await kept.exchange.export(["one"], target, Form.JSON)
    assert target.read_bytes() == before


@case(86)
async def test_an_export_that_fails_leaves_nothing(kept: Kept, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    for form in Form:
        with pytest.raises(ChatError, match="There is no conversation"):
            await kept.exchange.export(["nowhere"], folder / "file", form)
    assert list(folder.iterdir()) == []


def test_a_newer_version_is_refused_with_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "new.deskchat.json"
    file.write_bytes(native.head().replace(b'"version":1', b'"version":2') + native.tail())
    with pytest.raises(Exception, match="newer deskchat"):
        list(source.conversations(file))


@given(st.binary(max_size=200))
@settings(max_examples=30)
def test_pictures_are_base64_in_the_file(data: bytes) -> None:
    node = Node("m", None, Message(Role.USER, (ImagePart("a.png", "image/png", data),)), NOON)
    written = native.encoded(Conversation("c", "", NOON, NOON, (node,), "m"))
    msgspec.json.decode(written)
    assert native.read(written).conversation.nodes == (node,)
