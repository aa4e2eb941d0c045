"""Turns over a real history and a real server."""

import asyncio
import resource

import pytest

from deskchat import settings
from deskchat.chat.errors import ChatError
from deskchat.chat.message import Status
from deskchat.chat.model import ModelInfo, ModelRef
from deskchat.chat.parts import TextPart
from deskchat.chat.reply import LONGEST
from deskchat.services.network_settings import patience_of
from deskchat.services.services import Services, open_services
from deskchat.services.turns import Turn
from tests.faults.cases import case
from tests.support.home import Home
from tests.support.proxy import Proxy
from tests.support.servers import CA_FILE, ChatServer

ECHO = ModelRef("loop", "echo-1")
OTHER = ModelRef("loop", "echo-2")


def say(text: str) -> tuple[TextPart]:
    return (TextPart(text),)


async def until_words(turn: Turn) -> None:
    async for update in turn.updates():
        if update.node.message.text:
            return


async def test_a_title_is_made_once_and_listeners_hear_of_it(services: Services) -> None:
    conversation = await services.chats.create()
    changes = services.chats.changes()
    turn = await services.turns.send(conversation.id, say("What is love? Baby."), ECHO)
    assert (await turn.finished()).node.message.text == "You said: What is love? Baby."
    while not (await services.chats.open(conversation.id)).title:
        await anext(changes)
    assert (await services.chats.all())[0].title == "What is love?"
    await services.chats.rename(conversation.id, "Mine")
    await (await services.turns.send(conversation.id, say("Other words"), ECHO)).finished()
    assert (await services.chats.open(conversation.id)).title == "Mine"


@case(63)
async def test_two_turns_in_one_conversation_are_refused_and_in_two_run_side_by_side(
    services: Services, server: ChatServer
) -> None:
    server.mode, server.delay_s, server.reply = "well", 0.02, "word " * 500
    one, two = await services.chats.create(), await services.chats.create()
    first = await services.turns.send(one.id, say("a"), ECHO)
    second = await services.turns.send(two.id, say("b"), ECHO)
    with pytest.raises(ChatError, match="still being written"):
        await services.turns.send(one.id, say("c"), ECHO)
    assert services.turns.running(one.id) is first
    await asyncio.gather(until_words(first), until_words(second))
    await asyncio.gather(first.stop(), second.stop())
    assert services.turns.running(one.id) is None
    assert len((await services.chats.open(one.id)).nodes) == 2


async def test_stop_ends_the_request_and_stores_what_arrived(services: Services, server: ChatServer) -> None:
    server.mode, server.delay_s, server.reply = "well", 0.02, "word " * 100_000    # half an hour
    conversation = await services.chats.create()
    turn = await services.turns.send(conversation.id, say("a"), ECHO)
    await until_words(turn)
    await turn.stop()
    assert await asyncio.to_thread(server.hung_up.wait, 20)
    stored = (await services.chats.open(conversation.id)).branch()[-1].message
    assert stored.status is Status.STOPPED
    assert stored.text.startswith("word")


async def test_regenerate_makes_a_sibling_and_edit_a_branch(services: Services, server: ChatServer) -> None:
    conversation = await services.chats.create()
    first = await services.turns.send(conversation.id, say("One"), ECHO)
    await first.finished()
    again = await services.turns.regenerate(conversation.id, first.reply.id, OTHER)
    await again.finished()
    assert again.user is None
    assert first.user is not None
    edited = await services.turns.edit(conversation.id, first.user.id, say("Two"), ECHO)
    await edited.finished()
    now = await services.chats.open(conversation.id)
    assert [n.message.model for n in now.siblings(first.reply.id)] == [ECHO, OTHER]
    assert [n.message.text for n in now.siblings(first.user.id)] == ["One", "Two"]
    assert [n.message.text for n in now.branch()] == ["Two", "You said: Two"]
    assert [m["content"] for m in server.chats[-1].json["messages"]] == ["Two"]


async def test_another_model_continues_a_reply_that_broke_off(services: Services, server: ChatServer) -> None:
    server.script, server.reply = ["cut"], "one two three four"
    conversation = await services.chats.create()
    broken = await services.turns.send(conversation.id, say("Count."), ECHO)
    assert (await broken.finished()).node.message.failure is not None
    going_on = await services.turns.continue_reply(conversation.id, broken.reply.id, OTHER)
    await going_on.finished()
    roles = [m["role"] for m in server.chats[-1].json["messages"]]
    assert roles == ["user", "assistant", "user"]
    assert "one two" in server.chats[-1].json["messages"][1]["content"]
    assert (await services.chats.open(conversation.id)).model == OTHER


async def test_an_empty_message_is_refused_and_nothing_stored(services: Services) -> None:
    conversation = await services.chats.create()
    with pytest.raises(ChatError, match="nothing to send"):
        await services.turns.send(conversation.id, say("  \n"), ECHO)
    assert (await services.chats.open(conversation.id)).nodes == ()
    await (await services.turns.send(conversation.id, say("now"), ECHO)).finished()


async def test_a_provider_that_is_gone_is_a_failed_reply(services: Services) -> None:
    conversation = await services.chats.create()
    turn = await services.turns.send(conversation.id, say("a"), ModelRef("gone", "model"))
    failure = (await turn.finished()).node.message.failure
    assert failure is not None
    assert failure.kind == "not_found"


async def test_the_plan_speaks_of_what_the_model_would_see(services: Services) -> None:
    conversation = await services.chats.create()
    await (await services.turns.send(conversation.id, say("word " * 2_000), ECHO)).finished()
    small = ModelInfo(ECHO, "Small", context_tokens=500)
    large = ModelInfo(OTHER, "Large", context_tokens=100_000)
    plans = await services.turns.plans(conversation.id, [small, large], say("And?"))
    assert plans[ECHO].omitted == 2
    assert plans[OTHER].omitted == 0
    new = await services.turns.plans(None, [large])
    assert new[OTHER].fits


@case(102)
async def test_deleting_stops_the_reply_and_can_be_undone(services: Services, server: ChatServer) -> None:
    server.mode, server.delay_s, server.reply = "well", 0.02, "word " * 500
    conversation = await services.chats.create()
    turn = await services.turns.send(conversation.id, say("a"), ECHO)
    await until_words(turn)
    await services.chats.delete(conversation.id)
    assert turn.latest.done
    assert await services.chats.all() == ()
    await services.chats.restore(conversation.id)
    assert len((await services.chats.open(conversation.id)).nodes) == 2


@case(64)
async def test_closing_stores_running_replies_as_partial(home: Home, server: ChatServer) -> None:
    server.mode, server.delay_s, server.reply = "well", 0.02, "word " * 500
    services = await open_services(home.paths)
    conversation = await services.chats.create()
    turn = await services.turns.send(conversation.id, say("a"), ECHO)
    await until_words(turn)
    await services.aclose()
    services = await open_services(home.paths)
    stored = (await services.chats.open(conversation.id)).branch()[-1].message
    await services.aclose()
    assert stored.status is Status.PARTIAL
    assert stored.text.startswith("word")


async def test_a_search_finds_words_of_replies(services: Services) -> None:
    conversation = await services.chats.create()
    turn = await services.turns.send(conversation.id, say("quetzalcoatlus"), ECHO)
    await turn.finished()
    hits = await services.finding.search("quetzal")
    assert {hit.node_id for hit in hits} >= {turn.reply.id}
    assert all("quetzal" in hit.snippet.text for hit in hits)


async def test_a_second_window_is_refused_with_a_sentence(home: Home) -> None:
    first = await open_services(home.paths, exclusive=True)
    with pytest.raises(ChatError, match="Another deskchat window"):
        await open_services(home.paths, exclusive=True)
    third = await open_services(home.paths)    # the command line may look in
    await third.aclose()
    await first.aclose()


@case(39)
@pytest.mark.parametrize("mode", ["endless", "endless_thinking"])
async def test_a_stream_without_an_end_fills_neither_memory_nor_disk(
    services: Services, server: ChatServer, home: Home, mode: str
) -> None:
    server.mode = mode
    conversation = await services.chats.create()
    before_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    turn = await services.turns.send(conversation.id, say("Count."), ECHO)
    message = (await turn.finished()).node.message
    assert await asyncio.to_thread(server.hung_up.wait, 20)
    assert message.status is Status.FAILED
    assert message.failure is not None
    assert "without an end" in message.failure.message
    assert len(message.text or message.reasoning) < LONGEST + 100_000
    assert (await services.chats.open(conversation.id)).branch()[-1].message == message
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kib < 200 * 1024
    assert sum(path.stat().st_size for path in home.paths.data.rglob("*") if path.is_file()) < 100_000_000


async def test_a_setting_of_the_network_holds_from_the_next_request_on(services: Services) -> None:
    far = await services.accounts.add("Far", "https://chat.example/v1", needs_key=False)
    with ChatServer(tls=True, reply="Through.") as secure, Proxy(secure.port) as proxy:
        services.settings.set(settings.CA_FILE, str(CA_FILE))
        services.settings.set(settings.PROXY, proxy.url)
        conversation = await services.chats.create()
        turn = await services.turns.send(conversation.id, say("Hello"), ModelRef(far.id, "echo-1"))
        assert (await turn.finished()).node.message.text == "Through."
        services.settings.set(settings.OFFLINE, True)
        turn = await services.turns.send(conversation.id, say("Hello"), ModelRef(far.id, "echo-1"))
        failure = (await turn.finished()).node.message.failure
        assert failure is not None
        assert failure.kind == "offline"
        assert len(proxy.asked) == 1


async def test_the_times_that_are_set_are_the_times_that_are_waited(services: Services) -> None:
    services.settings.set(settings.CONNECT_TIMEOUT_S, 3)
    services.settings.set(settings.FIRST_BYTE_TIMEOUT_S, 50)
    services.settings.set(settings.IDLE_TIMEOUT_S, 7)
    patience = patience_of(services.settings)
    assert (patience.connect_s, patience.first_s, patience.idle_s) == (3, 50, 7)
