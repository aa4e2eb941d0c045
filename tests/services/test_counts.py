"""Exact numbers of tokens, where they are to be had for nothing."""

from deskchat.chat.message import Role
from deskchat.chat.model import ModelRef, Sampling
from deskchat.chat.parts import TextPart
from deskchat.services.services import Services
from tests.support.servers import ChatServer

SHORT = Sampling(temperature=0.0, max_tokens=4)
HELLO = (TextPart("What is the capital city of France?"),)


async def local(services: Services) -> ModelRef:
    groups = await services.directory.groups()
    return next(model.ref for group in groups if group.id == "local" for model in group.models if not model.unavailable)


async def test_a_loaded_model_counts_what_it_would_be_sent(services: Services) -> None:
    model = await services.directory.info(await local(services))
    conversation = await services.chats.create(model.ref)
    before = await services.turns.plan(conversation.id, model, HELLO)
    assert await services.turns.count(before) is None    # nothing is loaded only to count
    turn = await services.turns.send(conversation.id, HELLO, model.ref, sampling=SHORT)
    first = (await turn.finished()).node.message
    assert await services.turns.count(before) == first.usage.input_tokens
    draft = (TextPart("And of Spain?"),)
    plan = await services.turns.plan(conversation.id, model, draft)
    counted = await services.turns.count(plan)
    second = await services.turns.send(conversation.id, draft, model.ref, sampling=SHORT)
    assert (await second.finished()).node.message.usage.input_tokens == counted


async def test_a_server_that_does_not_count_is_not_asked(services: Services, server: ChatServer) -> None:
    model = await services.directory.resolve("loop/echo-1")
    conversation = await services.chats.create(model.ref)
    plan = await services.turns.plan(conversation.id, model, HELLO)
    asked = len(server.requests)
    assert await services.turns.count(plan) is None
    assert len(server.requests) == asked
    assert plan.request is not None
    assert plan.request.messages[-1].role is Role.USER
