"""Fallback lists over a real history and real servers: who is asked instead, where the reply stands, what is said."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from deskchat import settings
from deskchat.chat.conversation import Node
from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.message import Message, Role, Status
from deskchat.chat.model import ModelInfo, ModelRef, Sampling
from deskchat.chat.parts import TextPart
from deskchat.chat.plan import Plan
from deskchat.services.fallback import FallbackList
from deskchat.services.new_nodes import with_message
from deskchat.services.questions import Questions
from deskchat.services.services import Services, open_services
from deskchat.services.turn import Question
from deskchat.services.turns import Turn
from tests.support.home import Home
from tests.support.servers import ChatServer, free_port

FIRST = ModelRef("loop", "echo-1")
SECOND = ModelRef("other", "echo-2")
THIRD = ModelRef("third", "echo-1")
HELLO = (TextPart("Hello"),)


@pytest.fixture
def other(home: Home) -> Iterator[ChatServer]:
    with ChatServer(reply="From the other.") as running:
        home.add_provider("other", running.url)
        yield running


@pytest.fixture
def third(home: Home) -> Iterator[ChatServer]:
    with ChatServer(reply="From the third.") as running:
        home.add_provider("third", running.url)
        yield running


@pytest.fixture
async def falling(home: Home, server: ChatServer, other: ChatServer, third: ChatServer) -> AsyncIterator[Services]:
    services = await open_services(home.paths)
    services.settings.set(settings.FALLBACK_ENABLED, True)
    services.settings.set(settings.FALLBACK_MODELS, (str(SECOND), str(THIRD)))
    yield services
    await services.aclose()


async def ask(services: Services) -> tuple[str, Turn, Message]:
    conversation = await services.chats.create()
    turn = await services.turns.send(conversation.id, HELLO, FIRST)
    return conversation.id, turn, (await turn.finished()).node.message


@pytest.mark.parametrize(
    ("mode", "reason"),
    [
        ("unauthorized", "its key is missing or was refused"),
        ("no_credit", "the credit is used up"),
        ("unknown_model", "it was not found"),
        ("context", "the conversation is too long for it"),
        ("hang_up", "the connection failed"),
    ],
)
async def test_the_next_of_the_list_answers_in_the_same_place(
    falling: Services, server: ChatServer, mode: str, reason: str
) -> None:
    server.mode = mode
    conversation_id, turn, message = await ask(falling)
    assert (message.status, message.text) == (Status.DONE, "From the other.")
    assert (message.model, message.model_name) == (SECOND, "echo-2")
    assert message.notes == (f"echo-1 could not answer ({reason}): echo-2 was asked instead.",)
    stored = await falling.chats.open(conversation_id)
    assert [node.message.model for node in stored.nodes] == [None, SECOND]
    assert stored.branch()[-1].message == message
    assert stored.model == FIRST    # the person's choice stays
    assert turn.next is None


@pytest.mark.parametrize("mode", ["empty", "html"])
async def test_what_the_person_has_to_look_at_is_left_to_them(falling: Services, server: ChatServer, mode: str) -> None:
    server.mode = mode
    _, _, message = await ask(falling)
    assert message.status is Status.FAILED
    assert message.model == FIRST


async def test_it_is_off_until_it_is_wanted(falling: Services, server: ChatServer, other: ChatServer) -> None:
    falling.settings.set(settings.FALLBACK_ENABLED, False)
    server.mode = "no_credit"
    _, _, message = await ask(falling)
    assert message.failure is not None
    assert message.failure.remedy_action == "other_model"
    assert other.chats == []


async def test_the_list_is_gone_through_and_each_step_told(
    falling: Services, server: ChatServer, other: ChatServer
) -> None:
    server.mode, other.mode = "no_credit", "unauthorized"
    _, _, message = await ask(falling)
    assert message.text == "From the third."
    assert message.notes == (
        "echo-1 could not answer (the credit is used up): echo-2 was asked instead.",
        "echo-2 could not answer (its key is missing or was refused): echo-1 was asked instead.",
    )


async def test_when_nobody_is_left_the_last_failure_stands(
    falling: Services, server: ChatServer, other: ChatServer, third: ChatServer
) -> None:
    for one in (server, other, third):
        one.mode = "no_credit"
    _, turn, message = await ask(falling)
    assert message.status is Status.FAILED
    assert message.model == THIRD
    assert message.failure is not None
    assert message.failure.message.startswith("The credit at Third is used up")
    assert len(message.notes) == 2
    assert turn.next is None
    assert [len(one.chats) for one in (server, other, third)] == [1, 1, 1]


async def test_what_can_not_be_asked_is_passed_over_and_named(falling: Services, server: ChatServer) -> None:
    falling.settings.set(settings.FALLBACK_MODELS, ("nobody/nothing", str(FIRST), str(THIRD)))
    server.mode = "no_credit"
    _, _, message = await ask(falling)
    assert message.text == "From the third."
    assert message.notes == (
        "nobody/nothing was passed over: There is no model “nobody/nothing”.",
        "echo-1 could not answer (the credit is used up): echo-1 was asked instead.",
    )
    assert len(server.chats) == 1


async def test_offline_no_server_of_the_list_is_asked(home: Home, server: ChatServer) -> None:
    home.add_provider("far", "https://192.0.2.1/v1")
    home.add_provider("farther", "https://192.0.2.2/v1")
    services = await open_services(home.paths, offline=True)
    services.settings.set(settings.FALLBACK_ENABLED, True)
    services.settings.set(settings.FALLBACK_MODELS, ("farther/model", str(FIRST)))
    conversation = await services.chats.create()
    turn = await services.turns.send(conversation.id, HELLO, ModelRef("far", "model"))
    message = (await turn.finished()).node.message
    await services.aclose()
    assert message.failure is not None
    assert message.failure.kind == "offline"
    assert server.requests == []


async def test_a_conversation_may_have_a_list_of_its_own_or_none(
    falling: Services, server: ChatServer, other: ChatServer, third: ChatServer
) -> None:
    server.mode = "no_credit"
    conversation = await falling.chats.create()
    await falling.chats.set_fallback(conversation.id, (THIRD,))
    turn = await falling.turns.send(conversation.id, HELLO, FIRST)
    assert (await turn.finished()).node.message.text == "From the third."
    await falling.chats.set_fallback(conversation.id, ())
    again = await falling.turns.regenerate(conversation.id, turn.reply.id, FIRST)
    assert (await again.finished()).node.message.status is Status.FAILED
    await falling.chats.set_fallback(conversation.id, None)
    again = await falling.turns.regenerate(conversation.id, turn.reply.id, FIRST)
    assert (await again.finished()).node.message.text == "From the other."


async def test_a_reply_that_broke_off_stays_and_the_next_goes_on_below_it(
    falling: Services, server: ChatServer, other: ChatServer
) -> None:
    server.mode, server.reply = "cut", "one two three four"
    conversation_id, turn, broken = await ask(falling)
    assert (broken.status, broken.text) == (Status.FAILED, "one two")
    assert broken.failure is not None
    assert broken.failure.remedy_action == "continue"
    assert turn.next is not None
    going_on = (await turn.next.finished()).node.message
    assert going_on.notes == ("echo-1 broke off (the connection failed): echo-2 was asked to go on.",)
    stored = await falling.chats.open(conversation_id)
    assert [(node.message.role, node.message.model) for node in stored.branch()] == [
        (Role.USER, None),
        (Role.ASSISTANT, FIRST),
        (Role.USER, None),
        (Role.ASSISTANT, SECOND),
    ]
    assert stored.branch()[2].message.text.startswith("Go on exactly where")
    sent = other.chats[0].json["messages"]
    assert [m["role"] for m in sent] == ["user", "assistant", "user"]
    assert sent[1]["content"].startswith("one two")


async def test_when_nobody_can_go_on_the_reply_says_so(falling: Services, server: ChatServer) -> None:
    falling.settings.set(settings.FALLBACK_MODELS, ("nobody/nothing",))
    server.mode, server.reply = "cut", "one two three four"
    conversation_id, turn, broken = await ask(falling)
    assert turn.next is None
    assert broken.text == "one two"
    assert broken.notes == ("nobody/nothing was passed over: There is no model “nobody/nothing”.",)
    assert (await falling.chats.open(conversation_id)).branch()[-1].message == broken


async def test_thinking_alone_is_no_beginning_to_go_on_from(falling: Services, server: ChatServer, other: ChatServer) -> None:
    server.mode, server.reply = "thinking_cut", "one two three four"
    conversation_id, turn, broken = await ask(falling)
    assert broken.reasoning
    assert turn.next is not None
    await turn.next.finished()
    stored = await falling.chats.open(conversation_id)
    assert [node.message.model for node in stored.siblings(turn.reply.id)] == [FIRST, SECOND]
    assert [node.message.text for node in stored.branch()] == ["Hello", "From the other."]
    assert [m["role"] for m in other.chats[0].json["messages"]] == ["user"]


async def test_the_conversation_is_busy_until_the_last_of_them_has_ended(
    falling: Services, server: ChatServer, other: ChatServer
) -> None:
    server.mode, server.reply = "cut", "one two three four"
    other.delay_s, other.reply = 0.02, "word " * 500
    conversation_id, turn, _ = await ask(falling)
    assert turn.next is not None
    assert falling.turns.running(conversation_id) is turn.next
    with pytest.raises(ChatError, match="still being written"):
        await falling.turns.send(conversation_id, HELLO, FIRST)
    await falling.turns.stop(conversation_id)
    assert turn.next.latest.node.message.status is Status.STOPPED
    assert falling.turns.running(conversation_id) is None


async def test_stop_is_no_reason_to_ask_somebody_else(falling: Services, server: ChatServer, other: ChatServer) -> None:
    server.mode, server.reply = "stall", "one two three four"
    conversation = await falling.chats.create()
    turn = await falling.turns.send(conversation.id, HELLO, FIRST)
    async for update in turn.updates():
        if update.node.message.text:
            break
    await turn.stop()
    assert turn.next is None
    assert other.chats == []


async def test_who_really_answers_is_on_the_disk_before_the_first_word_is(
    falling: Services, server: ChatServer, other: ChatServer
) -> None:
    server.mode, other.mode = "no_credit", "stall"
    conversation = await falling.chats.create()
    turn = await falling.turns.send(conversation.id, HELLO, FIRST)
    async with asyncio.timeout(60):
        while True:
            stored = (await falling.chats.open(conversation.id)).branch()[-1].message
            if stored.text:
                break
            await asyncio.sleep(0.02)
    assert (stored.status, stored.model) == (Status.STREAMING, SECOND)
    await turn.stop()


async def test_a_server_that_is_not_running_is_passed_at_once(falling: Services, server: ChatServer) -> None:
    down = await falling.accounts.add("Down", f"http://127.0.0.1:{free_port()}/v1", needs_key=False)
    conversation = await falling.chats.create()
    turn = await falling.turns.send(conversation.id, HELLO, ModelRef(down.id, "model"))
    assert (await turn.finished()).node.message.text == "From the other."


class Purse:
    """A watch that lets nobody ask one provider."""

    def __init__(self, refused: str) -> None:
        self._refused = refused

    async def allow(self, model: ModelInfo, plan: Plan) -> tuple[str, ...]:
        if model.ref.provider == self._refused:
            raise ChatError(ErrorKind.BUDGET, "The budget for Other is used up.")
        return ()

    async def spent(self, conversation_id: str, reply: Node, model: ModelInfo) -> None:
        """Nothing is remembered."""


async def test_a_model_beyond_its_budget_is_passed_over(falling: Services) -> None:
    questions = Questions(falling.directory, Purse("other"))
    conversation = await falling.chats.create()
    conversation, user = with_message(conversation, None, HELLO)

    async def ask(model: ModelRef) -> Question:
        return await questions.ask(conversation, user.id, model, Sampling())

    models = FallbackList([str(SECOND), str(THIRD)], falling.directory.resolve, FIRST)
    found = await models.next(await ask(FIRST), ChatError(ErrorKind.QUOTA, "No."), ask)
    assert found.question is not None
    assert found.question.model.ref == THIRD
    assert found.notes[0] == "other/echo-2 was passed over: The budget for Other is used up."
    with pytest.raises(ChatError, match="budget"):
        await ask(SECOND)
