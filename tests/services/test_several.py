"""One message to several models at once: siblings, one of which is shown; stopping, picking, and waiting in line."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from deskchat.chat.errors import ChatError
from deskchat.chat.message import Status
from deskchat.chat.model import ModelRef
from deskchat.chat.parts import TextPart
from deskchat.services.services import Services, open_services
from deskchat.services.turns import Turn
from tests.support.home import Home
from tests.support.servers import ChatServer

FIRST = ModelRef("loop", "echo-1")
SECOND = ModelRef("other", "echo-2")
HELLO = (TextPart("Hello"),)


@pytest.fixture
def other(home: Home) -> Iterator[ChatServer]:
    with ChatServer(reply="From the other.") as running:
        home.add_provider("other", running.url)
        yield running


@pytest.fixture
async def services(home: Home, server: ChatServer, other: ChatServer) -> AsyncIterator[Services]:
    opened = await open_services(home.paths)
    yield opened
    await opened.aclose()


async def until_words(turn: Turn) -> None:
    async for update in turn.updates():
        if update.node.message.text:
            return


async def test_the_replies_are_siblings_and_the_first_is_shown(services: Services) -> None:
    conversation = await services.chats.create()
    turns = await services.turns.ask_several(conversation.id, HELLO, [FIRST, SECOND, FIRST])
    await asyncio.gather(*(turn.finished() for turn in turns))
    stored = await services.chats.open(conversation.id)
    assert [node.message.text for node in stored.siblings(turns[0].reply.id)] == ["You said: Hello", "From the other."]
    assert [node.message.text for node in stored.branch()] == ["Hello", "You said: Hello"]
    assert stored.title == "Hello"
    assert stored.model == FIRST
    assert [turn.user is not None for turn in turns] == [True, False]


async def test_the_one_that_is_picked_is_gone_on_with(services: Services, other: ChatServer) -> None:
    conversation = await services.chats.create()
    turns = await services.turns.ask_several(conversation.id, HELLO, [FIRST, SECOND])
    await asyncio.gather(*(turn.finished() for turn in turns))
    await services.chats.go_on_with(conversation.id, turns[1].reply)
    stored = await services.chats.open(conversation.id)
    assert stored.model == SECOND
    assert stored.leaf == turns[1].reply.id
    turn = await services.turns.send(conversation.id, (TextPart("More"),), SECOND)
    await turn.finished()
    assert [m["content"] for m in other.chats[-1].json["messages"]] == ["Hello", "From the other.", "More"]


async def test_they_run_at_once_and_are_stopped_alone_or_together(
    services: Services, server: ChatServer, other: ChatServer
) -> None:
    for one in (server, other):
        one.mode, one.delay_s, one.reply = "well", 0.02, "word " * 500
    conversation = await services.chats.create()
    first, second = await services.turns.ask_several(conversation.id, HELLO, [FIRST, SECOND])
    assert services.turns.all_running(conversation.id) == (first, second)
    await asyncio.gather(until_words(first), until_words(second))
    await first.stop()
    assert services.turns.running(conversation.id) is second
    assert not second.latest.done
    with pytest.raises(ChatError, match="still being written"):
        await services.turns.send(conversation.id, HELLO, FIRST)
    await services.turns.stop(conversation.id)
    assert services.turns.all_running(conversation.id) == ()
    stored = await services.chats.open(conversation.id)
    assert [node.message.status for node in stored.nodes[1:]] == [Status.STOPPED, Status.STOPPED]
    await (await services.turns.send(conversation.id, HELLO, SECOND)).stop()


async def test_one_that_fails_takes_nothing_from_the_other(services: Services, server: ChatServer) -> None:
    server.mode = "no_credit"
    conversation = await services.chats.create()
    turns = await services.turns.ask_several(conversation.id, HELLO, [FIRST, SECOND])
    messages = [(await turn.finished()).node.message for turn in turns]
    assert [message.status for message in messages] == [Status.FAILED, Status.DONE]


async def test_nobody_or_nothing_to_ask_is_refused_and_nothing_stored(services: Services) -> None:
    conversation = await services.chats.create()
    with pytest.raises(ChatError, match="No model"):
        await services.turns.ask_several(conversation.id, HELLO, [])
    with pytest.raises(ChatError, match="nothing to send"):
        await services.turns.ask_several(conversation.id, (TextPart(" "),), [FIRST, SECOND])
    assert (await services.chats.open(conversation.id)).nodes == ()


async def test_the_end_of_the_program_keeps_what_came_of_all(home: Home, server: ChatServer, other: ChatServer) -> None:
    for one in (server, other):
        one.mode, one.delay_s, one.reply = "well", 0.02, "word " * 500
    services = await open_services(home.paths)
    conversation = await services.chats.create()
    turns = await services.turns.ask_several(conversation.id, HELLO, [FIRST, SECOND])
    await asyncio.gather(*(until_words(turn) for turn in turns))
    await services.aclose()
    services = await open_services(home.paths)
    stored = await services.chats.open(conversation.id)
    await services.aclose()
    assert [node.message.status for node in stored.nodes[1:]] == [Status.PARTIAL, Status.PARTIAL]
    assert all(node.message.text.startswith("word") for node in stored.nodes[1:])
