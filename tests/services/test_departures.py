"""The list of what left this machine: complete, exact in what it counts, and without a word of what was said."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from deskchat import settings
from deskchat.chat.departure import Departure, Purpose, Subject
from deskchat.chat.model import ModelRef
from deskchat.chat.parts import TextPart
from deskchat.services.services import Services, open_services
from deskchat.store.database import Database
from deskchat.store.departures import DepartureList
from tests.support.home import Home
from tests.support.servers import ChatServer, free_port

SECRET = "the plumber comes on Tuesday"
REPLY = "So he does, at nine."


async def listed(services: Services, count: int, *, ended: bool = True) -> tuple[Departure, ...]:
    """The list, once there are so many in it, and all have ended."""
    async with asyncio.timeout(60):
        changes = services.departures.changes()
        while True:
            found = await services.departures.latest(100)
            if len(found) >= count and all(one.ended_at for one in found) is ended:
                return found
            await anext(changes)


async def ask(services: Services, model: str = "loop/echo-1") -> str:
    conversation = await services.chats.create()
    turn = await services.turns.send(conversation.id, (TextPart(SECRET),), ModelRef.parse(model))
    await turn.finished()
    return conversation.id


async def test_a_reply_is_listed_with_where_it_went_how_large_it_was_and_whose_it_is(home: Home) -> None:
    with ChatServer(reply=REPLY) as server:
        home.add_provider("loop", server.url)
        services = await open_services(home.paths)
        conversation_id = await ask(services)
        (one,) = await listed(services, 1)
        opened = await services.chats.open(conversation_id)
        assert (one.host, one.path, one.provider) == (f"127.0.0.1:{server.port}", "/v1/chat/completions", "Loop")
        assert (one.subject.purpose, one.subject.model) == (Purpose.REPLY, "loop/echo-1")
        assert (one.subject.conversation, one.subject.messages) == (conversation_id, 1)
        assert one.subject.leaf == opened.branch()[0].id
        assert (one.status, one.failure) == (200, "")
        asked = server.chats[0]
        headers = sum(len(f"{name}: {value}\r\n") for name, value in asked.headers.items())
        assert one.sent_bytes == len(f"POST {one.path} HTTP/1.1\r\n") + headers + 2 + len(asked.body)
        assert one.received_bytes > len(REPLY)
        await services.directory.refresh("loop")
        assert (await listed(services, 2))[0].subject.purpose is Purpose.MODELS
        await services.aclose()


async def test_nothing_that_was_said_is_in_it(home: Home) -> None:
    with ChatServer(reply=REPLY) as server:
        home.add_provider("loop", server.url)
        services = await open_services(home.paths)
        await ask(services)
        await listed(services, 1)
        await services.aclose()
    database = Database.open(home.paths.database)
    rows = repr(database.rows("SELECT * FROM request"))
    database.close()
    assert "loop/echo-1" in rows
    assert "plumber" not in rows
    assert "nine" not in rows


async def test_refusals_tries_and_connections_that_failed_are_listed_too(home: Home) -> None:
    with ChatServer(mode="unauthorized") as server:
        home.add_provider("loop", server.url)
        home.add_provider("down", f"http://127.0.0.1:{free_port()}/v1")
        services = await open_services(home.paths)
        await ask(services)
        await ask(services, "down/model")
        down, refused, *_ = await listed(services, 2)
        assert (down.status, down.sent_bytes, down.failure) == (0, 0, "network")
        assert (refused.status, refused.failure) == (401, "auth")
        assert refused.sent_bytes > 0
        await services.aclose()


async def test_what_is_under_way_is_listed_and_going_offline_ends_it(home: Home) -> None:
    with ChatServer(reply=" ".join(map(str, range(3000))), delay_s=0.02) as server:
        home.add_provider("loop", server.url)
        services = await open_services(home.paths)
        conversation = await services.chats.create()
        turn = await services.turns.send(conversation.id, (TextPart("Count"),), ModelRef("loop", "echo-1"))
        (one,) = await listed(services, 1, ended=False)
        services.settings.set(settings.OFFLINE, True)
        ended = await asyncio.wait_for(turn.finished(), 60)
        failure = ended.node.message.failure
        assert failure is not None
        assert failure.kind == "offline"
        (same,) = await listed(services, 1)
        assert (same.id, same.failure) == (one.id, "offline")
        await services.aclose()


async def test_the_list_can_be_cleared_and_nothing_is_kept_when_nothing_is_to_be(home: Home) -> None:
    with ChatServer() as server:
        home.add_provider("loop", server.url)
        services = await open_services(home.paths)
        await ask(services)
        await listed(services, 1)
        await services.departures.clear()
        assert await services.departures.latest(10) == ()
        services.settings.set(settings.KEEP_REQUESTS_DAYS, 0)
        await ask(services)
        assert await services.departures.latest(10) == ()
        await services.aclose()


@pytest.mark.parametrize("days", [0, 1, 90])
def test_it_is_kept_as_long_as_allowed_and_never_longer_than_so_many(tmp_path: Path, days: int) -> None:
    database = Database.open(tmp_path / "deskchat.db")
    kept = DepartureList(database)
    now = datetime.now(UTC)
    for number, age in enumerate((200, 50, 0)):
        kept.note(Departure(f"r{number}", now - timedelta(days=age, minutes=1), "P", "h", "/p", subject()))
    kept.prune(now - timedelta(days=days), 2)
    assert [one.id for one in kept.latest(9)] == {0: [], 1: ["r2"], 90: ["r2", "r1"]}[days]
    kept.prune(now - timedelta(days=days), 1)
    assert len(kept.latest(9)) == min(1, days)
    database.close()


def test_a_request_that_is_told_twice_is_one(tmp_path: Path) -> None:
    database = Database.open(tmp_path / "deskchat.db")
    kept = DepartureList(database)
    begun = Departure("r", datetime.now(UTC), "P", "h", "/p", subject(), 100)
    kept.note(begun)
    ended = replace(begun, status=200, received_bytes=7, ended_at=datetime.now(UTC))
    kept.note(ended)
    assert kept.latest(9) == (ended,)
    assert kept.sum().sent_bytes == 100
    database.close()


def subject() -> Subject:
    return Subject(Purpose.REPLY, "p/m", "c", "m", 3)
