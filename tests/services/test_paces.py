"""How long a model takes to begin is learnt from its replies, and told before the next."""

from pathlib import Path

import pytest

from deskchat.chat.message import Message, Role, Timing, Usage
from deskchat.chat.model import ModelRef
from deskchat.chat.parts import TextPart
from deskchat.chat.plan import Pace
from deskchat.services.paces import Paces
from deskchat.services.services import Services
from tests.support.servers import ChatServer

REF = ModelRef("x", "m")


def reply(first_s: float | None, tokens: int | None, cached: int | None = None) -> Message:
    return Message(Role.ASSISTANT, (), model=REF, timing=Timing(first_s), usage=Usage(tokens, 1, cached))


def test_what_was_learnt_is_there_after_a_restart(tmp_path: Path) -> None:
    paces = Paces(tmp_path / "p" / "paces.json")
    assert paces.of(REF) is None
    assert paces.learn(reply(2.0, 1_000, 900))
    paces.save()
    assert Paces(tmp_path / "p" / "paces.json").of(REF) == Pace(2.0, 100)


def test_the_newest_reply_weighs_more_than_nothing_and_less_than_all(tmp_path: Path) -> None:
    paces = Paces(tmp_path / "paces.json")
    paces.learn(reply(1.0, 100))
    paces.learn(reply(2.0, 200))
    assert paces.of(REF) == Pace(1.3, 130)


@pytest.mark.parametrize("odd", [reply(None, 100), reply(1.0, None), reply(0.0, 100), reply(1e9, 100)])
def test_replies_that_tell_nothing_teach_nothing(tmp_path: Path, odd: Message) -> None:
    paces = Paces(tmp_path / "paces.json")
    assert not paces.learn(odd)
    assert paces.of(REF) is None


@pytest.mark.parametrize("content", [b"", b"[", b"[]", b'{"x/m": 3}', b'{"x/m": {"first_s": -1, "tokens": 5}}'])
def test_a_damaged_file_is_no_loss(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "paces.json").write_bytes(content)
    assert Paces(tmp_path / "paces.json").of(REF) is None


def test_here_a_longer_prompt_takes_longer_elsewhere_it_does_not() -> None:
    pace = Pace(2.0, 100)
    assert (pace.wait_s(400, local=True), pace.wait_s(400, local=False)) == (8.0, 2.0)


async def test_the_plan_tells_the_wait_once_a_model_has_answered(services: Services, server: ChatServer) -> None:
    model = await services.directory.resolve("loop/echo-1")
    conversation = await services.chats.create(model.ref)
    hello = (TextPart("Hello"),)
    assert (await services.turns.plan(conversation.id, model, hello)).wait_s is None
    turn = await services.turns.send(conversation.id, hello, model.ref)
    message = (await turn.finished()).node.message
    assert message.usage.input_tokens
    await services.turns.aclose()    # it is learnt after the reply is stored
    assert (await services.turns.plan(conversation.id, model, hello)).wait_s == message.timing.first_token_s
